"""The store over SQL: each method one transaction over the rooms of this folder."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from privlineage.core.codec import to_text
from privlineage.core.declassify import Weakening
from privlineage.core.labels import Tag
from privlineage.core.plan import Plan
from privlineage.core.refs import ColumnRef, DatasetRef
from privlineage.core.sources import Sources
from privlineage.core.verdict import Attempt, Verdict
from privlineage.graph.model import Edge, Slot
from privlineage.store.masking import masked
from privlineage.store.proposing import Proposal
from privlineage.store.protocol import BundleRecord, DatasetState, SchemaRecord, StoreIdentity, VerdictQuery
from privlineage.store.remembering import History
from privlineage.store.sql import answers, attempts, bundles, cache, closure, labels, plans, proposing, states, verdicts
from privlineage.store.sql import history as histories
from privlineage.store.sql import schemas as schema_rows
from privlineage.store.sql import tags as tag_rows
from privlineage.store.sql.audit.methods import SqlAuditing
from privlineage.store.sql.exempting import SqlExempting
from privlineage.store.sql.interning import every_dataset
from privlineage.store.sql.opening import Database
from privlineage.store.sql.proposing import SqlProposals
from privlineage.store.sql.suggesting import SqlSuggesting

__all__ = ["SqlStore"]


@dataclass(frozen=True, slots=True)
class _Ready:
    """A verdict and its plan with the literals left out that must not reach the disk (law 10).

    Attributes:
        kept: the literals a stored fact may keep, for which this holds.
        verdict: the verdict.
        body: its text.
        plan: the plan it was given on.
    """

    kept: frozenset[tuple[str, int]]
    verdict: Verdict | None
    body: str
    plan: Plan | None


class SqlStore(SqlAuditing, SqlExempting, SqlProposals, SqlSuggesting):
    """A store in a database; what the methods mean stands in `privlineage.store.protocol.Store`.

    Args:
        database: an existing database.

    Raises:
        PrivlineageError: PL502 when it is empty or foreign, PL503 for another schema version, PL504 when it does
            not answer.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._in_force = bundles.InForce()
        try:
            self._identity = database.identify()
        except BaseException:
            database.close()
            raise

    @property
    def identity(self) -> StoreIdentity:
        """Who this store is."""
        return self._identity

    def close(self) -> None:
        """Let go of every connection."""
        self._database.close()

    def rest(self) -> None:
        """Let go of connections that others may need; the next question makes a new one."""
        self._database.rest()

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
        with self._database.write() as connection:
            if instead_of is not None:
                proposing.expect(connection, instead_of)
            if approved is not None:
                proposing.settle(connection, approved)
            bundles.publish(connection, bundle, sources, tags, weakening)

    def active_bundle(self) -> BundleRecord | None:
        """The bundle in force."""
        return self._database.ask(self._bundle_in_force).record

    def _bundle_in_force(self, connection: Connection) -> bundles.InForce:
        """The bundle in force, read anew only where it is another than before."""
        known = self._in_force
        if known.record is None or bundles.active_hash(connection) != known.record.hash:
            known = self._in_force = bundles.in_force(connection)
        return known

    def bundle(self, hash_prefix: str) -> BundleRecord | None:
        """A published bundle by hash or unique prefix."""
        with self._database.read() as connection:
            return bundles.find(connection, hash_prefix)

    def add_tags(self, tags: Sequence[Tag], *, approved: Proposal | None = None) -> None:
        """Add people's tags."""
        with self._database.write() as connection:
            if approved is not None:
                proposing.settle(connection, approved)
            for tag in tag_rows.add_tags(connection, tags):
                labels.refresh_column(connection, tag.column, bundles.weakening_in_force(connection), tag.at)

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
        with self._database.write() as connection:
            if approved is not None:
                proposing.settle(connection, approved)
            gone = tag_rows.withdraw(connection, column, category, author=author, at=at, reason=reason)
            if gone:
                labels.refresh_column(connection, column, bundles.weakening_in_force(connection), at)
            return gone

    def tags(self, datasets: Iterable[DatasetRef] | None = None) -> list[Tag]:
        """Tags in force."""
        with self._database.read() as connection:
            return tag_rows.tags_in_force(connection, datasets)

    # the graph

    def datasets(self) -> list[DatasetRef]:
        """Every dataset the store has seen."""
        with self._database.read() as connection:
            return every_dataset(connection)

    def state(self, datasets: Iterable[DatasetRef]) -> dict[DatasetRef, DatasetState]:
        """The state of several datasets."""
        with self._database.read() as connection:
            return states.states(connection, datasets)

    def plan_additions(self, plan: Plan, attempt: Attempt, at: str, verdict: Verdict | None = None) -> None:
        """Store the verdict, then put the plan's facts and openings into effect."""
        ready = self._ready(verdict, plan)
        with self._database.write() as connection:
            weakening = self._bundle_in_force(connection).weakening
            ready = ready if ready.kept == weakening.kept_literals else self._ready(verdict, plan)
            if ready.verdict is not None:
                verdicts.record(connection, ready.verdict, ready.body)
            if ready.plan is not None:
                attempts.plan_once(connection, ready.plan, attempt, weakening, at)

    def confirm(self, attempt: Attempt, at: str) -> bool:
        """The try succeeded: close the epochs its plan retires."""
        with self._database.write() as connection:
            return attempts.confirm(connection, attempt, at)

    def abandon(self, attempt: Attempt, at: str) -> bool:
        """The try ended without success."""
        with self._database.write() as connection:
            return attempts.abandon(connection, attempt, at)

    def retire(
        self, dataset: DatasetRef, author: str, at: str, reason: str, *, approved: Proposal | None = None
    ) -> int:
        """Somebody says that what a dataset holds is gone."""
        with self._database.write() as connection:
            if approved is not None:
                proposing.settle(connection, approved)
            return attempts.retire(connection, dataset, author=author, at=at, reason=reason)

    def add_facts(self, plan: Plan, at: str) -> None:
        """Facts from outside."""
        with self._database.write() as connection:
            weakening = bundles.weakening_in_force(connection)
            attempts.add(connection, masked(plan, weakening.kept_literals), weakening, at, external=True)

    def upstream(self, slots: Iterable[Slot], depth: int | None = None) -> list[Edge]:
        """Edges of the upstream closure."""
        with self._database.read() as connection:
            return closure.upstream(connection, slots, depth)

    def downstream(self, slots: Iterable[Slot], depth: int | None = None) -> list[Edge]:
        """Edges of the downstream closure."""
        with self._database.read() as connection:
            return closure.downstream(connection, slots, depth)

    def zone_datasets(self) -> list[DatasetRef]:
        """Datasets with open epochs or tags."""
        with self._database.read() as connection:
            return states.in_zones(connection)

    # schemas and plan cache

    def put_schemas(self, schemas: Sequence[SchemaRecord]) -> None:
        """Add or replace schemas."""
        with self._database.write() as connection:
            schema_rows.put(connection, schemas)

    def schemas(self, source: str, words: Collection[str] | None = None) -> list[SchemaRecord]:
        """The schemas of a source."""
        return self._database.ask(lambda connection: schema_rows.of_source(connection, source, words))

    def cached_plan(self, key: str) -> str | None:
        """A cached resolution."""
        return self._database.ask(lambda connection: cache.get(connection, key))

    def cache_plan(self, key: str, text: str) -> None:
        """Keep a resolution under its key."""
        with self._database.write() as connection:
            cache.put(connection, key, text)

    # waiting answers

    def keep_answer(self, key: str, text: str, at: str) -> None:
        """Let an answer wait under a key."""
        with self._database.write() as connection:
            answers.keep(connection, key, text, at)

    def answer(self, key: str) -> str | None:
        """The answer under a key."""
        with self._database.read() as connection:
            return answers.get(connection, key)

    # verdicts

    def record_verdict(self, verdict: Verdict, plan: Plan | None = None) -> None:
        """Store a verdict without effect, and the plan it was given on."""
        ready = self._ready(verdict, plan)
        with self._database.write() as connection:
            kept = self._bundle_in_force(connection).weakening.kept_literals
            ready = ready if ready.kept == kept else self._ready(verdict, plan)
            if ready.verdict is not None:
                verdicts.record(connection, ready.verdict, ready.body)
            if ready.plan is not None:
                plans.keep(connection, ready.plan, ready.plan.fingerprint)

    def _ready(self, verdict: Verdict | None, plan: Plan | None) -> _Ready:
        """What is to be written, made before the lock is taken, under the bundle believed to be in force."""
        kept = self._in_force.weakening.kept_literals
        found = None if verdict is None else masked(verdict, kept)
        body = "" if found is None else to_text(found)
        return _Ready(kept, found, body, None if plan is None else masked(plan, kept))

    def history(self, datasets: Iterable[DatasetRef]) -> History | None:
        """The past of some datasets."""
        with self._database.read() as connection:
            return histories.history(connection, datasets)

    def plan(self, fingerprint: str) -> Plan | None:
        """A plan that was decided on."""
        with self._database.read() as connection:
            return plans.find(connection, fingerprint)

    def verdict(self, id_prefix: str) -> Verdict | None:
        """A verdict by id or unique prefix."""
        with self._database.read() as connection:
            return verdicts.find(connection, id_prefix)

    def verdict_of(self, attempt: Attempt, plan: str, bundle: str) -> Verdict | None:
        """The verdict of that try, plan and bundle."""
        return self._database.ask(lambda connection: verdicts.of_attempt(connection, attempt, plan, bundle))

    def verdicts(self, query: VerdictQuery) -> list[Verdict]:
        """Verdicts, newest first."""
        with self._database.read() as connection:
            return verdicts.newest(connection, query)
