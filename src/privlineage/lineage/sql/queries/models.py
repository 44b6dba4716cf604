"""Functions in FROM that take a model or a whole table: `ML.PREDICT(MODEL m, TABLE t)`, `APPENDS(TABLE t, …)`."""

from __future__ import annotations

import re

from sqlglot import exp

from privlineage.lineage.sql.queries.expressions import flow_of, name, operands
from privlineage.lineage.sql.queries.flows import NOTHING, Flow, merge
from privlineage.lineage.sql.queries.relations import Column, Relation
from privlineage.lineage.sql.queries.scope import Scope
from privlineage.lineage.sql.queries.subqueries import inner_query
from privlineage.lineage.sql.queries.tables import read_table, unknown_table
from privlineage.lineage.sql.result import FunctionUse, Write, WriteKind

__all__ = ["asked"]

_NAMED = re.compile(r"[(,]\s*+(MODEL|TABLE)\s++([\w.\-]++)\s*+(?=[,)])", re.IGNORECASE)
_ROWS_AS_THEY_ARE = frozenset({"appends", "changes"})
_OF_THE_SYSTEM = ("ml.", "ai.", "vector_search", "gap_fill")
"""Functions that read nothing but what they are given, and hand its columns on."""


def asked(call: exp.Expr, function: str, scope: Scope) -> Relation | None:
    """What such a function offers; None for a function that takes neither a model nor a table.

    The rows go into the model, which is an output of its own. What comes back is the rows, and columns the model makes
    of all of them.
    """
    arguments = list(operands(call))
    names = [_dotted(argument).lower() for argument in arguments]
    named = _words(scope) if any(names) else {}
    words = [named.get(name, "") for name in names]
    if not any(words):
        return None
    own = function.startswith(_OF_THE_SYSTEM) or function.rsplit(".", 1)[-1] in _ROWS_AS_THEY_ARE
    given: Relation | None = None
    flows: list[Flow] = []
    for position, (argument, word) in enumerate(zip(arguments, words, strict=True)):
        query = inner_query(argument)
        if word == "MODEL":
            continue
        if word == "TABLE" or query is not None:
            given = scope.session.query(query, scope) if query is not None else _table(argument, scope)
            row = given.row()
        else:
            row = flow_of(argument, scope)
        flows.append(Flow(row.values, row.shapes).through(FunctionUse(function, position)))
    model = f"model:{_dotted(arguments[words.index('MODEL')])}" if "MODEL" in words else ""
    if given is None:
        # Nothing is put in: what comes back is of the model alone.
        return unknown_table(call, model, scope.session)
    if model:
        scope.session.effects.output(model, given)
        scope.session.write(Write(model, WriteKind.EGRESS, columns=given.names))
    if function.rsplit(".", 1)[-1] in _ROWS_AS_THEY_ARE:
        return Relation(given.columns, given.rows, given.open, given.assumed, NOTHING)
    made = merge(flows)
    if not own:
        scope.session.report("procedure", f"what the table function `{function}` reads is not known", call)
    columns = [*(given.columns if own else ()), Column("*", made.assumed())]
    return Relation(columns, given.rows, given.open, given.assumed, made)


def _words(scope: Scope) -> dict[str, str]:
    """The names in the statement that stand behind MODEL or TABLE inside a call, which the parser does not see."""
    if scope.session.dialect.name != "bigquery":
        return {}
    # As it was written: the words are gone from what the parser reads.
    text = scope.session.piece.text.replace("`", "")
    return {found.group(2).lower(): found.group(1).upper() for found in _NAMED.finditer(text)}


def _dotted(argument: exp.Expr) -> str:
    return ".".join(name(part).text for part in argument.parts) if isinstance(argument, (exp.Column, exp.Table)) else ""


def _table(argument: exp.Expr, scope: Scope) -> Relation:
    if isinstance(argument, exp.Table):
        return read_table(argument, scope).relation
    parts = argument.parts if isinstance(argument, exp.Column) else []
    return read_table(exp.Table(**dict(zip(("this", "db", "catalog"), reversed(parts), strict=False))), scope).relation
