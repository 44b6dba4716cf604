"""What a caller reads of a store: what their teams own, what nobody owns, and the paths that lead there.

The bundle itself is everybody's who may read: it says what holds for all. Along a path from a column that a team sees,
the columns of others are named, as they are in a verdict: who may not know where data comes from cannot answer for it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from privlineage.core.errors import PrivlineageError
from privlineage.core.labels import Tag
from privlineage.core.people import Identity
from privlineage.core.plan import Plan
from privlineage.core.refs import DatasetRef
from privlineage.core.verdict import Attempt, Verdict
from privlineage.graph.model import Edge, Slot
from privlineage.policy.load import load_files
from privlineage.policy.model import Bundle
from privlineage.service.people.teams import Thing, is_seen_by, sees_all, teams_of
from privlineage.store.auditing import AuditEntry, AuditKind, AuditQuery
from privlineage.store.every_verdict import every_verdict
from privlineage.store.exempting import ExemptionEntry, ExemptionQuery, ExemptionRecord
from privlineage.store.protocol import DatasetState, SchemaRecord, Store, VerdictQuery
from privlineage.store.remembering import History
from privlineage.store.suggesting import ScannedTable, SuggestionRecord

__all__ = ["SCOPED", "Scoped", "scoped"]

SCOPED = (
    *("datasets", "zone_datasets", "tags", "state", "schemas", "upstream", "downstream", "history"),
    *("verdict", "verdicts", "verdict_of", "plan", "exemption", "exemptions", "exemptions_in_force"),
    *("audit_entries", "scanned", "suggestion", "suggestions"),
)
"""The methods of a store whose answers depend on who asks: a server answers them by `scoped`."""

_known: dict[str, Bundle] = {}
_MOST = 4


def scoped(store: Store, identity: Identity) -> Store | Scoped:
    """The store as somebody sees it: itself, for who sees all, and where there are no teams."""
    record = store.active_bundle()
    if record is None:
        return store
    bundle = _known.get(record.hash)
    if bundle is None:
        while len(_known) >= _MOST:
            _known.pop(next(iter(_known)))
        bundle = _known[record.hash] = load_files(dict(record.files))
    return store if sees_all(identity, bundle) else Scoped(store, bundle, frozenset(teams_of(identity, bundle)))


@dataclass(frozen=True, slots=True)
class Scoped:
    """The reading methods of a store, for members of some teams.

    Attributes:
        store: the whole store.
        bundle: the bundle in force, which says what belongs to whom.
        teams: the teams.
    """

    store: Store
    bundle: Bundle
    teams: frozenset[str]

    def datasets(self) -> list[DatasetRef]:
        """The datasets they see."""
        return [dataset for dataset in self.store.datasets() if self._sees(dataset)]

    def zone_datasets(self) -> list[DatasetRef]:
        """Those of them a zone may hold."""
        return [dataset for dataset in self.store.zone_datasets() if self._sees(dataset)]

    def tags(self, datasets: Iterable[DatasetRef] | None = None) -> list[Tag]:
        """Tags on what they see; of datasets that are named, all of them.

        A label that came from another team's column is a label of one's own column: without the tag that put it there
        the column would look clean (law 7). Most tags stand in the bundle, which every reader may read.
        """
        found = self.store.tags(datasets)
        return found if datasets is not None else [tag for tag in found if self._sees(tag.column.dataset)]

    def state(self, datasets: Iterable[DatasetRef]) -> dict[DatasetRef, DatasetState]:
        """The state of what they see; the rest is as if nobody had ever seen it."""
        asked = list(datasets)
        seen = self.store.state([dataset for dataset in asked if self._sees(dataset)])
        return {each: seen.get(each) or DatasetState(each, (), {}, (), frozenset()) for each in asked}

    def schemas(self, source: str, words: Collection[str] | None = None) -> list[SchemaRecord]:
        """Schemas of what they see."""
        return [record for record in self.store.schemas(source, words) if self._sees(record.dataset)]

    def upstream(self, slots: Iterable[Slot], depth: int | None = None) -> list[Edge]:
        """Where what they see comes from."""
        return self.store.upstream([slot for slot in slots if self._sees(slot.epoch.dataset)], depth)

    def downstream(self, slots: Iterable[Slot], depth: int | None = None) -> list[Edge]:
        """Where what they see goes."""
        return self.store.downstream([slot for slot in slots if self._sees(slot.epoch.dataset)], depth)

    def history(self, datasets: Iterable[DatasetRef]) -> History | None:
        """The past of what they see."""
        return self.store.history([dataset for dataset in datasets if self._sees(dataset)])

    def verdict(self, id_prefix: str) -> Verdict | None:
        """A verdict they see; of another one they do not learn that it is there."""
        return self._seen(self.store.verdict(id_prefix))

    def verdict_of(self, attempt: Attempt, plan: str, bundle: str) -> Verdict | None:
        """The verdict of a try, if they see it."""
        return self._seen(self.store.verdict_of(attempt, plan, bundle))

    def verdicts(self, query: VerdictQuery) -> list[Verdict]:
        """The verdicts they see, newest first: `limit` and `skip` count those alone."""
        seen = (verdict for verdict in every_verdict(self.store, replace(query, skip=0)) if self._sees(verdict))
        return list(islice(seen, query.skip, query.skip + query.limit))

    def plan(self, fingerprint: str) -> Plan | None:
        """A plan, if it touches nothing of others."""
        found = self.store.plan(fingerprint)
        if found is None:
            return None
        datasets = {ref.dataset for fact in found.facts for ref in (fact.input, fact.output)} | set(found.reads)
        datasets |= {sink.dataset for sink in found.sinks}
        return found if all(self._sees(dataset) for dataset in datasets) else None

    def exemption(self, id_prefix: str) -> ExemptionEntry | None:
        """An exemption they see."""
        found = self.store.exemption(id_prefix)
        return found if found is not None and self._sees(found.record) else None

    def exemptions(self, query: ExemptionQuery) -> list[ExemptionEntry]:
        """The exemptions they see, newest request first."""
        return [entry for entry in self.store.exemptions(query) if self._sees(entry.record)]

    def exemptions_in_force(self, dag_id: str, task_id: str, at: str) -> Sequence[ExemptionRecord]:
        """Those that hold for a task at a moment, if they see them."""
        found = self.store.exemptions_in_force(dag_id, task_id, at)
        return [record for record in found if self._sees(record)]

    def audit_entries(self, query: AuditQuery) -> list[AuditEntry]:
        """Entries about what they see, and about bundles and proposals, newest first; `limit` counts those alone."""
        size = query.limit
        while True:
            found = self.store.audit_entries(replace(query, limit=size))
            seen = [entry for entry in found if self._sees_entry(entry)]
            if len(seen) >= query.limit or len(found) < size:
                return seen[: query.limit]
            size *= 4

    def scanned(self, datasets: Sequence[DatasetRef] | None = None) -> list[ScannedTable]:
        """The last looks at what they see."""
        return [look for look in self.store.scanned(datasets) if self._sees(look.dataset)]

    def suggestion(self, id_prefix: str) -> SuggestionRecord | None:
        """A suggestion they see."""
        found = self.store.suggestion(id_prefix)
        return found if found is not None and self._sees(found.column) else None

    def suggestions(self, state: str = "", datasets: Sequence[DatasetRef] | None = None) -> list[SuggestionRecord]:
        """The suggestions about what they see."""
        return [each for each in self.store.suggestions(state, datasets) if self._sees(each.column)]

    def _sees_entry(self, entry: AuditEntry) -> bool:
        """Whether they see what it speaks of; of what is not there any more nobody can tell whose it was."""
        if entry.record_table == "verdict":
            return self.verdict(entry.record_key) is not None
        if entry.record_table in ("exemption", "exemption_use"):
            return self.exemption(entry.subject) is not None
        if entry.kind in (AuditKind.TAG, AuditKind.UNTAG, AuditKind.RETIREMENT, AuditKind.REVIEW):
            try:
                return self._sees(self.bundle.sources.column(entry.subject).dataset)
            except PrivlineageError:
                return False
        return True

    def _sees(self, thing: Thing) -> bool:
        return is_seen_by(self.teams, self.bundle, thing)

    def _seen(self, verdict: Verdict | None) -> Verdict | None:
        return verdict if verdict is not None and self._sees(verdict) else None
