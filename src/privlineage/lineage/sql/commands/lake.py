"""Statements of Hive, Spark, Trino and Athena that are recognised by their words: tables over files, and their care."""

from __future__ import annotations

import re

from privlineage.lineage.sql.commands.exits import load
from privlineage.lineage.sql.commands.places import NAME, PLACE, copy_rows, named_target, unquoted
from privlineage.lineage.sql.commands.rules import Rules, nothing
from privlineage.lineage.sql.queries.flows import Flow, Origin
from privlineage.lineage.sql.queries.relations import Column, Relation
from privlineage.lineage.sql.result import Write, WriteKind
from privlineage.lineage.sql.session import Session
from privlineage.lineage.sql.statements.altering import move_column
from privlineage.lineage.sql.statements.blocks import rows_of
from privlineage.lineage.sql.statements.targets import leave
from privlineage.lineage.sql.text.hive_variables import setting_of

__all__ = ["LAKE"]

_TABLE = rf"ALTER\s+TABLE\s+(?:IF\s+EXISTS\s+)?(?P<table>{NAME})\s+"


def _filled(match: re.Match[str], _text: str, session: Session) -> bool:
    """A partition, or a whole table, whose rows are from now on those of a place."""
    target, place = named_target(match.group("table"), session), unquoted(match.group("place"))
    session.read([place])
    whole = frozenset((Origin(place, "*", assumed=True),))
    session.effects.output(target.name, Relation([Column(name, Flow()) for name in target.columns], assumed=whole))
    session.write(Write(target.name, WriteKind.APPEND, columns=target.columns))
    return True


def _moved(match: re.Match[str], text: str, session: Session) -> bool:
    """A table kept in another place: its rows are the ones there, and what is written goes there."""
    session.outside[named_target(match.group("table"), session).name] = unquoted(match.group("place"))
    return _filled(match, text, session)


def _exported(match: re.Match[str], _text: str, session: Session) -> bool:
    """Hive's EXPORT TABLE t PARTITION (…) TO 'x'."""
    chosen = " AND ".join(match.group("partition").split(","))
    rows = rows_of(f"SELECT * FROM {match.group('table')} WHERE {chosen}", 0, session)  # noqa: S608  # resolved, not run
    leave(unquoted(match.group("place")), rows, session)
    return True


def _exchanged(match: re.Match[str], _text: str, session: Session) -> bool:
    """Hive's ALTER TABLE t EXCHANGE PARTITION (…) WITH TABLE u: a partition of the other table goes into this one."""
    copy_rows(match.group("other"), match.group("table"), session)
    return True


def _macro(match: re.Match[str], _text: str, session: Session) -> bool:
    """Hive's CREATE TEMPORARY MACRO f(x type) expression: a function of one expression."""
    session.inner(f"CREATE FUNCTION {match.group('head')} RETURNS string RETURN {match.group('body')}", 0)
    return True


def _setting(_match: re.Match[str], text: str, session: Session) -> bool:
    """SET x = y: what `${x}` stands for from now on."""
    given = setting_of(text)
    if given is not None:
        session.settings[given[0]] = given[1]
    return False


def _view_of_file(match: re.Match[str], _text: str, session: Session) -> bool:
    """Spark's CREATE TEMPORARY VIEW v USING format OPTIONS (path 'x'): what is in the file, or in another system."""
    options = match.group("options")
    found = {name.lower(): value for name, value in _OPTION.findall(options)}
    place = found.get("path") or found.get("url") or found.get("dbtable") or match.group("format")
    plain = re.sub(r"(?<=//)[^/@]*@|\?.*", "", place) if "path" not in found else place
    query = f"SELECT * FROM parquet.`{plain}`"  # noqa: S608  # it is resolved, not run
    session.inner(f"CREATE TEMPORARY VIEW {match.group('name')} {match.group('columns') or ''} AS {query}", 0)
    return True


def _changed(match: re.Match[str], _text: str, session: Session) -> bool:
    """ALTER TABLE t CHANGE a b type AFTER c: another name, another place."""
    table, new, place = match.group("table"), match.group("new"), match.group("place")
    old = match.groupdict().get("old")
    if old is not None and old.strip("`").lower() != new.strip("`").lower():
        session.inner(f"ALTER TABLE {table} RENAME COLUMN {old} TO {new}", 0)
    if place is not None:
        move_column(named_target(table, session), new.strip("`"), place[5:].strip().strip("`"), session)
    return True


_OPTION = re.compile(r"[\"'`]?([\w.]+)[\"'`]?\s*=?\s*'([^']*)'")

LAKE: Rules = (
    (rf"{_TABLE}ADD\s+(?:IF\s+NOT\s+EXISTS\s+)?PARTITION\b.*?\bLOCATION\s+{PLACE}", _filled),
    (rf"{_TABLE}EXECUTE\s+add_files\b.*?\blocation\s*=>\s*{PLACE}", _filled),
    (rf"{_TABLE}PARTITION\s*\([^()]*\)\s*SET\s+LOCATION\s+{PLACE}", _filled),
    (rf"{_TABLE}SET\s+LOCATION\s+{PLACE}", _moved),
    (
        (
            rf"{_TABLE}(?:EXECUTE\s+(?:optimize|optimize_manifests|expire_snapshots|remove_orphan_files|drop_extended_stats)"
            r"\b|SET\s+(?:PROPERTIES|TBLPROPERTIES|SERDEPROPERTIES|SERDE|TAGS|OWNER|ROW\s+FILTER|AUTHORIZATION)\b"
            r"|UNSET\s+(?:TBLPROPERTIES|TAGS)\b|DROP\s+ROW\s+FILTER\b|(?:RECOVER|DROP(?:\s+IF\s+EXISTS)?)\s+PARTITIONS?\b"
            r"|(?:ALTER|CHANGE)\s+(?:COLUMN\s+)?\S+\s+(?:SET|DROP|UNSET)\s+(?:MASK|TAGS|COMMENT|DEFAULT|NOT\s+NULL)\b)"
        ),
        nothing,
    ),
    (
        (
            rf"{_TABLE}CHANGE\s+(?:COLUMN\s+)?(?P<old>{NAME})\s+(?P<new>{NAME})\s+[\w<(][^']*?(?:\s+COMMENT\s+'[^']*')?"
            rf"(?:\s+(?P<place>FIRST|AFTER\s+{NAME}))?(?:\s+(?:CASCADE|RESTRICT))?\s*\Z"
        ),
        _changed,
    ),
    (rf"{_TABLE}ALTER\s+(?:COLUMN\s+)?(?P<new>{NAME})\s+(?P<place>FIRST|AFTER\s+{NAME})\s*\Z", _changed),
    (
        (
            rf"{_TABLE}(?:PARTITION\s*\([^()]*\)\s*)?(?:RENAME\s+TO\s+PARTITION|CONCATENATE|TOUCH|(?:UN)?ARCHIVE|COMPACT|"
            r"SET\s+FILEFORMAT|UPDATE\s+STATISTICS|(?:NOT\s+)?(?:CLUSTERED|SKEWED|SORTED)|ENABLE|DISABLE)\b"
        ),
        nothing,
    ),
    (r"ALTER\s+MATERIALIZED\s+VIEW\s+\S+\s+(?:REBUILD|ENABLE|DISABLE)\b", nothing),
    (r"DFS\s+-(?:ls|mkdir|rm|rmr|du|count|chmod|chown|test|touchz)\b", nothing),
    (rf"{_TABLE}EXCHANGE\s+PARTITION\s*\([^()]*\)\s*WITH\s+TABLE\s+(?P<other>{NAME})", _exchanged),
    (rf"EXPORT\s+TABLE\s+(?P<table>{NAME})\s+PARTITION\s*\((?P<partition>[^()]*)\)\s*TO\s+{PLACE}", _exported),
    (rf"IMPORT\s+(?:EXTERNAL\s+)?TABLE\s+(?P<table>{NAME})\b.*?\bFROM\s+{PLACE}", load),
    (
        r"CREATE\s+TEMPORARY\s+MACRO\s+(?P<head>\w+\s*\((?:[^()]|\([^()]*\))*\))\s*(?:RETURN\s+)?(?P<body>.+)",
        _macro,
    ),
    (r"SET\s+(?!VAR\b|VARIABLE\b|SESSION\b|ROLE\b|PATH\b|TIME\b)\S+?\s*=", _setting),
    (
        (
            rf"CREATE\s+(?:OR\s+REPLACE\s+)?(?:GLOBAL\s+)?TEMP(?:ORARY)?\s+VIEW\s+(?:IF\s+NOT\s+EXISTS\s+)?(?P<name>{NAME})"
            r"\s*(?P<columns>\([^()]*\))?\s*USING\s+(?P<format>[\w.]+)\s*(?P<options>.*)"
        ),
        _view_of_file,
    ),
    (r"DELETE\s+(?:JAR|FILE|ARCHIVE)S?\s+(?!WHERE\b)\S", nothing),
    (r"RELOAD\s+FUNCTIONS?\b", nothing),
)
