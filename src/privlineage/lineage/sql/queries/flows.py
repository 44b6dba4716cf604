"""Where one value comes from: an immutable set of origins, what shapes it, and how both travel through expressions.

Flows are built for every column of every query level, so the pieces are named tuples and frozen sets, and a flow that
passes unchanged is passed on as the same object.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from privlineage.lineage.sql.result import FunctionUse

__all__ = [
    "AGGREGATION",
    "ELEMENT",
    "IDENTITY",
    "NOTHING",
    "TRANSFORMATION",
    "Flow",
    "Influence",
    "Origin",
    "as_influences",
    "content",
    "generation_of",
    "merge",
    "table_of",
]

IDENTITY, ELEMENT, TRANSFORMATION, AGGREGATION = 0, 1, 2, 3
"""How far a value is from the column it comes from. An element of an array is still the column's own value, of which a
field may be read; results call it a transformation."""
MAX_ORIGINS = 512
"""Paths kept per column; beyond it paths are dropped, which can only over-report (no declassifier matches)."""
MAX_FIELDS = 20_000
"""Origins in a struct whose fields are told apart; one that holds more is taken as a whole."""
MAX_PATH = 64
"""Functions kept on one path; a longer one is dropped likewise."""


def content(table: str, generation: int) -> str:
    """How origins name a table's content after its n-th opening in the script: no name holds a zero character.

    A script may read a table before and after it overwrites it; what was read before does not come from what is there
    afterwards.
    """
    return f"{table}\0{generation}" if generation else table


def table_of(name: str) -> str:
    """The table of a content."""
    return name.split("\0", 1)[0]


def generation_of(name: str) -> int:
    """The generation of a content."""
    return int(name.split("\0", 1)[1]) if "\0" in name else 0


class Origin(NamedTuple):
    """A source column on its way to an output.

    Attributes:
        table: the content read (`content`).
        column: the column or field path; `*` for the whole table.
        path: functions so far, innermost first.
        transform: IDENTITY, ELEMENT, TRANSFORMATION or AGGREGATION.
        assumed: whether the resolver widened to it.
    """

    table: str
    column: str
    path: tuple[FunctionUse, ...] = ()
    transform: int = IDENTITY
    assumed: bool = False


class Influence(NamedTuple):
    """A source column that decides something about an output without its value getting there."""

    table: str
    column: str
    assumed: bool = False


class Flow:
    """What one value is made of.

    Attributes:
        values: the origins whose values get into it.
        shapes: what decides which of them, or how (column influence).
        fields: for a row or a struct, the flow of each field by name.
        weight: how many origins it holds, with those of its fields.
    """

    __slots__ = ("fields", "shapes", "values", "weight")

    def __init__(
        self,
        values: frozenset[Origin] = frozenset(),
        shapes: frozenset[Influence] = frozenset(),
        fields: Mapping[str, Flow] | None = None,
    ) -> None:
        self.values = values
        self.shapes = shapes
        self.weight = len(values)
        if fields:
            self.weight += sum(flow.weight for flow in fields.values())
            if self.weight > MAX_FIELDS:
                fields, self.weight = None, len(values)
        self.fields = fields

    def __repr__(self) -> str:
        return f"Flow({sorted(self.values)}, {sorted(self.shapes)})"

    def transformed(self, level: int = TRANSFORMATION) -> Flow:
        """This flow after an operator or a cast."""
        if not self.values:
            return self if self.fields is None else Flow(self.values, self.shapes)
        values = self.values
        if any(origin.transform < level for origin in values):
            values = frozenset(
                origin if origin.transform >= level else origin._replace(transform=level) for origin in values
            )
        return Flow(values, self.shapes)

    def through(self, use: FunctionUse, level: int = TRANSFORMATION, *, keeps_fields: bool = False) -> Flow:
        """This flow after being an argument of a named function, which may keep the fields of structs apart."""
        fields = None
        if keeps_fields and self.fields is not None:
            fields = {name: flow.through(use, level, keeps_fields=True) for name, flow in self.fields.items()}
        if not self.values:
            return self if self.fields is None else Flow(self.values, self.shapes, fields)
        return Flow(
            frozenset(
                Origin(
                    origin.table,
                    origin.column,
                    (*origin.path, use) if len(origin.path) < MAX_PATH else (),
                    max(level, origin.transform),
                    origin.assumed,
                )
                for origin in self.values
            ),
            self.shapes,
            fields,
        )

    def assumed(self) -> Flow:
        """This flow where it is a guess."""
        return Flow(frozenset(origin._replace(assumed=True) for origin in self.values), self.shapes, self.fields)

    def shaped_by(self, influences: Iterable[Influence]) -> Flow:
        """This flow with more that shapes it."""
        added = frozenset(influences)
        return Flow(self.values, self.shapes | added, self.fields) if added - self.shapes else self

    def mapped(self, change: Callable[[Origin], Origin]) -> Flow:
        """This flow with every origin changed."""
        return Flow(frozenset(change(origin) for origin in self.values), self.shapes)

    def field(self, name: str) -> Flow | None:
        """The flow of a field, where the fields are known; a name matches case aside."""
        if self.fields is None:
            return None
        found = self.fields.get(name)
        if found is None:
            wanted = name.lower()
            found = next((flow for key, flow in self.fields.items() if key.lower() == wanted), None)
        return found


NOTHING = Flow()
"""The flow of a literal."""


def merge(flows: Iterable[Flow]) -> Flow:
    """The flow of a value that may be any of these, or is made of all of them."""
    found = [flow for flow in flows if flow is not NOTHING]
    if not found:
        return NOTHING
    first = found[0]
    if len(found) == 1 or all(flow is first for flow in found):
        return first
    values = first.values.union(*(flow.values for flow in found[1:]))
    shapes = first.shapes.union(*(flow.shapes for flow in found[1:]))
    if len(values) > MAX_ORIGINS:
        values = _without_paths(values)
    return Flow(values, shapes, _merged_fields(found))


def _merged_fields(flows: list[Flow]) -> Mapping[str, Flow] | None:
    """Fields survive a merge when every side has as many (the arms of a union of structs), under the first's names."""
    first = flows[0].fields
    if first is None or any(flow.fields is None or len(flow.fields) != len(first) for flow in flows):
        return None
    if all(flow.fields is not None and flow.fields.keys() == first.keys() for flow in flows):
        return {name: merge(flow.fields[name] for flow in flows if flow.fields) for name in first}
    sides = [list(flow.fields.values()) for flow in flows if flow.fields]
    return {name: merge(side[index] for side in sides) for index, name in enumerate(first)}


def _without_paths(values: frozenset[Origin]) -> frozenset[Origin]:
    return frozenset(Origin(o.table, o.column, (), max(o.transform, TRANSFORMATION), o.assumed) for o in values)


def as_influences(flow: Flow) -> frozenset[Influence]:
    """Everything a value depends on, as influences: what a condition over it selects by."""
    if not flow.values:
        return flow.shapes
    return flow.shapes.union(Influence(o.table, o.column, o.assumed) for o in flow.values)
