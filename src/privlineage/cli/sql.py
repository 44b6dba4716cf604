"""`privlineage sql`: the column lineage of a file of SQL."""

from __future__ import annotations

from typing import Annotated

import typer

from privlineage.cli.files import read_json, read_text
from privlineage.cli.options import FormatOption, OutputFormat
from privlineage.cli.screen import say, show_json
from privlineage.core.errors import Place, PrivlineageError
from privlineage.core.schema import Schema
from privlineage.lineage.sql.result import SourceColumn, SqlLineage, StatementLineage

__all__ = ["sql"]


def sql(
    file: Annotated[str, typer.Argument(metavar="FILE", help="A file of SQL statements, - for standard input.")],
    *,
    dialect: Annotated[
        str, typer.Option("--dialect", help="The dialect, by sqlglot's name: postgres, snowflake, …")
    ] = "",
    schema: Annotated[
        str | None,
        typer.Option("--schema", metavar="FILE", help='Tables as JSON: {"table": {"column": "type"}}.'),
    ] = None,
    output: FormatOption = OutputFormat.text,
) -> int:
    """Show which columns feed which, and what could not be resolved (exit 1)."""
    from privlineage.lineage.sql.resolve import resolve

    _check_dialect(dialect)
    lineage = resolve(read_text(file), dialect or None, _schema(schema))
    if output is OutputFormat.json:
        show_json(lineage.to_contract_json())
    else:
        _show(lineage, file)
    return 1 if lineage.unresolved else 0


def _schema(path: str | None) -> Schema:
    if path is None:
        return Schema()
    try:
        return Schema.from_contract(read_json(path))
    except PrivlineageError as error:
        place = error.place or Place(path)
        raise PrivlineageError(error.code, error.message, hint=error.hint, place=place) from None


def _check_dialect(dialect: str) -> None:
    """The resolver takes any name; a person who misspelt one wants to know."""
    from difflib import get_close_matches

    from sqlglot import Dialects

    from privlineage.lineage.sql.text.dialects import traits

    known = [each.value for each in Dialects]
    if traits(dialect).name not in known:
        near = get_close_matches(dialect.lower(), known, n=1)
        hint = f"did you mean `{near[0]}`?" if near else f"one of {', '.join(name for name in known if name)}"
        raise PrivlineageError("PL001", f"the dialect `{dialect}` is not known", hint=hint)


def _show(lineage: SqlLineage, file: str) -> None:
    for number, statement in enumerate(lineage.statements, start=1):
        if number > 1:
            say()
        say(f"{file}:{statement.line} statement {number}", "bold")
        _show_statement(statement)
    if not lineage.statements:
        say("no statement")


def _show_statement(statement: StatementLineage) -> None:
    for table, columns in statement.outputs.items():
        say(f"  {table or '(result)'}")
        for column, sources in columns.items():
            if not sources:
                say(f"    {column} ← nothing")
            for source in sources:
                say(f"    {column} ← {_source(source)}")
    for entry in statement.unresolved:
        say(f"  unresolved at {entry.line}:{entry.column}: {entry.reason}", "yellow")


def _source(source: SourceColumn) -> str:
    functions = "".join(f" → {use.function}" for use in source.path)
    marks = [mark for mark in (source.kind if source.kind != "value" else "", source.transform or "") if mark]
    if source.confidence != "parsed":
        marks.append(source.confidence)
    return f"{source.table}.{source.column}{functions}" + (f"  [{', '.join(marks)}]" if marks else "")
