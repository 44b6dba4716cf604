"""What a statement's effects look like in its result: sources per output column, in a stable order."""

from __future__ import annotations

from collections.abc import Iterable

from privlineage.lineage.sql.queries.flows import (
    TRANSFORMATION,
    Flow,
    Influence,
    Origin,
    generation_of,
    table_of,
)
from privlineage.lineage.sql.queries.relations import Relation, joined
from privlineage.lineage.sql.result import SourceColumn, StatementLineage
from privlineage.lineage.sql.session import Effects
from privlineage.lineage.sql.text.splitting import Piece

__all__ = ["rendered"]

_TRANSFORMS = ("identity", "transformation", "transformation", "aggregation")


def rendered(piece: Piece, line: int, effects: Effects) -> StatementLineage:
    """The result of a statement."""
    outputs = {table: _columns(relation) for table, relation in effects.outputs.items()}
    return StatementLineage(
        piece.text,
        line,
        outputs,
        tuple(effects.unresolved),
        tuple(effects.writes),
        tuple(sorted(effects.reads)),
        dict(effects.generations),
        frozenset(effects.later),
    )


def _columns(relation: Relation) -> dict[str, tuple[SourceColumn, ...]]:
    found = {column.name: _sources(column.flow) for column in joined((relation,)).columns}
    unlisted = frozenset(Origin(table, "*", (), TRANSFORMATION, assumed=True) for table in relation.open)
    whole = _sources(Flow(unlisted | relation.assumed, relation.rows))
    if whole:
        found["*"] = (*found.get("*", ()), *(source for source in whole if source not in found.get("*", ())))
    return found


def _sources(flow: Flow) -> tuple[SourceColumn, ...]:
    return (*_values(flow.values), *_influences(flow.shapes))


def _values(origins: Iterable[Origin]) -> list[SourceColumn]:
    """One entry per column and path; of several ways with the same functions, the least changed one is shown."""
    best: dict[tuple[object, ...], Origin] = {}
    for origin in origins:
        key = (origin.table, origin.column, origin.path)
        known = best.get(key)
        if known is None or (origin.assumed, origin.transform) < (known.assumed, known.transform):
            best[key] = origin
    return [
        SourceColumn(
            table_of(origin.table),
            origin.column,
            "value",
            _TRANSFORMS[origin.transform],
            origin.path,
            "assumed" if origin.assumed else "parsed",
            generation_of(origin.table),
        )
        for origin in sorted(best.values())
    ]


def _influences(influences: Iterable[Influence]) -> list[SourceColumn]:
    best: dict[tuple[str, str], bool] = {}
    for table, column, assumed in influences:
        best[table, column] = best.get((table, column), True) and assumed
    return [
        SourceColumn(
            table_of(table), column, "influence", None, (), "assumed" if assumed else "parsed", generation_of(table)
        )
        for (table, column), assumed in sorted(best.items())
    ]
