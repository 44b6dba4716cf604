"""The Protocol every store keeps, and the records that cross it.

A store knows nothing of policy: it keeps what it is given, keeps materialised labels current, and answers by index.
Every method is one transaction. Methods raise `PrivlineageError` PL501 to PL506 and nothing of a driver.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from privlineage.core.declassify import Weakening
from privlineage.core.labels import Atom, Labels, Tag
from privlineage.core.plan import Plan
from privlineage.core.refs import ColumnRef, DatasetRef
from privlineage.core.sources import Sources
from privlineage.core.verdict import Attempt, Verdict
from privlineage.graph.model import Edge, EpochRef, Slot
from privlineage.store.auditing import Auditing
from privlineage.store.exempting import Exempting
from privlineage.store.proposing import Proposal, Proposing
from privlineage.store.remembering import Remembering
from privlineage.store.suggesting import Suggesting

__all__ = ["BundleRecord", "DatasetState", "SchemaRecord", "Store", "StoreIdentity", "VerdictQuery"]


@dataclass(frozen=True, slots=True)
class StoreIdentity:
    """What `init` wrote: an id that never changes, the schema version, a key for hashing literals (law 10)."""

    id: str
    version: int
    literal_key: str


@dataclass(frozen=True, slots=True)
class BundleRecord:
    """A published bundle: its files as validated text, immutable, named by its hash.

    Attributes:
        hash: sha256 over the files, hex.
        files: file name to text.
        author: who published it.
        at: ISO 8601, UTC.
    """

    hash: str
    files: tuple[tuple[str, str], ...]
    author: str
    at: str


@dataclass(frozen=True, slots=True)
class SchemaRecord:
    """The columns of a dataset, and the statement behind it when it is a view; with neither, it is gone.

    Attributes:
        dataset: which.
        columns: name and type, in order; one named `*` says that there are others.
        view: the view's SQL, empty for tables; literals replaced by placeholders.
        origin: `pulled`, `ddl`, `event` or `declared`; which counts is told in `store.precedence`.
        at: ISO 8601, UTC.
    """

    dataset: DatasetRef
    columns: tuple[tuple[str, str], ...]
    view: str = ""
    origin: str = "pulled"
    at: str = ""


@dataclass(frozen=True, slots=True)
class DatasetState:
    """The graph's state for one dataset.

    Attributes:
        open: its open epochs: what it may hold now. Empty when the dataset was never seen.
        labels: what each slot of the open epochs derived from its facts (tags left out).
        tags: the tags on its columns, from the bundle and from people.
        derived: slots of the open epochs whose content comes from somewhere we know (`graph.review.gives_content`).
    """

    dataset: DatasetRef
    open: tuple[EpochRef, ...]
    labels: Mapping[Slot, Labels]
    tags: tuple[Tag, ...]
    derived: frozenset[Slot]


@dataclass(frozen=True, slots=True)
class VerdictQuery:
    """Which verdicts: newest first.

    Attributes:
        since: the earliest time, ISO 8601 in UTC.
        dag_id: of that DAG alone.
        task_id: of tasks of that id alone.
        limit: how many at most.
        instance: of tries of that task instance alone.
        skip: how many of the newest to leave out: what was read before.
    """

    since: str = ""
    dag_id: str = ""
    task_id: str = ""
    limit: int = 1000
    instance: str = ""
    skip: int = 0


class Store(Auditing, Exempting, Proposing, Remembering, Suggesting, Protocol):
    """What a store can do."""

    @property
    def identity(self) -> StoreIdentity:
        """Checked at opening."""

    def close(self) -> None:
        """Let go of every connection."""

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
        """Make a bundle the active one.

        The bundle's tags are replaced, stored datasets get their canonical names under the new sources (merging where
        two become one), and labels are recomputed with the new declassifiers.

        Args:
            bundle: its files.
            sources: the declared sources.
            tags: the claims of `tags.yml`.
            weakening: the declassifiers.
            instead_of: the hash of the bundle it was compared with, empty for none; None compares with nothing.
            approved: the proposal that this carries out, after its last statement.

        Raises:
            PrivlineageError: PL824 when another bundle than `instead_of` is in force, PL821 when the proposal is no
                longer open; nothing is changed then.
        """

    def active_bundle(self) -> BundleRecord | None:
        """The bundle in force."""

    def bundle(self, hash_prefix: str) -> BundleRecord | None:
        """A published bundle by hash or unique prefix."""

    def add_tags(self, tags: Sequence[Tag], *, approved: Proposal | None = None) -> None:
        """Add people's tags; the same claim twice is one. `approved` is the proposal that this carries out."""

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
        """Withdraw people's tags on a column (None: all); returns how many. Bundle tags are not touched.

        `approved` is the proposal that this carries out.
        """

    def tags(self, datasets: Iterable[DatasetRef] | None = None) -> list[Tag]:
        """Tags in force, of the bundle and of people; all without `datasets`."""

    # the graph
    def datasets(self) -> list[DatasetRef]:
        """Every dataset the store has seen (facts, tags or schemas), sorted."""

    def state(self, datasets: Iterable[DatasetRef]) -> dict[DatasetRef, DatasetState]:
        """The state of several datasets, by indexed look-ups; unknown ones come back empty."""

    def plan_additions(self, plan: Plan, attempt: Attempt, at: str, verdict: Verdict | None = None) -> None:
        """Store the verdict, then the plan's facts and openings as planned: in effect for everybody, retiring nothing.

        The same attempt and plan twice is one. One transaction, so no crash separates verdict and effect.
        """

    def confirm(self, attempt: Attempt, at: str) -> bool:
        """The try succeeded: close the epochs its plan retires. False when no such planned attempt waits."""

    def abandon(self, attempt: Attempt, at: str) -> bool:
        """The try ended without success and writes no more: what it added stays, until others replace that content.

        Nobody has to call this: a later try of the same task in the same run says it too, and so does a week without
        an answer. Until then, the success of another task closes nothing that this try may still be writing. False when
        no such planned attempt waits.
        """

    def retire(
        self, dataset: DatasetRef, author: str, at: str, reason: str, *, approved: Proposal | None = None
    ) -> int:
        """Somebody says that what a dataset holds is gone: close its open epochs; returns how many (law 4).

        What a try that has not ended may still be writing stays open.

        Args:
            dataset: which.
            author: who says so.
            at: when, ISO 8601 in UTC.
            reason: why.
            approved: the approved proposal it carries out, settled in the same transaction.
        """

    def add_facts(self, plan: Plan, at: str) -> None:
        """Facts from outside (events): they add to open epochs and retire nothing, whatever the plan opens."""

    def upstream(self, slots: Iterable[Slot], depth: int | None = None) -> list[Edge]:
        """Edges of the upstream closure of the slots (all related slots of each input included)."""

    def downstream(self, slots: Iterable[Slot], depth: int | None = None) -> list[Edge]:
        """Edges of the downstream closure."""

    def zone_datasets(self) -> list[DatasetRef]:
        """Datasets with open epochs or tags: those a zone may hold."""

    # schemas
    def put_schemas(self, schemas: Sequence[SchemaRecord]) -> None:
        """Take schemas into what is known, one after the other (`store.precedence`)."""

    def schemas(self, source: str, words: Collection[str] | None = None) -> list[SchemaRecord]:
        """The schemas of a declared source or namespace, by dataset.

        Args:
            source: which.
            words: of a script that runs in a declared source, in lower case: tables that none of them can mean are left
                out, by an index.
        """

    # plan cache
    def cached_plan(self, key: str) -> str | None:
        """A cached resolution as JSON text."""

    def cache_plan(self, key: str, text: str) -> None:
        """Keep a resolution under its key."""

    # verdicts
    def record_verdict(self, verdict: Verdict, plan: Plan | None = None) -> None:
        """Store a verdict without effect on the graph (a block, a dry decision), and the plan it was given on."""

    def plan(self, fingerprint: str) -> Plan | None:
        """A plan a verdict was given on, by its fingerprint; None where none was kept (law 8: what replays it)."""

    def verdict(self, id_prefix: str) -> Verdict | None:
        """A verdict by id or unique prefix."""

    def verdict_of(self, attempt: Attempt, plan: str, bundle: str) -> Verdict | None:
        """The last verdict of that try, plan and bundle: how decisions are memoised."""

    def verdicts(self, query: VerdictQuery) -> list[Verdict]:
        """Verdicts, newest first."""


def atoms_by_column(tags: Iterable[Tag]) -> dict[ColumnRef, frozenset[Atom]]:
    """The atoms people claim, by column; `none` tags give an empty set."""
    found: dict[ColumnRef, set[Atom]] = {}
    for tag in tags:
        atoms = found.setdefault(tag.column, set())
        if tag.atom is not None:
            atoms.add(tag.atom)
    return {column: frozenset(atoms) for column, atoms in found.items()}
