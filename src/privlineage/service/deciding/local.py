"""The Decider in process: labels from the store, the engine's decision, the verdict stored before it takes effect."""

from __future__ import annotations

import hashlib
import hmac
import threading
from collections.abc import Callable, Collection, Iterable, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field, replace

from privlineage.core.errors import PrivlineageError
from privlineage.core.exemption import Exemption
from privlineage.core.facts import Confidence
from privlineage.core.movement import Movement
from privlineage.core.plan import Plan
from privlineage.core.refs import DatasetRef
from privlineage.core.schema import Schema, last_word
from privlineage.core.verdict import Attempt, Counts, Outcome, Verdict
from privlineage.policy.engine import decide
from privlineage.policy.fix import with_fixes
from privlineage.policy.load import load_files
from privlineage.policy.model import Bundle
from privlineage.policy.zones import zones_of
from privlineage.service.bundle_in_force import record_in_force
from privlineage.service.deciding.decider import Governance, Resting
from privlineage.service.deciding.movement import MovementBuilder
from privlineage.service.deciding.permitted import in_force, shape_now, with_terms
from privlineage.service.deciding.planned import datasets_of
from privlineage.service.schemas.known import schema_of
from privlineage.service.schemas.made import made_schemas
from privlineage.store.masking import masked
from privlineage.store.protocol import BundleRecord, DatasetState, SchemaRecord, Store

__all__ = ["LocalDecider", "governance_of"]

REMEMBERED = 100
"""How many tries' plans are kept until the try ends; a task process has one."""


def governance_of(bundle: Bundle) -> Governance:
    """The part of a bundle that planners and the gate's first question need."""
    weakening = bundle.weakening
    return Governance(
        bundle=bundle.hash,
        sources=tuple(bundle.sources),
        zone_patterns=tuple(dict.fromkeys(text for zone in bundle.policy.zones for text in zone.match)),
        kept_literals=tuple(sorted(weakening.kept_literals)),
        redefinable=tuple(sorted({entry.function for entry in weakening.declassifiers} | weakening.reverses)),
    )


@dataclass
class LocalDecider:
    """Decides with a store at hand.

    Attributes:
        store: where labels, bundles and verdicts are.
        clock: the time, ISO 8601 in UTC.
        new_id: a fresh verdict id.
        before_run: whether this decides before run time (`check`), where some of the unresolved is undetermined.
    """

    store: Store
    clock: Callable[[], str]
    new_id: Callable[[], str]
    before_run: bool = False
    _bundles: dict[str, Bundle] = field(default_factory=dict, repr=False)
    _whole: Bundle | None = field(default=None, repr=False)
    _published_at: str = field(default="", repr=False)
    _plans: dict[Attempt, Plan] = field(default_factory=dict, repr=False)
    _loading: threading.Lock = field(default_factory=threading.Lock, repr=False)
    _turns: tuple[threading.Lock, ...] = field(
        default_factory=lambda: tuple(threading.Lock() for _ in range(64)), repr=False
    )
    _remembering: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def bundle(self) -> Bundle:
        """The bundle in force, whole.

        Raises:
            PrivlineageError: PL506, when none was ever published.
        """
        record = self._record()
        if self._whole is None or self._whole.hash != record.hash:
            self._whole = load_files(dict(record.files))
        return self._whole

    def governance(self) -> Governance:
        """The active bundle's part that planners need."""
        bundle = self._rules()
        return replace(governance_of(bundle), published_at=self._published_at)

    def _record(self) -> BundleRecord:
        return record_in_force(self.store)

    def _rules(self) -> Bundle:
        """The bundle in force without its tags: a decision asks the store for those, and reading many takes long."""
        record = self._record()
        bundle = self._bundles.get(record.hash)
        if bundle is None:
            with self._loading:  # else every thread of a server would read the same files
                bundle = self._bundles.get(record.hash) or _rules_of(record)
                self._published_at = record.at
                self._bundles = {record.hash: bundle}
        return bundle

    def schema(self, source: str, words: Collection[str] | None = None) -> Schema:
        """Known tables and views of a source that words of a script can mean, and those behind such views."""
        return schema_of(lambda asked: self.store.schemas(source, asked), self.store.tags, words)

    def cached_plan(self, key: str) -> str | None:
        """A resolution kept under a plan-cache key."""
        return self.store.cached_plan(self._kept_under(key))

    def cache_plan(self, key: str, text: str) -> None:
        """Keep a resolution under its key."""
        self.store.cache_plan(self._kept_under(key), text)

    def _kept_under(self, key: str) -> str:
        """A plan-cache key hashed with the store's own: nobody can test guesses of a literal against it (law 10)."""
        return hmac.new(self.store.identity.literal_key.encode(), key.encode(), hashlib.sha256).hexdigest()

    def decide(self, plan: Plan, attempt: Attempt | None) -> Verdict:
        """Label, decide, record, and put an allowed plan's additions into effect.

        The verdict is stored in the same transaction as the additions, or before a block is answered (law 8). The same
        try with the same plan under the same bundle gets the verdict it got before: a resume after deferral is no new
        decision.
        """
        with self._turn(attempt):
            return self._decide(plan, attempt)

    def _turn(self, attempt: Attempt | None) -> AbstractContextManager[object]:
        """One question about a try after the other: who asks a server again may do so while it still decides."""
        return nullcontext() if attempt is None else self._turns[hash(attempt) % len(self._turns)]

    def _decide(self, plan: Plan, attempt: Attempt | None) -> Verdict:
        bundle = self._rules()
        plan = masked(plan, bundle.weakening.kept_literals)
        fingerprint = plan.fingerprint
        if attempt is not None:
            self._remember(attempt, plan)
            known = self.store.verdict_of(attempt, fingerprint, bundle.hash)
            if known is not None and self._stands(known, bundle):
                return known
        while True:
            verdict = self._judge(plan, fingerprint, bundle, attempt)
            if attempt is None or self._is_recorded(verdict, plan, attempt):
                return verdict

    def _stands(self, verdict: Verdict, bundle: Bundle) -> bool:
        """Whether the exemptions a verdict consulted are those in force now; where nothing fired, it consulted none."""
        if not (verdict.decision.findings or verdict.decision.exempted):
            return True
        return verdict.exemptions == in_force(self.store, bundle.policy, verdict.job, self.clock())

    def _is_recorded(self, verdict: Verdict, plan: Plan, attempt: Attempt) -> bool:
        """Record a verdict; False when an exemption it rests on was revoked or ran out meanwhile."""
        try:
            if verdict.outcome in (Outcome.ALLOW, Outcome.WARN):
                self.store.plan_additions(plan, attempt, verdict.at, verdict)
            else:
                self.store.record_verdict(verdict, plan)
        except PrivlineageError as error:
            if error.code != "PL813":
                raise
            return False
        return True

    def rest(self) -> None:
        """The task begins its own work: what its store holds for it meanwhile is let go."""
        if isinstance(self.store, Resting):
            self.store.rest()

    def _remember(self, attempt: Attempt, plan: Plan) -> None:
        """Keep a plan until its try ends; a server hears of many that end elsewhere, or never."""
        with self._remembering:
            self._plans.pop(attempt, None)
            self._plans[attempt] = plan
            while len(self._plans) > REMEMBERED:
                del self._plans[next(iter(self._plans))]

    def _forget(self, attempt: Attempt) -> Plan | None:
        with self._remembering:
            return self._plans.pop(attempt, None)

    def _let(self, attempt: Attempt, verdict_id: str) -> Plan | None:
        """The plan that a verdict let a try carry out, as the store has it."""
        verdict = self.store.verdict(verdict_id) if verdict_id else None
        if verdict is None or verdict.attempt != attempt or verdict.outcome not in (Outcome.ALLOW, Outcome.WARN):
            return None
        return self.store.plan(verdict.plan)

    def succeeded(self, attempt: Attempt, verdict: str = "") -> bool:
        """The try succeeded: put its retirements into effect, and keep the columns of the tables it made."""
        at = self.clock()
        confirmed = self.store.confirm(attempt, at)
        plan = self._forget(attempt)
        if confirmed and plan is None:
            plan = self._let(attempt, verdict)
        if confirmed and plan is not None:
            self.store.put_schemas(made_schemas(plan, self._known, at))
        return confirmed

    def _known(self, dataset: DatasetRef) -> SchemaRecord | None:
        """What is known of one table."""
        near = self.store.schemas(dataset.source, {last_word(dataset.name)})
        return next((record for record in near if record.dataset == dataset), None)

    def failed(self, attempt: Attempt) -> bool:
        """The try ended without success: what it added stays, until others replace that content."""
        self._forget(attempt)
        return self.store.abandon(attempt, self.clock())

    def _judge(self, plan: Plan, fingerprint: str, bundle: Bundle, attempt: Attempt | None) -> Verdict:
        states = self.store.state(datasets_of(plan))
        builder = MovementBuilder(
            bundle,
            states,
            self.store.upstream,
            self.store.tags,
            lambda zone: self._zone_state(zone, bundle),
            self.before_run,
        )
        movement = builder.build(plan, explained=False)
        decision = decide(bundle.policy, movement)
        at = self.clock()
        exemptions: tuple[Exemption, ...] = ()
        if decision.findings:
            # Something fires: now the paths are worth their cost, and only full paths tell whether two columns go
            # back to one (`forbid_together`), so the engine is asked again.
            movement = replace(builder.build(plan, explained=True), shape=shape_now(plan, states))
            exemptions = in_force(self.store, bundle.policy, plan.job, at)
            decision = with_fixes(bundle, movement, decide(bundle.policy, movement, exemptions), exemptions)
        decision = with_terms(decision, bundle.policy)
        return Verdict(
            id=self.new_id(),
            at=at,
            job=plan.job,
            attempt=attempt,
            decision=replace(decision, notes=(*plan.notes, *decision.notes)),
            movement=movement,
            bundle=bundle.hash,
            plan=fingerprint,
            counts=_counts(plan, movement),
            exemptions=exemptions,
        )

    def _zone_state(self, zone: str, bundle: Bundle) -> Mapping[DatasetRef, DatasetState]:
        def inside() -> Iterable[DatasetRef]:
            for dataset in self.store.zone_datasets():
                if zone in zones_of(bundle.policy, dataset, bundle.sources):
                    yield dataset

        return self.store.state(inside())


def _rules_of(record: BundleRecord) -> Bundle:
    files = {name: text for name, text in record.files if name != "tags.yml"}
    return replace(load_files(files), hash=record.hash)


def _counts(plan: Plan, movement: Movement) -> Counts:
    """The figures of the last line: a column counts as resolved when nothing about it is assumed."""
    written = {sink.dataset for sink in plan.sinks}
    columns = {fact.output for fact in plan.facts if fact.output.dataset in written and not fact.output.is_whole}
    columns |= {sink.dataset.column(path) for sink in plan.sinks for path in sink.columns}
    widened = {
        fact.output.dataset for fact in plan.facts if fact.confidence is Confidence.ASSUMED and fact.output.is_whole
    }
    assumed = {fact.output for fact in plan.facts if fact.confidence is Confidence.ASSUMED}
    resolved = {column for column in columns if column not in assumed and column.dataset not in widened}
    return Counts(
        columns=len(columns),
        resolved=len(resolved),
        unreviewed=len({flow.column for flow in movement.unreviewed}),
        unresolved=len(plan.unresolved),
    )
