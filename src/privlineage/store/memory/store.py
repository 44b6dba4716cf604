"""The same store in memory: for `check`, which has no store, and as the plain answer the SQL store is compared with.

Nothing is kept current: labels are recomputed from all facts and tags whenever somebody asks for them.
"""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from operator import attrgetter

from privlineage.core.declassify import Weakening
from privlineage.core.labels import Atom, Tag, Ways
from privlineage.core.plan import Job, Plan
from privlineage.core.refs import ColumnRef, DatasetRef
from privlineage.core.sources import Sources
from privlineage.core.verdict import Attempt, Verdict
from privlineage.graph.content import EpochFacts, facts_by_epoch
from privlineage.graph.epochs import Placement, place
from privlineage.graph.flows import flows
from privlineage.graph.model import Edge, EpochRef, Slot, related_paths
from privlineage.graph.propagate import propagate
from privlineage.graph.review import gives_content
from privlineage.store.auditing import AuditKind
from privlineage.store.canonical import canonical
from privlineage.store.claims import BUNDLE, NONE, Claim, is_category, same_claim
from privlineage.store.masking import masked
from privlineage.store.memory.proposing import MemoryProposals
from privlineage.store.memory.schemas import MemorySchemas
from privlineage.store.memory.suggesting import MemorySuggesting
from privlineage.store.memory.verdicts import MemoryVerdicts
from privlineage.store.proposing import Proposal, other_in_force
from privlineage.store.protocol import (
    BundleRecord,
    DatasetState,
    StoreIdentity,
    atoms_by_column,
)
from privlineage.store.remembering import History
from privlineage.store.retiring import Touch, may_close, must_reopen, supersedes
from privlineage.store.touching import Role, read_datasets, roles, written_datasets

__all__ = ["MemoryStore"]

PEOPLE = "people"
"""Under which the audit has all that people claim: what is withdrawn is not kept here."""


@dataclass
class _Try:
    attempt: Attempt
    job: Job
    plan: str
    at: str
    roles: dict[EpochRef, Role]
    ended_after: int | None = None


@dataclass
class MemoryStore(MemoryVerdicts, MemoryProposals, MemorySchemas, MemorySuggesting):
    """A store that is gone with its process; what the methods mean stands in `privlineage.store.protocol.Store`."""

    _identity: StoreIdentity = field(default_factory=lambda: StoreIdentity(str(uuid.uuid4()), 0, secrets.token_hex(32)))
    _bundles: dict[str, BundleRecord] = field(default_factory=dict)
    _active: str | None = None
    _sources: Sources = field(default_factory=Sources)
    _weakening: Weakening = field(default_factory=Weakening)
    _tags: list[Tag] = field(default_factory=list)
    _epochs: list[EpochRef] = field(default_factory=list)
    _open: set[EpochRef] = field(default_factory=set)
    _closed_by: dict[str, int] = field(default_factory=dict)
    _edges: set[Edge] = field(default_factory=set)
    _tries: list[_Try] = field(default_factory=list)

    @property
    def identity(self) -> StoreIdentity:
        """Who this store is."""
        return self._identity

    def close(self) -> None:
        """Nothing to let go of."""

    # bundles and tags

    def publish(
        self,
        bundle: BundleRecord,
        sources: Sources,
        tags: Sequence[Tag],
        weakening: Weakening,
        *,
        instead_of: str | None = None,
        approved: Proposal | None = None,
    ) -> None:
        """Make a bundle the active one."""
        if instead_of is not None and instead_of != (self._active or ""):
            raise other_in_force(instead_of, self._active)
        if approved is not None:
            self.settle_proposal(approved)
        is_new = bundle.hash not in self._bundles
        self._bundles.setdefault(bundle.hash, bundle)
        claimed, in_force = self._claims(bundle=False), self._active
        before, self._sources = self._sources, sources
        self._active, self._weakening = bundle.hash, weakening
        self._rename(before)
        self._tags = [tag for tag in self._tags if tag.by != BUNDLE] + list(dict.fromkeys(tags))
        now = self._claims(bundle=False)
        notes: list[tuple[tuple[str, str, object], str]] = []
        notes += [(("bundle", bundle.hash, bundle), "published")] if is_new else []
        notes += [(("active_bundle", "", bundle.hash), "in force")] if bundle.hash != in_force else []
        notes += [(("tag", PEOPLE, now), "renamed by a bundle")] if now != claimed else []
        for record, what in [*notes, (("tag", BUNDLE, self._claims(bundle=True)), "its tags")]:
            self._audit.note(AuditKind.BUNDLE, bundle.hash, bundle.author, bundle.at, record, body={"what": what})
        self._seen |= {tag.column.dataset for tag in tags}

    def active_bundle(self) -> BundleRecord | None:
        """The bundle in force."""
        return self._bundles[self._active] if self._active else None

    def bundle(self, hash_prefix: str) -> BundleRecord | None:
        """A published bundle by hash or unique prefix."""
        found = [record for record in self._bundles.values() if record.hash.startswith(hash_prefix)]
        return found[0] if len(found) == 1 else None

    def add_tags(self, tags: Sequence[Tag], *, approved: Proposal | None = None) -> None:
        """Add people's tags."""
        if approved is not None:
            self.settle_proposal(approved)
        known = len(self._tags)
        self._tags = _claimed_once([*self._tags, *tags])
        self._seen |= {tag.column.dataset for tag in tags}
        for tag in self._tags[known:]:
            said = {"label": NONE if tag.atom is None else str(tag.atom), "by": tag.by}
            self._note_claims(AuditKind.TAG, tag.column, tag.author, tag.at, said)

    def _note_claims(self, kind: AuditKind, column: ColumnRef, author: str, at: str, said: dict[str, str]) -> None:
        self._audit.note(kind, str(column), author, at, ("tag", PEOPLE, self._claims(bundle=False)), body=said)

    def remove_tags(
        self,
        column: ColumnRef,
        category: str | None,
        author: str,
        at: str,
        reason: str,
        *,
        approved: Proposal | None = None,
    ) -> int:
        """Withdraw people's tags on a column."""
        if approved is not None:
            self.settle_proposal(approved)
        kept = [tag for tag in self._tags if tag.column != column or tag.by == BUNDLE or not is_category(tag, category)]
        gone = len(self._tags) - len(kept)
        self._tags = kept
        for _ in range(gone):
            self._note_claims(AuditKind.UNTAG, column, author, at, {"reason": reason})
        return gone

    def _claims(self, *, bundle: bool) -> tuple[Tag, ...]:
        """The bundle's tags, or people's."""
        return tuple(tag for tag in self._tags if (tag.by == BUNDLE) is bundle)

    def _audited(self) -> dict[tuple[str, str], object]:
        """Every record that entries speak of."""
        found: dict[tuple[str, str], object] = {("bundle", name): each for name, each in self._bundles.items()}
        found |= {("active_bundle", ""): self._active} if self._active else {}
        found |= {("tag", BUNDLE): self._claims(bundle=True)} if self._active else {}
        claimed = self._claims(bundle=False)
        found |= {("tag", PEOPLE): claimed} if claimed or self._audit.speaks_of("tag", PEOPLE) else {}
        found |= {("verdict", verdict.id): verdict for verdict in self._verdicts}
        found |= {("exemption", name): each for name, each in self._exemptions.items()}
        found |= self._audited_reviews()
        return found | {("proposal", name): each for name, each in self._proposals.items()}

    def tags(self, datasets: Iterable[DatasetRef] | None = None) -> list[Tag]:
        """Tags in force."""
        wanted = None if datasets is None else set(datasets)
        found = [tag for tag in self._tags if wanted is None or tag.column.dataset in wanted]
        return sorted(found, key=lambda tag: tag.column)

    # the graph

    def datasets(self) -> list[DatasetRef]:
        """Every dataset the store has seen."""
        return sorted(self._seen)

    def state(self, datasets: Iterable[DatasetRef]) -> dict[DatasetRef, DatasetState]:
        """The state of several datasets."""
        labels = self._labels()
        found = {}
        for dataset in datasets:
            epochs = tuple(epoch for epoch in self._epochs if epoch.dataset == dataset and epoch in self._open)
            own = [edge for edge in self._edges if edge.output.epoch in epochs]
            found[dataset] = DatasetState(
                dataset,
                epochs,
                {slot: held for slot, held in labels.items() if slot.epoch in epochs},
                tuple(self.tags([dataset])),
                frozenset(edge.output for edge in own if gives_content(edge)),
            )
        return found

    def plan_additions(self, plan: Plan, attempt: Attempt, at: str, verdict: Verdict | None = None) -> None:
        """Store the verdict, then put the plan's facts and openings into effect."""
        if verdict is not None:
            self.record_verdict(verdict)
        plan = masked(plan, self._weakening.kept_literals)
        fingerprint = plan.fingerprint
        self._kept.setdefault(fingerprint, plan)
        for one in self._tries:
            if (one.attempt.instance, one.attempt.try_number, one.plan) == (
                attempt.instance,
                attempt.try_number,
                fingerprint,
            ):
                return
        for one in self._tries:
            if one.ended_after is None and supersedes(attempt, plan.job, one.attempt, one.job):
                one.ended_after = len(self._tries)
        placement = self._add(plan, external=False)
        self._tries.append(_Try(attempt, plan.job, fingerprint, at, roles(plan, placement)))

    def confirm(self, attempt: Attempt, at: str) -> bool:
        """The try succeeded: close the epochs its plan retires."""
        number = self._end(attempt)
        if number is None:
            return False
        self._succeed(number, self._tries[number - 1], at)
        return True

    def abandon(self, attempt: Attempt, at: str) -> bool:  # noqa: ARG002 - no history is kept here
        """The try ended without success."""
        return self._end(attempt) is not None

    def retire(
        self, dataset: DatasetRef, author: str, at: str, reason: str, *, approved: Proposal | None = None
    ) -> int:
        """Somebody says that what a dataset holds is gone."""
        if approved is not None:
            self.settle_proposal(approved)
        after, gone = len(self._tries) + 1, []
        for epoch in self._epochs:
            if epoch.dataset == dataset and epoch in self._open and may_close(after, at, self._touches(after, epoch)):
                self._open.remove(epoch)
                self._closed_by[epoch.id] = after
                gone.append(epoch.id)
        if gone:
            body = {"epochs": gone, "reason": reason}
            self._audit.note(AuditKind.RETIREMENT, str(dataset), author, at, body=body)
        return len(gone)

    def _touches(self, number: int, epoch: EpochRef) -> list[Touch]:
        """The other tries that write an epoch."""
        return [
            Touch(other, it.at, it.roles[epoch].opens, it.ended_after)
            for other, it in enumerate(self._tries, start=1)
            if other != number and epoch in it.roles and (it.roles[epoch].opens or it.roles[epoch].appends)
        ]

    def add_facts(self, plan: Plan, at: str) -> None:  # noqa: ARG002 - no history is kept here
        """Facts from outside."""
        self._add(masked(plan, self._weakening.kept_literals), external=True)

    def upstream(self, slots: Iterable[Slot], depth: int | None = None) -> list[Edge]:
        """Edges of the upstream closure."""
        return self._closure(slots, depth, attrgetter("output"), attrgetter("input"))

    def downstream(self, slots: Iterable[Slot], depth: int | None = None) -> list[Edge]:
        """Edges of the downstream closure."""
        return self._closure(slots, depth, attrgetter("input"), attrgetter("output"))

    def zone_datasets(self) -> list[DatasetRef]:
        """Datasets with open epochs or tags."""
        return sorted({epoch.dataset for epoch in self._open} | {tag.column.dataset for tag in self._tags})

    # verdicts

    def record_verdict(self, verdict: Verdict, plan: Plan | None = None) -> None:
        """Store a verdict without effect, and the plan it was given on."""
        if plan is not None:
            plan = masked(plan, self._weakening.kept_literals)
            self._kept.setdefault(plan.fingerprint, plan)
        self._keep_verdict(masked(verdict, self._weakening.kept_literals))

    def _running(self) -> set[tuple[str, int]]:
        """Tries that have not ended."""
        return {(one.attempt.instance, one.attempt.try_number) for one in self._tries if one.ended_after is None}

    def history(self, datasets: Iterable[DatasetRef]) -> History | None:  # noqa: ARG002 - no history is kept here
        """Nothing."""
        return None

    # how it works

    def _closure(
        self, slots: Iterable[Slot], depth: int | None, near: Callable[[Edge], Slot], far: Callable[[Edge], Slot]
    ) -> list[Edge]:
        found: set[Edge] = set()
        frontier = set(slots)
        while frontier and depth != 0:
            step = {edge for edge in self._edges if any(_reads(slot, near(edge)) for slot in frontier)} - found
            found |= step
            frontier = {far(edge) for edge in step}
            depth = None if depth is None else depth - 1
        return sorted(found)

    def _labels(self) -> dict[Slot, dict[Atom, Ways]]:
        derived = {edge.output for edge in self._edges if gives_content(edge)}
        edges, held = flows(sorted(self._edges), derived, atoms_by_column(self._tags))
        return propagate(edges, held, self._weakening)

    def _add(self, plan: Plan, *, external: bool) -> Placement:
        facts = facts_by_epoch(self._edges)
        touched = written_datasets(plan) | read_datasets(plan)
        known = [epoch for epoch in self._epochs if epoch.dataset in touched]
        numbers = iter(range(len(self._epochs) + 1, len(self._epochs) + 10_000))
        placement = place(
            plan,
            [EpochFacts(epoch, facts.get(epoch, frozenset()), epoch in self._open) for epoch in known],
            lambda: str(next(numbers)),
            external=external,
            facts_of=lambda epoch: facts.get(epoch, frozenset()),
        )
        self._epochs += sorted(placement.creates, key=lambda epoch: int(epoch.id))
        self._seen |= {epoch.dataset for epoch in placement.creates}
        self._open |= {*placement.creates, *placement.opens}
        self._edges |= set(placement.edges)
        return placement

    def _end(self, attempt: Attempt) -> int | None:
        for number, one in enumerate(self._tries, start=1):
            same = (one.attempt.instance, one.attempt.try_number) == (attempt.instance, attempt.try_number)
            if same and one.ended_after is None:
                one.ended_after = len(self._tries)
                return number
        return None

    def _succeed(self, number: int, one: _Try, at: str) -> None:
        retired: dict[DatasetRef, list[str]] = {}
        for epoch, role in one.roles.items():
            if role.keeps and epoch not in self._open and must_reopen(number, self._closed_by.get(epoch.id)):
                self._open.add(epoch)
            if role.retires and epoch in self._open and may_close(number, at, self._touches(number, epoch)):
                self._open.remove(epoch)
                self._closed_by[epoch.id] = number
                retired.setdefault(epoch.dataset, []).append(epoch.id)
        who, run, tried = f"{one.job.dag_id}.{one.job.task_id}", one.attempt.run_id, one.attempt.try_number
        for ref, ids in sorted(retired.items()):
            body = {"epochs": sorted(ids), "run": run, "try": tried}
            self._audit.note(AuditKind.RETIREMENT, str(ref), who, at, body=body)

    def _rename(self, before: Sources) -> None:
        def dataset(ref: DatasetRef) -> DatasetRef:
            return canonical(ref, before, self._sources)

        def epoch(ref: EpochRef) -> EpochRef:
            return replace(ref, dataset=dataset(ref.dataset))

        def slot(ref: Slot) -> Slot:
            return Slot(epoch(ref.epoch), self._sources.field(dataset(ref.epoch.dataset), ref.path).path)

        self._rename_scanned(dataset, self._sources.field)
        self._seen = set(map(dataset, self._seen))
        self._epochs = list(map(epoch, self._epochs))
        self._open = set(map(epoch, self._open))
        self._edges = {replace(edge, output=slot(edge.output), input=slot(edge.input)) for edge in self._edges}
        for one in self._tries:
            one.roles = {epoch(ref): role for ref, role in one.roles.items()}
        self._tags = _claimed_once(
            replace(tag, column=self._sources.field(dataset(tag.column.dataset), tag.column.path)) for tag in self._tags
        )
        schemas, self._schemas = self._schemas, {}
        self.put_schemas(
            sorted(
                (replace(record, dataset=dataset(record.dataset)) for record in schemas.values()), key=lambda r: r.at
            )
        )


def _claimed_once(tags: Iterable[Tag]) -> list[Tag]:
    found: dict[Claim, Tag] = {}
    for tag in tags:
        found.setdefault(same_claim(tag), tag)
    return list(found.values())


def _reads(slot: Slot, other: Slot) -> bool:
    return slot.epoch == other.epoch and related_paths(slot.path, other.path)
