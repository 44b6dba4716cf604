"""The store behind a server; what the methods mean stands in `privlineage.store.protocol.Store`."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Any, cast

from privlineage.core.declassify import Weakening
from privlineage.core.labels import Tag
from privlineage.core.people import Identity
from privlineage.core.plan import Plan
from privlineage.core.refs import ColumnRef, DatasetRef
from privlineage.core.sources import Sources
from privlineage.core.verdict import Attempt, Verdict
from privlineage.graph.model import Edge, Slot
from privlineage.store.http.auditing import HttpAuditing
from privlineage.store.http.calling import Calling
from privlineage.store.http.channel import Channel
from privlineage.store.http.exempting import HttpExempting
from privlineage.store.http.proposing import HttpProposing
from privlineage.store.http.reading import read_answer
from privlineage.store.http.remembering import HttpRemembering
from privlineage.store.http.suggesting import HttpSuggesting
from privlineage.store.proposing import Proposal
from privlineage.store.protocol import BundleRecord, DatasetState, SchemaRecord, StoreIdentity, VerdictQuery

__all__ = ["HttpStore"]


class HttpStore(HttpAuditing, HttpExempting, HttpProposing, HttpRemembering, HttpSuggesting):
    """A store that a server keeps. What this process may do with it is the server's to say.

    Args:
        channel: to the server.

    Raises:
        PrivlineageError: PL206 when the server does not know us, PL205 when we may not even read, PL502 when something
            else is there, PL504 when nobody answers.
    """

    def __init__(self, channel: Channel) -> None:
        self._calling = Calling(channel)
        try:
            found = self._calling.ask("/v1/store", {})
            self._identity = read_answer(StoreIdentity, found)
        except BaseException:
            self.close()
            raise

    @property
    def identity(self) -> StoreIdentity:
        """Who this store is; without its key, which no caller needs."""
        return self._identity

    def whoami(self) -> Identity:
        """Who the server knows us as."""
        return read_answer(Identity, self._calling.ask("/v1/whoami", {}))

    def close(self) -> None:
        """Let go of every connection."""
        self._calling.close()

    def _call(self, name: str, **arguments: Any) -> Any:
        return self._calling.call(name, **arguments)

    # bundles and tags

    def publish(
        self,
        bundle: BundleRecord,
        sources: Sources,  # noqa: ARG002  # the server works these out from the files
        tags: Sequence[Tag],  # noqa: ARG002
        weakening: Weakening,  # noqa: ARG002
        *,
        instead_of: str | None = None,
        approved: Proposal | None = None,
    ) -> None:
        """Make a bundle the active one."""
        self._call("publish", bundle=bundle, instead_of=instead_of, approved=approved)

    def active_bundle(self) -> BundleRecord | None:
        """The bundle in force."""
        return cast("BundleRecord | None", self._call("active_bundle"))

    def bundle(self, hash_prefix: str) -> BundleRecord | None:
        """A published bundle by hash or unique prefix."""
        return cast("BundleRecord | None", self._call("bundle", hash_prefix=hash_prefix))

    def add_tags(self, tags: Sequence[Tag], *, approved: Proposal | None = None) -> None:
        """Add people's tags."""
        self._call("add_tags", tags=tags, approved=approved)

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
        told: dict[str, Any] = {"author": author, "at": at, "reason": reason, "approved": approved}
        return cast("int", self._call("remove_tags", column=column, category=category, **told))

    def tags(self, datasets: Iterable[DatasetRef] | None = None) -> list[Tag]:
        """Tags in force."""
        asked = None if datasets is None else list(datasets)
        return cast("list[Tag]", self._call("tags", datasets=asked))

    # the graph

    def retire(
        self, dataset: DatasetRef, author: str, at: str, reason: str, *, approved: Proposal | None = None
    ) -> int:
        """Somebody says that what a dataset holds is gone."""
        told: dict[str, Any] = {"author": author, "at": at, "reason": reason, "approved": approved}
        return cast("int", self._call("retire", dataset=dataset, **told))

    def datasets(self) -> list[DatasetRef]:
        """Every dataset the store has seen."""
        return cast("list[DatasetRef]", self._call("datasets"))

    def state(self, datasets: Iterable[DatasetRef]) -> dict[DatasetRef, DatasetState]:
        """The state of several datasets."""
        return cast("dict[DatasetRef, DatasetState]", self._call("state", datasets=list(datasets)))

    def plan_additions(self, plan: Plan, attempt: Attempt, at: str, verdict: Verdict | None = None) -> None:
        """Store the verdict, then put the plan's facts and openings into effect."""
        self._call("plan_additions", plan=plan, attempt=attempt, at=at, verdict=verdict)

    def confirm(self, attempt: Attempt, at: str) -> bool:
        """The try succeeded: close the epochs its plan retires."""
        return cast("bool", self._call("confirm", attempt=attempt, at=at))

    def abandon(self, attempt: Attempt, at: str) -> bool:
        """The try ended without success."""
        return cast("bool", self._call("abandon", attempt=attempt, at=at))

    def add_facts(self, plan: Plan, at: str) -> None:
        """Facts from outside."""
        self._call("add_facts", plan=plan, at=at)

    def upstream(self, slots: Iterable[Slot], depth: int | None = None) -> list[Edge]:
        """Edges of the upstream closure."""
        return cast("list[Edge]", self._call("upstream", slots=list(slots), depth=depth))

    def downstream(self, slots: Iterable[Slot], depth: int | None = None) -> list[Edge]:
        """Edges of the downstream closure."""
        return cast("list[Edge]", self._call("downstream", slots=list(slots), depth=depth))

    def zone_datasets(self) -> list[DatasetRef]:
        """Datasets with open epochs or tags."""
        return cast("list[DatasetRef]", self._call("zone_datasets"))

    # schemas and plan cache

    def put_schemas(self, schemas: Sequence[SchemaRecord]) -> None:
        """Take schemas into what is known."""
        self._call("put_schemas", schemas=schemas)

    def schemas(self, source: str, words: Collection[str] | None = None) -> list[SchemaRecord]:
        """The schemas of a source."""
        asked = None if words is None else sorted(words)
        return cast("list[SchemaRecord]", self._call("schemas", source=source, words=asked))

    def cached_plan(self, key: str) -> str | None:
        """A cached resolution."""
        return cast("str | None", self._call("cached_plan", key=key))

    def cache_plan(self, key: str, text: str) -> None:
        """Keep a resolution under its key."""
        self._call("cache_plan", key=key, text=text)

    # verdicts

    def record_verdict(self, verdict: Verdict, plan: Plan | None = None) -> None:
        """Store a verdict without effect."""
        self._call("record_verdict", verdict=verdict, plan=plan)

    def plan(self, fingerprint: str) -> Plan | None:
        """A plan a verdict was given on."""
        return cast("Plan | None", self._call("plan", fingerprint=fingerprint))

    def verdict(self, id_prefix: str) -> Verdict | None:
        """A verdict by id or unique prefix."""
        return cast("Verdict | None", self._call("verdict", id_prefix=id_prefix))

    def verdict_of(self, attempt: Attempt, plan: str, bundle: str) -> Verdict | None:
        """The verdict of that try, plan and bundle."""
        return cast("Verdict | None", self._call("verdict_of", attempt=attempt, plan=plan, bundle=bundle))

    def verdicts(self, query: VerdictQuery) -> list[Verdict]:
        """Verdicts, newest first."""
        return cast("list[Verdict]", self._call("verdicts", query=query))
