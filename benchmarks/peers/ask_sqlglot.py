"""`sqlglot.lineage`, with the wrapper anybody would write around it: per output column, the tables at its leaves.

The schema is given to it, views as further sources. What is written gets its columns by position: the list of the
INSERT, else the table's columns, else the names of the query. Statements without a query have no answer.
"""

import json
from collections.abc import Iterator
from importlib.metadata import version
from typing import Any

import sqlglot
from sqlglot import exp
from sqlglot.lineage import Node, lineage
from sqlglot.schema import MappingSchema

from benchmarks.peers.answering import Case, Edge, answering

_SCHEMAS: dict[tuple[str, str], MappingSchema] = {}
"""The last schema in its own form: it costs more to read than a statement."""


class UnsupportedError(Exception):
    """It has nothing to say of such a statement."""


def answer(case: Case) -> list[Edge]:
    views = {name: _query(text, case["dialect"]) for name, text in case["views"].items()}
    edges: list[Edge] = []
    for statement in case["statements"]:
        tree = sqlglot.parse_one(statement, dialect=case["dialect"] or None)
        edges += _statement(tree, case, views)
    return edges


def _query(text: str, dialect: str) -> exp.Expression:
    """The query of a view, which may be given as the statement that makes it."""
    tree = sqlglot.parse_one(text, dialect=dialect or None)
    return tree.expression if isinstance(tree, exp.Create) else tree


def _statement(tree: exp.Expression, case: Case, views: dict[str, exp.Expression]) -> list[Edge]:
    query = tree if isinstance(tree, exp.Query) else tree.args.get("expression")
    if not isinstance(query, exp.Query):
        if isinstance(tree, exp.Create) and tree.kind == "TABLE":
            return []
        raise UnsupportedError
    written, names = _target(tree, case["schema"])
    if query is not tree and tree.args.get("with_"):
        query = query.copy()
        query.set("with_", tree.args["with_"].copy())
    nodes = lineage(None, query, _schema(case), sources=views or None, dialect=case["dialect"] or None)
    if not names or len(names) != len(nodes):
        names = list(nodes)
    return [(written, name, *leaf) for name, node in zip(names, nodes.values(), strict=True) for leaf in _leaves(node)]


def _target(tree: exp.Expression, schema: dict[str, dict[str, str]]) -> tuple[str, list[str]]:
    """The table written and its columns in order, where they are known."""
    if isinstance(tree, exp.Query):
        return "", []
    target = tree.this
    names = [column.name for column in target.expressions] if isinstance(target, exp.Schema) else []
    table = target.find(exp.Table)
    written = _name(table) if table is not None else ""
    if not names and isinstance(tree, exp.Insert):
        names = list(schema.get(written, {}))
    return written, names


def _leaves(node: Node) -> Iterator[Edge]:
    for one in node.walk():
        if not one.downstream and isinstance(one.expression, exp.Table):
            yield (
                _name(one.expression),
                exp.to_column(one.name).name if '"' in one.name else one.name.rsplit(".", 1)[-1],
            )


def _name(table: exp.Table) -> str:
    return ".".join(part.name for part in table.parts)


def _schema(case: Case) -> MappingSchema:
    """Its schema in its own form."""
    key = (case["dialect"], json.dumps(case["schema"]))
    if key not in _SCHEMAS:
        _SCHEMAS.clear()
        _SCHEMAS[key] = MappingSchema(_nested(case["schema"]), dialect=case["dialect"] or None)
    return _SCHEMAS[key]


def _nested(schema: dict[str, dict[str, str]]) -> dict[str, Any]:
    """Tables in databases, as deep for every table as for the one with the longest name."""
    depth = max((len(table.split(".")) for table in schema), default=1)
    found: dict[str, Any] = {}
    for table, columns in schema.items():
        *outer, last = table.split(".")
        place = found
        for part in [""] * (depth - 1 - len(outer)) + outer:
            place = place.setdefault(part, {})
        place[last] = {column: kind or "text" for column, kind in columns.items()}
    return found


if __name__ == "__main__":
    answering(answer, version("sqlglot"))
