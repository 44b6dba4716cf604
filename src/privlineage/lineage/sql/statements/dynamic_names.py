"""Tables and columns named by a value: `IDENTIFIER($t)`, `IDENTIFIER('db.s.t')`, `TABLE(:t)`."""

from __future__ import annotations

from sqlglot import exp

from privlineage.core.schema import name_parts
from privlineage.lineage.sql.session import Session
from privlineage.lineage.sql.statements.texts import text_of

__all__ = ["named"]

_VALUES = (exp.Parameter, exp.Placeholder, exp.Literal, exp.SessionParameter)


def named(tree: exp.Expr, session: Session) -> exp.Expr:
    """The tree with the names that are known in place of the values; the others are reported, and stand as written."""
    text = session.text.lower()
    if "identifier" in text:
        for node in list(tree.find_all(exp.DynamicIdentifier)):
            _replace(node, node.this, session)
    if "$" in text and session.dialect.name == "snowflake":
        for table in list(tree.find_all(exp.Table)):
            if isinstance(table.this, exp.Parameter) and not table.this.name.isdigit():
                _replace(table.this, table.this, session)
    if "table" in text:
        for rows in list(tree.find_all(exp.TableFromRows)):
            if isinstance(rows.this, _VALUES):
                table = exp.Table(this=rows.this, alias=rows.args.get("alias"))
                rows.replace(table)
                _replace(table.this, table.this, session)
    return tree


def _replace(node: exp.Expr, value: exp.Expr, session: Session) -> None:
    known = text_of(value, session.texts)
    table = node.parent if isinstance(node.parent, exp.Table) else None
    if known is None or not known.whole:
        session.report("dynamic", "a name is given by an expression", value)
        shown = value.sql(session.dialect.name or None)
        session.placeholders = {**session.placeholders, shown: shown}
        parts = [exp.to_identifier(shown, quoted=True)]
    else:
        parts = [exp.to_identifier(part, quoted=f'"{part}"' in known.text) for part in name_parts(known.text.strip())]
    if table is None:
        # A name in another place means a column, or whatever else stands there.
        node.replace(exp.column(parts[-1], *reversed(parts[:-1])))
        return
    for key, part in zip(("this", "db", "catalog"), reversed(parts), strict=False):
        table.set(key, part)
