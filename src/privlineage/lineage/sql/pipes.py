"""Pipe syntax (`FROM t |> SET …`): the operators sqlglot lacks, and a query before the first pipe kept whole.

sqlglot turns what stands before an operator into a common table expression of the query after it; so do these.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from sqlglot import exp
from sqlglot.dialects.dialect import Dialect

__all__ = ["every_pipe"]

_Operator = Callable[[Any, exp.Query], exp.Query]
_CLAUSES = ("group", "having", "qualify", "distinct", "windows")
_LOCK = threading.RLock()


@contextmanager
def every_pipe(dialect: Dialect) -> Iterator[None]:
    """While it lasts, the dialect's parser has every operator.

    A compiled parser cannot be subclassed, so its table of operators is filled for as long as one statement takes, and
    left as it was.
    """
    table: dict[str, _Operator] = getattr(type(dialect).parser_class, "PIPE_SYNTAX_TRANSFORM_PARSERS", {})
    with _LOCK:
        before = dict(table)
        extend = before.get("EXTEND")
        added = {"SET": _set, "DROP": _drop, "RENAME": _rename, "ASSERT": _assert}
        known = {**before, "SELECT": _select, **({"WINDOW": extend} if extend is not None else {})}
        table.update({**added, **{word: _kept_whole(operator) for word, operator in known.items()}})
        try:
            yield
        finally:
            table.clear()
            table.update(before)


def _kept_whole(operator: _Operator) -> _Operator:
    """The operator on a query of its own: sqlglot's would write their own select list over that of the query."""

    def apply(parser: Any, query: exp.Query) -> exp.Query:
        shown = query.expressions if isinstance(query, exp.Select) else []
        bare = len(shown) == 1 and isinstance(shown[0], exp.Star) and not any(shown[0].args.values())
        if not bare or any(query.args.get(key) for key in _CLAUSES):
            query = _around(parser, query)
        return operator(parser, query)

    return apply


def _around(parser: Any, query: exp.Query, **changes: Sequence[exp.Expr]) -> exp.Query:
    built: exp.Query = parser._build_pipe_cte(query=query, expressions=[exp.Star(**changes)])  # noqa: SLF001  # as sqlglot's own operators do
    return built


def _select(parser: Any, query: exp.Query) -> exp.Query:
    """`|> SELECT DISTINCT a, b`: sqlglot's own leaves DISTINCT and AS STRUCT out."""
    select = parser._parse_select(consume_pipe=False)  # noqa: SLF001
    if isinstance(query, exp.Select) and isinstance(select, exp.Select):
        query = query.select(*select.expressions, append=False)
        for key in ("distinct", "kind", "windows", "qualify"):
            query.set(key, select.args.get(key))
    return _around(parser, query)


def _assert(parser: Any, query: exp.Query) -> exp.Query:
    """`|> ASSERT condition, 'message'`: the rows stay as they are."""
    parser._advance()  # noqa: SLF001
    parser._parse_csv(parser._parse_assignment)  # noqa: SLF001
    return query


def _set(parser: Any, query: exp.Query) -> exp.Query:
    """`|> SET a = f(a)`."""
    parser._advance()  # noqa: SLF001
    given = parser._parse_csv(parser._parse_assignment)  # noqa: SLF001
    changes = [exp.Alias(this=item.expression, alias=_identifier(item.this)) for item in given]
    return _around(parser, query, replace=changes)


def _drop(parser: Any, query: exp.Query) -> exp.Query:
    """`|> DROP a, b`."""
    parser._advance()  # noqa: SLF001
    dropped = parser._parse_csv(parser._parse_column)  # noqa: SLF001
    return _around(parser, query, except_=[_identifier(item) for item in dropped])


def _rename(parser: Any, query: exp.Query) -> exp.Query:
    """`|> RENAME a AS b, c d`."""
    parser._advance()  # noqa: SLF001
    return _around(parser, query, rename=parser._parse_csv(parser._parse_expression))  # noqa: SLF001


def _identifier(node: exp.Expr) -> exp.Expr:
    return node.this if isinstance(node, exp.Column) and isinstance(node.this, exp.Expr) else node
