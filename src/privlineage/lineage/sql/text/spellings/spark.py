"""Spark's, Databricks' and Hive's spellings that sqlglot does not read, as rules of `rewriting`."""

from __future__ import annotations

import re

from privlineage.lineage.sql.text.padding import Rule, blank, everywhere

__all__ = ["SPARK"]

_FLAGS = re.IGNORECASE | re.DOTALL
_NAMED = re.compile(r"\bIDENTIFIER\s*\(\s*'([\w.`\-]+)'\s*\)", re.IGNORECASE)


_GUARDED = re.compile(
    r"(?<=\s)(?:MASK\s+[\w.`]+(?:\s+USING\s+COLUMNS\s*\([^()]*\))?(?=\s*[,)\s])"
    r"|WITH\s+ROW\s+FILTER\s+[\w.`]+\s+ON\s*\([^()]*\))",
    _FLAGS,
)


def _placed(match: re.Match[str]) -> str:
    """The directory before the format, where it is one of the options."""
    return f"{match.group('head')} {match.group('place')} ".ljust(len(match.group()))


SPARK: tuple[Rule, ...] = (
    # IDENTIFIER('a.b') is the name in the literal.
    everywhere(_NAMED, lambda match: match.group(1).ljust(len(match.group()))),
    (
        re.compile(
            r"^(?P<head>INSERT\s+OVERWRITE\s+(?:LOCAL\s+)?DIRECTORY)\s+USING\s+\w+\s+OPTIONS\s*\("
            r"(?:[^()']|'[^']*')*?[\"'`]?\bpath[\"'`]?\s*=?\s*(?P<place>'[^']*')(?:[^()']|'[^']*')*\)",
            _FLAGS,
        ),
        _placed,
    ),
    # What a script hands back, listed without parentheses.
    (
        re.compile(r"(\bUSING\s+(?:'[^']*'|\"[^\"]*\")\s+AS)\s(\s*\w+(?:\s*,\s*\w+)*)\s(?=\s*FROM\b)", _FLAGS),
        lambda match: f"{match.group(1)}({match.group(2)})",
    ),
    # A table read as a stream is read like any other.
    everywhere(
        re.compile(r"(?<=\s)STREAM\s*\(\s*(?P<name>(?:`[^`]*`|[\w.])+)\s*\)", _FLAGS),
        lambda match: f"{' ' * (match.start('name') - match.start())}{match.group('name')}".ljust(len(match.group())),
    ),
    everywhere(re.compile(r"(?<=\bFROM)\s+STREAM(?=\s+[\w`])|(?<=\bJOIN)\s+STREAM(?=\s+[\w`])", _FLAGS), blank),
    # A source by the full name of its class.
    (
        re.compile(r"\ACREATE\b[^;]*?\bUSING\s+(?:\w+\.)+(?=\w+\s*(?:OPTIONS\b|LOCATION\b|AS\b|\Z))", _FLAGS),
        lambda match: re.sub(r"(?:\w+\.)+\Z", blank, match.group()),
    ),
    # Who may see a row or a value says nothing of where it goes.
    (
        re.compile(r"\ACREATE\s+(?:OR\s+REPLACE\s+)?TABLE\b.*", _FLAGS),
        lambda match: _GUARDED.sub(blank, match.group()),
    ),
    (re.compile(r"(?<=\s)PARTITIONED\s+ON\s*\([^()]*\)(?=\s*AS\b)", _FLAGS), blank),
    # When a view is made anew says nothing of what is in it.
    (
        re.compile(
            r"\bSCHEDULE\s+(?:REFRESH\s+)?(?:EVERY\s+\d+\s+\w+|CRON\s+'[^']*'(?:\s+AT\s+TIME\s+ZONE\s+'[^']*')?)",
            _FLAGS,
        ),
        blank,
    ),
    # How the rows are to be written changes none of them.
    (re.compile(r"(?<=\s)WITH\s+SCHEMA\s+EVOLUTION(?=\s+INTO\b)", _FLAGS), blank),
)
