"""Governed or not: whether a task's connections, decorators, Assets or SQL touch a declared source or a zone pattern.

This must answer from a bundle's governance alone: it is asked for every task of the site, and most are not governed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from privlineage.airflow.assets import selection_of
from privlineage.airflow.planners.places import places_of
from privlineage.airflow.planners.planning import Planning
from privlineage.airflow.planners.statements import has_sql, statements_of
from privlineage.airflow.planners.view import OperatorView
from privlineage.core.errors import PrivlineageError
from privlineage.core.refs import DatasetRef

__all__ = ["is_governed", "may_be_governed", "named_in_text"]

_URI = re.compile(r"[A-Za-z][\w+.-]*://[^\s'\"`;,()<>]+")


def is_governed(view: OperatorView, planning: Planning) -> bool:
    """Whether anything of the task touches a declared source or a zone pattern, or may do so at run time."""
    if view.has_unknown_connection:
        return True
    for conn_id in view.connections().values():
        if planning.source_of(conn_id) is not None or planning.governs(planning.connection(conn_id)):
            return True
    return any(planning.governs(dataset) for dataset in _named(view, planning))


def may_be_governed(view: OperatorView) -> bool:
    """Whether the task could be governed under a bundle nobody can read now: it has SQL or declared lineage."""
    declaration = view.declaration()
    if has_sql(view) or (declaration is not None and declaration.names_data):
        return True
    return any(isinstance(one.extra, dict) and "privlineage" in one.extra for one in _assets(view))


def _named(view: OperatorView, planning: Planning) -> Iterator[DatasetRef]:
    declaration = view.declaration()
    for selection in declaration.selections if declaration else ():
        yield planning.sources.dataset(selection.dataset)
    for found in _assets(view):
        try:
            yield planning.sources.dataset(selection_of(found).dataset)
        except PrivlineageError:
            continue  # Others' Assets may be plain names.
    yield from (place.dataset(planning.sources) for place in places_of(view))
    for text in statements_of(view).texts:
        yield from named_in_text(text, planning)


def named_in_text(text: str, planning: Planning) -> Iterator[DatasetRef]:
    """The URIs that a statement spells out."""
    for uri in dict.fromkeys(_URI.findall(text)):
        try:
            yield planning.sources.dataset(uri)
        except PrivlineageError:
            continue


def _assets(view: OperatorView) -> list[Any]:
    return [*view.assets("inlets"), *view.assets("outlets")]
