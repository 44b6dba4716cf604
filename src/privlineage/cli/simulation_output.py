"""A simulation on the screen and as JSON: what would change, for whom, by which rule, and what cannot be told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from privlineage.cli.options import OutputFormat
from privlineage.cli.screen import say, show_json, table
from privlineage.core.verdict import Outcome

if TYPE_CHECKING:
    from privlineage.policy.model import Mode
    from privlineage.service.rollout.simulation import Open, Simulation, Step, TaskChange

__all__ = ["show_simulation", "simulation_json", "summary"]

_KINDS = {
    "newly_blocked": "newly blocked",
    "no_longer_blocked": "no longer blocked",
    "newly_warned": "newly warned",
    "no_longer_warned": "no longer warned",
}
_COLUMNS = [
    *_KINDS.items(),
    *((f"would_{kind}", f"if enforced: {title}") for kind, title in _KINDS.items()),
    ("undetermined", "undetermined"),
]


def show_simulation(found: Simulation, *, since: str, modes: Mapping[str, Mode], output: OutputFormat) -> None:
    """Print it."""
    if output is OutputFormat.json:
        show_json(simulation_json(found, since=since, modes=modes))
        return
    against = f"bundle {found.bundle.hash[:12]}"
    if modes:
        against += f" with {', '.join(f'{name}={mode}' for name, mode in modes.items())}"
    since = f"since {since[:16]}"
    say(f"{_many(found.verdicts, 'verdict')} {since} under {against}, compared with {found.before.hash[:12]} in force")
    for title, key in (("as enforced", ""), ("if everything were enforced", "would_")):
        counts = _outcomes(found, key)
        said = ", ".join(f"{times} {before} → {after}" for (before, after), times in counts) or "nothing changes"
        say(f"  {title}: {said}")
    if found.other_rules:
        say(f"  {found.other_rules} keep their outcome by other rules")
    _show_changes(found)
    _show_counts("DAG", found.by_dag)
    _show_counts("owner", {name or "(nobody)": counts for name, counts in found.by_owner.items()})
    _show_counts("rule", found.by_rule)
    _show_open(found)
    for text in found.notes:
        say(f"\nnote: {text}")
    say(f"\n{summary(found)}", "red" if found.is_finding else "")


def summary(found: Simulation) -> str:
    """The last line: what would be stopped, and what is not known."""
    tasks = [change for change in found.changed if any(step.newly_blocks for step in change.steps)]
    parts = [f"{_many(found.newly_blocked, 'verdict')} of {_many(len(tasks), 'task')} would newly be blocked"]
    released = sum(times for step, times in found.steps.items() if step.before is Outcome.BLOCK is not step.after)
    if released:
        parts.append(f"{released} would no longer be")
    parts.append(f"{found.unchanged} stay as they are")
    if found.undetermined:
        now = sum(1 for one in found.open if one.now and one.now.newly_blocks)
        stopped = f" ({_many(now, 'task')} of them would be blocked if run now)" if now else ""
        parts.append(f"{found.undetermined} cannot be told{stopped}")
    return ", ".join(parts)


def _many(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}"


def _outcomes(found: Simulation, prefix: str) -> list[tuple[tuple[Outcome, Outcome], int]]:
    counts: Counter[tuple[Outcome, Outcome]] = Counter()
    for step, times in found.steps.items():
        pair = (step.would_before, step.would_after) if prefix else (step.before, step.after)
        if pair[0] is not pair[1]:
            counts[pair] += times
    return sorted(counts.items(), key=lambda item: (-item[0][1].rank, item[0][0].rank))


def _show_changes(found: Simulation) -> None:
    if not found.changed:
        return
    say()
    table(
        ["task", "owner", "verdict", "if enforced", "times", "rules", "example"],
        [
            [
                str(change.job),
                ", ".join(change.owners),
                _arrow(step.before, step.after),
                _arrow(step.would_before, step.would_after),
                f"{times} of {change.verdicts}",
                ", ".join(dict.fromkeys(one.rule for one in change.fired))
                or ", ".join(f"-{rule}" for rule in change.gone),
                change.examples[step],
            ]
            for change in found.changed
            for step, times in sorted(change.steps.items(), key=lambda item: item[0].weight)
        ],
    )
    paths = [(change, path) for change in found.changed for one in change.fired for path in one.witnesses[:1]]
    if paths:
        say()
    for change, path in paths:
        say(f"  {change.job}: {' → '.join(str(column) for column in path.columns)}")


def _arrow(before: Outcome, after: Outcome) -> str:
    return f"{before} → {after}" if before is not after else before.value


def _show_counts(title: str, counts: Mapping[str, Counter[str]]) -> None:
    if not counts:
        return
    shown = [(kind, heading) for kind, heading in _COLUMNS if any(one[kind] for one in counts.values())]
    say()
    rows = [[name, *(str(counts[name][kind]) for kind, _ in shown)] for name in sorted(counts)]
    table([title, *(heading for _, heading in shown)], rows)


def _show_open(found: Simulation) -> None:
    if not found.open:
        return
    say()
    table(
        ["cannot be told", "times", "if it ran now", "example", "why"],
        [
            [
                str(one.job),
                str(one.times),
                _arrow(one.now.before, one.now.after) if one.now else "not known",
                one.example,
                one.why,
            ]
            for one in found.open
        ],
    )


def simulation_json(found: Simulation, *, since: str, modes: Mapping[str, Mode]) -> dict[str, Any]:
    """The simulation as data."""
    return {
        "bundle": found.bundle.hash.partition("+")[0],
        "modes": {name: mode.value for name, mode in modes.items()},
        "before": found.before.hash,
        "since": since,
        "verdicts": found.verdicts,
        "unchanged": found.unchanged,
        "other_rules": found.other_rules,
        "changed": found.steps.total(),
        "undetermined": found.undetermined,
        "newly_blocked": found.newly_blocked,
        "outcomes": [_outcome(pair, times) for pair, times in _outcomes(found, "")],
        "would": [_outcome(pair, times) for pair, times in _outcomes(found, "would_")],
        "by_dag": _counts("dag_id", found.by_dag),
        "by_owner": _counts("owner", found.by_owner),
        "by_rule": _counts("rule", found.by_rule),
        "tasks": [_task(change) for change in found.changed],
        "open": [_open(one) for one in found.open],
        "notes": list(found.notes),
    }


def _outcome(pair: tuple[Outcome, Outcome], times: int) -> dict[str, Any]:
    return {"before": pair[0].value, "after": pair[1].value, "verdicts": times}


def _counts(title: str, counts: Mapping[str, Counter[str]]) -> list[dict[str, Any]]:
    return [{title: name, **{kind: counts[name][kind] for kind, _ in _COLUMNS}} for name in sorted(counts)]


def _task(change: TaskChange) -> dict[str, Any]:
    heaviest = change.heaviest
    return {
        "dag_id": change.job.dag_id,
        "task_id": change.job.task_id,
        "owner": change.job.owner,
        "owners": list(change.owners),
        **_step(heaviest),
        "times": change.steps[heaviest],
        "verdicts": change.verdicts,
        "example": change.examples[heaviest],
        "rules": list(dict.fromkeys(one.rule for one in change.fired)),
        "gone": list(change.gone),
        "reasons": list(dict.fromkeys(one.reason for one in change.fired if one.reason)),
        "witnesses": [
            {"rule": one.rule, "path": [str(column) for column in path.columns]}
            for one in change.fired
            for path in one.witnesses
        ],
        "steps": [
            {**_step(step), "times": times, "example": change.examples[step]}
            for step, times in sorted(change.steps.items(), key=lambda item: item[0].weight)
        ],
    }


def _step(step: Step) -> dict[str, str]:
    return {
        "before": step.before.value,
        "after": step.after.value,
        "would_before": step.would_before.value,
        "would_after": step.would_after.value,
    }


def _open(one: Open) -> dict[str, Any]:
    return {
        "dag_id": one.job.dag_id,
        "task_id": one.job.task_id,
        "times": one.times,
        "example": one.example,
        "why": one.why,
        "now": _step(one.now) if one.now else None,
    }
