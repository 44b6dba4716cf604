"""SQL without its literals, for what is kept: a literal may be a person's value (law 10)."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from sqlglot import exp

__all__ = ["KeptLiterals", "without_sql_literals"]

KeptLiterals: TypeAlias = Collection[tuple[str, int]]
"""Function and argument position of literals a declassifier lists."""


def without_sql_literals(text: str, dialect: str | None, kept: KeptLiterals = frozenset()) -> str:
    """A statement with its literals replaced (text by `'?'`, numbers by `0`), or nothing where it does not parse.

    Numbers that name a column (`GROUP BY 1`) or a size (`varchar(10)`, `LIMIT 5`) and a pivot's values, which become
    column names, are no data and stay.

    >>> without_sql_literals("create view v as select 'a@b' as c, x from t where y = 5 group by 2", "sqlite")
    "CREATE VIEW v AS SELECT '?' AS c, x FROM t WHERE y = 0 GROUP BY 2"
    """
    from sqlglot import exp

    from privlineage.lineage.sql.parsing import ParseFailure, parse, plain
    from privlineage.lineage.sql.text.dialects import traits
    from privlineage.lineage.sql.text.rewriting import readable

    style = traits(dialect)
    try:
        # As the resolver reads it: sqlglot alone would call functions by other names, which no declassifier lists.
        tree = parse(readable(text, style.name), style)
    except ParseFailure:
        return ""
    if isinstance(tree, exp.Command):
        return ""
    texts = (exp.National, exp.RawString, exp.HexString, exp.BitString, exp.ByteString, exp.UnicodeString)
    for node in list(tree.find_all(exp.Literal, *texts)):
        if not _stays(node, kept):
            number = isinstance(node, exp.Literal) and not node.is_string
            node.replace(exp.Literal.number(0) if number else exp.Literal.string("?"))
    try:
        return plain(tree.sql(dialect=style.name or None, comments=False))
    except Exception:  # noqa: BLE001  # a generator's bug on odd SQL must neither end a pull nor let a literal through
        return ""


def _stays(node: exp.Expression, kept: KeptLiterals) -> bool:
    from sqlglot import exp

    parent = node.parent
    if isinstance(parent, (exp.DataTypeParam, exp.Group, exp.Ordered, exp.Limit, exp.Offset, exp.Fetch)):
        return True
    if node.find_ancestor(exp.Pivot) is not None:
        return True
    return isinstance(parent, exp.Func) and any(
        (name.lower(), _position(parent, node)) in kept for name in _names(parent)
    )


def _names(function: exp.Func) -> list[str]:
    from sqlglot import exp

    from privlineage.lineage.sql.parsing import name_of

    return [name_of(function)] if isinstance(function, exp.Anonymous) else [*function.sql_names()]


def _position(function: exp.Func, node: exp.Expression) -> int:
    """The 0-based position of an argument among all the arguments of a function."""
    from sqlglot import exp

    listed: list[object] = []
    for key, value in function.args.items():
        if isinstance(function, exp.Anonymous) and key == "this":
            continue
        listed += value if isinstance(value, list) else [value]
    return next((index for index, item in enumerate(listed) if item is node), -1)
