"""Tables that change their names or their rows, in statements recognised by their words."""

from __future__ import annotations

import re

from privlineage.core.schema import name_parts
from privlineage.lineage.sql.guessing import guess
from privlineage.lineage.sql.queries.flows import Origin
from privlineage.lineage.sql.queries.relations import Name, Relation
from privlineage.lineage.sql.result import Write, WriteKind
from privlineage.lineage.sql.session import Session
from privlineage.lineage.sql.statements.altering import rename_table, swap_tables
from privlineage.lineage.sql.statements.targets import Target
from privlineage.lineage.sql.statements.texts import literals_of

__all__ = [
    "NAME",
    "PLACE",
    "copied_rows",
    "copy_rows",
    "exchange",
    "foreign_table",
    "insert_exec",
    "kept_at",
    "moved_rows",
    "named_target",
    "rename_procedure",
    "renames",
    "replace_table",
    "set_schema",
    "unquoted",
]


NAME = r"[\w$#@.\"`\[\]-]+"
PLACE = r"'(?P<place>(?:[^']|'')*)'"
"""A place as a string literal; its inside, for `unquoted`, is a group."""
_FLAGS = re.IGNORECASE | re.DOTALL


def named_target(name: str, session: Session) -> Target:
    """The table a name in a command means."""
    parts = [Name(part) for part in name_parts(name)]
    found = session.catalog.target(parts)
    return Target(found.name, found) if found is not None else Target(".".join(part.text for part in parts), None)


def unquoted(text: str) -> str:
    """The text of a string literal's inside."""
    return text.replace("''", "'")


def renames(match: re.Match[str], _text: str, session: Session) -> bool:
    """RENAME TABLE a TO b, c TO d: one after the other."""
    for pair in match.group("pairs").split(","):
        found = re.fullmatch(rf"\s*({NAME})\s+TO\s+({NAME})\s*", pair, _FLAGS)
        if found is not None:
            rename_table(
                named_target(found.group(1), session), [Name(part) for part in name_parts(found.group(2))], session
            )
    return True


def exchange(match: re.Match[str], _text: str, session: Session) -> bool:
    """ClickHouse's EXCHANGE TABLES."""
    swap_tables(named_target(match.group("first"), session), named_target(match.group("second"), session), session)
    return True


def set_schema(match: re.Match[str], _text: str, session: Session) -> bool:
    """ALTER TABLE t SET SCHEMA s: a rename."""
    target = named_target(match.group("table"), session)
    schema = [Name(part) for part in name_parts(match.group("schema"))]
    rename_table(target, [*schema, Name(name_parts(target.name)[-1])], session)
    return True


def copy_rows(source: str, target: str, session: Session) -> None:
    """Rows of one table go into another as they are."""
    session.inner(f"INSERT INTO {target} SELECT * FROM {source}", 0)  # noqa: S608  # it is resolved, not run


def copied_rows(match: re.Match[str], _text: str, session: Session) -> bool:
    """A partition of a table goes into another one, or a table becomes a partition: its rows are there from now on."""
    copy_rows(match.group("from"), match.group("into"), session)
    return True


def moved_rows(match: re.Match[str], _text: str, session: Session) -> bool:
    """Redshift's ALTER TABLE t APPEND FROM u, T-SQL's ALTER TABLE u SWITCH TO t: rows move as they are."""
    source = named_target(match.group("from"), session)
    copy_rows(match.group("from"), match.group("into"), session)
    session.write(Write(source.name, WriteKind.TRUNCATE, temporary=source.temporary))
    return True


def insert_exec(match: re.Match[str], text: str, session: Session) -> bool:
    """INSERT INTO t EXEC p: the rows of a procedure."""
    session.report_at("procedure", "what the procedure returns is not known", match.start("call"))
    guess(f"{text} {literals_of(text[match.end() :], session.dialect, session.texts)}", session)
    return True


def replace_table(match: re.Match[str], text: str, session: Session) -> bool:
    """Databricks: REPLACE TABLE t AS …."""
    session.inner("CREATE OR REPLACE TABLE" + text[match.end() :], match.end() - len("CREATE OR REPLACE TABLE"))
    return True


def foreign_table(match: re.Match[str], text: str, session: Session) -> bool:
    """CREATE FOREIGN TABLE: columns here, rows at another server, which is named."""
    session.inner(f"CREATE TABLE {match.group('table')} {match.group('columns')}", 0)
    target = named_target(match.group("table"), session)
    options = dict(re.findall(r"(\w+)\s+'((?:[^']|'')*)'", text[match.end() :]))
    remote = ".".join(options[key] for key in ("schema_name", "schema", "table_name", "table") if key in options)
    place = options.get("filename") or ".".join(filter(None, (match.group("server"), remote)))
    kept_at(place, target, session)
    return True


def kept_at(place: str, target: Target, session: Session) -> None:
    """The table's rows are those of a place, and what is written into it goes there."""
    session.read([place])
    session.outside[target.name] = place
    session.effects.output(target.name, Relation((), assumed=frozenset((Origin(place, "*", assumed=True),))))


def rename_procedure(match: re.Match[str], _text: str, session: Session) -> bool:
    """T-SQL: `EXEC sp_rename 'old', 'new'`."""
    target = named_target(match.group(1), session)
    if (match.group(3) or "").upper() == "COLUMN" and "." in match.group(1):
        table, _, column = match.group(1).rpartition(".")
        new = match.group(2).replace("]", "]]")
        session.inner(f"ALTER TABLE {table} RENAME COLUMN {column} TO [{new}]", 0)
        return True
    if (match.group(3) or "OBJECT").upper() != "OBJECT":
        session.report_at("unsupported", "sp_rename of something other than a table is not followed", 0)
        return True
    parts = [*(Name(part) for part in name_parts(target.name)[:-1]), Name(match.group(2))]
    rename_table(target, parts, session)
    return True
