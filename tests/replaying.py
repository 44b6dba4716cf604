"""Every verdict of a store decided again, by the engine and by a naive one written apart (law 8)."""

from privlineage.core.verdict import Verdict
from privlineage.policy.load import load_files
from privlineage.service.auditing.reproduce import reproduced
from privlineage.store.every_verdict import every_verdict
from privlineage.store.protocol import Store, VerdictQuery
from tests.unit.policy import naive

__all__ = ["unlike"]


def unlike(store: Store) -> tuple[int, list[str]]:
    """How many verdicts a store has, and what is wrong with those that do not come out again as they were given."""
    verdicts = list(every_verdict(store, VerdictQuery()))
    wrong = [f"{one.verdict.id}: {one.differs}" for one in reproduced(store, verdicts) if not one.is_same]
    for verdict in verdicts:
        wrong += [f"{verdict.id}: {text}" for text in _disagreements(store, verdict)]
    return len(verdicts), wrong


def _disagreements(store: Store, verdict: Verdict) -> list[str]:
    """Where brute force finds something else in the recorded inputs than the verdict says, or a witness is none."""
    policy = load_files(dict(store.bundle(verdict.bundle).files)).policy
    fired, outcome, _ = naive.decide(policy, verdict.movement)
    found = {(one.rule, one.zone) for one in verdict.decision.findings}
    lifted = {(part.rule, part.zone) for part in verdict.exemptions if part.id in verdict.decision.exempted}
    missed = {(rule, zone) for rule, zone, *_ in fired} - found - lifted
    wrong = [f"nothing is said of {rule} in {zone}" for rule, zone in sorted(missed)]
    wrong += [f"{rule} in {zone} did not fire" for rule, zone in sorted(found - {one[:2] for one in fired})]
    if not lifted and outcome != verdict.outcome.value:
        wrong.append(f"it is {verdict.outcome.value}, where brute force says {outcome}")
    for finding in verdict.decision.findings:
        for path in finding.witnesses:
            ends = path.steps[-1].column.dataset
            if verdict.outcome.value == "block" and finding.sink is not None and not _touches(verdict, ends):
                wrong.append(f"a witness of {finding.rule} ends in {ends}")
    return wrong


def _touches(verdict: Verdict, dataset: object) -> bool:
    movement = verdict.movement
    known = [sink.dataset for sink in movement.sinks]
    known += [arrival.sink.dataset for arrival in (*movement.arrivals, *movement.read_origins)]
    known += [arrival.sink.dataset for _, held in movement.in_zone for arrival in held]
    return dataset in known
