"""`privlineage trace`: the tree of everything a column derives from, or feeds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated

import typer

from privlineage.cli.opened import opened_catalog
from privlineage.cli.options import FormatOption, OutputFormat, StoreOption
from privlineage.cli.screen import Node, show_json, tree
from privlineage.core.labels import Strength
from privlineage.core.refs import CONSTANT, ColumnRef
from privlineage.graph.model import Edge, EpochRef, Slot, related_paths

__all__ = ["trace"]


def trace(
    ref: Annotated[str, typer.Argument(metavar="REF", help="A column or a dataset.")],
    *,
    down: Annotated[bool, typer.Option("--down/--up", help="What it feeds, or what it derives from.")] = False,
    depth: Annotated[int | None, typer.Option("--depth", min=1, help="How many steps at most.")] = None,
    store: StoreOption = None,
    output: FormatOption = OutputFormat.text,
) -> int:
    """Show the way of a column through the lineage graph, with the functions and the kind of every step."""
    from privlineage.service.answering.as_json import edges_json
    from privlineage.service.answering.finding_column import known_column

    with opened_catalog(store) as catalog:
        column = known_column(catalog, ref)
        found = catalog.downstream(column, depth) if down else catalog.upstream(column, depth)
    # A constant is where a column's content comes from, but no column.
    edges = [edge for edge in found if edge.input.column != CONSTANT]
    if output is OutputFormat.json:
        show_json(edges_json(column, edges, down=down))
    else:
        tree(_tree(column, edges, down=down))
    return 0


@dataclass(frozen=True, slots=True)
class _Branch:
    node: Node
    slots: frozenset[Slot]


def _tree(column: ColumnRef, edges: Iterable[Edge], *, down: bool) -> Node:
    """The tree in breadth-first order: each column is opened once, where it is nearest to the root."""
    by_epoch: dict[EpochRef, list[Edge]] = {}
    for edge in edges:
        by_epoch.setdefault((edge.input if down else edge.output).epoch, []).append(edge)
    roots = frozenset(Slot(epoch, column.path) for epoch in by_epoch if epoch.dataset == column.dataset)
    root = Node(str(column))
    opened = {column}
    waiting = [_Branch(root, roots)]
    for branch in waiting:  # grows while it is walked
        for text, target, slots in _next(branch.slots, by_epoch, down=down):
            if target in opened:
                branch.node.children.append(Node(f"{text}  (see above)" if _leads_on(slots, by_epoch, down) else text))
                continue
            opened.add(target)
            child = Node(text)
            branch.node.children.append(child)
            waiting.append(_Branch(child, slots))
    return root


def _next(
    slots: frozenset[Slot], by_epoch: dict[EpochRef, list[Edge]], *, down: bool
) -> list[tuple[str, ColumnRef, frozenset[Slot]]]:
    """The steps from some slots, those of several epochs and jobs that reach the same column the same way as one."""
    found: dict[tuple[ColumnRef, str], set[Slot]] = {}
    for slot in slots:
        for edge in by_epoch.get(slot.epoch, ()):
            here, there = (edge.input, edge.output) if down else (edge.output, edge.input)
            if related_paths(slot.path, here.path):
                found.setdefault((there.column, _step(edge)), set()).add(there)
    return [
        (f"{column}  {step}", column, frozenset(reached))
        for (column, step), reached in sorted(found.items(), key=lambda item: (str(item[0][0]), item[0][1]))
    ]


def _leads_on(slots: frozenset[Slot], by_epoch: dict[EpochRef, list[Edge]], down: bool) -> bool:
    return bool(_next(slots, by_epoch, down=down))


def _step(edge: Edge) -> str:
    functions = "".join(f"{use.function}(" for use in reversed(edge.path)) + "…" + ")" * len(edge.path)
    marks = [functions] if edge.path else []
    if edge.strength is not Strength.VALUE:
        marks.append(f"{edge.strength.name.lower()} influence")
    if edge.confidence.value not in ("parsed", "declared"):
        marks.append(edge.confidence.value)
    via = f"by {edge.via}" if edge.via else ""
    return " ".join(part for part in (via, f"[{', '.join(marks)}]" if marks else "") if part)
