"""The schemas of a check: those of the lock, and those that earlier tasks make."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from privlineage.core.labels import Tag
from privlineage.core.plan import Plan
from privlineage.core.refs import WHOLE, DatasetRef
from privlineage.core.schema import Schema
from privlineage.service.schemas.known import claimed
from privlineage.service.schemas.made import made_tables
from privlineage.store.protocol import SchemaRecord

__all__ = ["CheckKnowledge"]


class CheckKnowledge:
    """What planners know during a check: nothing is cached, so that a check depends on what it reads alone."""

    def __init__(self, records: Iterable[SchemaRecord] = (), tags: Iterable[Tag] = ()) -> None:
        self._tags = tuple(tags)
        self._tables: dict[str, dict[str, dict[str, str]]] = {}
        self._views: dict[str, dict[str, str]] = {}
        for record in records:
            self._tables.setdefault(record.dataset.source, {})[record.dataset.name] = dict(record.columns)
            if record.view:
                self._views.setdefault(record.dataset.source, {})[record.dataset.name] = record.view

    def schema(self, source: str, words: Collection[str] | None = None) -> Schema:  # noqa: ARG002 - all are at hand
        """Known tables and views of a declared source."""
        views = self._views.get(source)
        on_them = [tag for tag in self._tags if tag.column.dataset.source == source] if views else []
        return Schema(self._tables.get(source), views, claimed=claimed(on_them))

    def cached_plan(self, key: str) -> str | None:  # noqa: ARG002 - the part of a Decider that planners need
        """Nothing."""
        return None

    def cache_plan(self, key: str, text: str) -> None:
        """Keep nothing."""

    def record(self, plan: Plan) -> None:
        """Take the tables a plan leaves: a table made anew has the plan's columns, any other keeps those it had.

        Nothing is taken away: the order of tasks that alter or drop a table is not known from their data.
        """
        for made in made_tables(plan):
            self._take(made.dataset, made.columns, anew=made.anew)
        for left in plan.tables:
            names = tuple(name for name, _ in left.columns)
            if names and WHOLE not in names and not left.view:
                self._take(left.dataset, names, anew=False)

    def _take(self, dataset: DatasetRef, columns: tuple[str, ...], *, anew: bool) -> None:
        tables = self._tables.setdefault(dataset.source, {})
        known = tables.get(dataset.name, {})
        types = {name.lower(): kind for name, kind in known.items()}
        kept = {} if anew else known
        listed = {name.lower() for name in kept}
        added = {name: types.get(name.lower(), "") for name in columns if name.lower() not in listed}
        tables[dataset.name] = {**kept, **added}
