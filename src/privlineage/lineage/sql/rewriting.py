"""Spellings sqlglot does not read, turned into ones it does, in place: what goes is replaced by spaces.

So the positions of everything else stay as they were.
"""

from __future__ import annotations

import re
from collections.abc import Callable

__all__ = ["readable"]


def _blank(match: re.Match[str]) -> str:
    return "".join(character if character == "\n" else " " for character in match.group())


def _padded(word: str) -> Callable[[re.Match[str]], str]:
    """The replacement of a match by a word that is no longer than it."""

    def replace(match: re.Match[str]) -> str:
        kept = _blank(match)
        return word + kept[len(word) :]

    return replace


_FLAGS = re.IGNORECASE | re.DOTALL

_RULES: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str]], ...] = (
    # MySQL, SQLite: REPLACE INTO is an INSERT that may overwrite a row of the same key.
    (re.compile(r"^REPLACE(?=\s+(?:INTO\s+)?[^\s(]+\s*(?:\(|SELECT|VALUES|WITH|TABLE))", _FLAGS), _padded("INSERT")),
    # SQLite: UPDATE OR IGNORE t.
    (re.compile(r"(?<=^UPDATE)\s+OR\s+(?:IGNORE|REPLACE|ABORT|FAIL|ROLLBACK)\b", _FLAGS), _blank),
    # MySQL: LOW_PRIORITY and friends.
    (re.compile(r"(?<=^INSERT)\s+(?:LOW_PRIORITY|DELAYED|HIGH_PRIORITY)\b", _FLAGS), _blank),
    (re.compile(r"(?<=^UPDATE)\s+(?:LOW_PRIORITY|IGNORE)\b", _FLAGS), _blank),
    (re.compile(r"(?<=^DELETE)\s+(?:LOW_PRIORITY|QUICK|IGNORE)\b", _FLAGS), _blank),
    # PostgreSQL: CREATE MATERIALIZED VIEW … WITH NO DATA, CREATE TABLE … ON COMMIT DROP.
    (re.compile(r"\bWITH\s+(?:NO\s+)?DATA\s*$", _FLAGS), _blank),
    # Spark: the one option of a table is where it is kept.
    (
        re.compile(r"(?<=\s)OPTIONS\s*\(\s*[\"'`]?path[\"'`]?\s*=?\s*('[^']*')\s*\)(?=\s*(?:AS\b|\Z))", _FLAGS),
        lambda match: f"LOCATION {match.group(1)}".ljust(len(match.group())),
    ),
    # Databricks and BigQuery clones.
    (re.compile(r"\b(?:DEEP|SHALLOW)(?=\s+CLONE\b)", _FLAGS), _blank),
    (re.compile(r"(?<=^CREATE)\s+SNAPSHOT(?=\s+TABLE\b)", _FLAGS), _blank),
    # Spark: INSERT OVERWRITE DIRECTORY 'x' USING format OPTIONS (…) SELECT.
    (
        re.compile(r"(?<=')\s*(?:USING\s+\w+|ROW\s+FORMAT|STORED\s+AS)\b.*?(?=\b(?:SELECT|WITH|TABLE|FROM)\b)", _FLAGS),
        _blank,
    ),
    # ClickHouse: ALTER TABLE t UPDATE a = b WHERE c.
    (re.compile(r"^ALTER\s+TABLE(?=\s+\S+\s+UPDATE\b)", _FLAGS), _padded("UPDATE")),
)
_DIRECTORY = re.compile(r"^INSERT\s+OVERWRITE\s+(?:LOCAL\s+)?DIRECTORY\b", _FLAGS)
_ORACLE_DELETE = re.compile(r"(?<=\s)DELETE\s+WHERE\b", _FLAGS)
_MUTATION = re.compile(r"^(UPDATE\s+\S+\s+)UPDATE\b", _FLAGS)


def _joined_condition(match: re.Match[str]) -> str:
    """Oracle's `UPDATE SET … WHERE a DELETE WHERE b`: both conditions choose rows, so they may stand as one."""
    before = match.string[: match.start()]
    branch = before[max(before.upper().rfind("WHEN"), 0) :]
    return _padded("AND" if re.search(r"\bWHERE\b", branch, _FLAGS) else "WHERE")(match)


def readable(text: str) -> str:
    """The statement in a spelling the parser knows; equal to the given text where it knows that one.

    >>> readable("REPLACE INTO t SELECT a FROM b")
    'INSERT  INTO t SELECT a FROM b'
    """
    for pattern, replacement in _RULES:
        if pattern.pattern.startswith("(?<=')") and not _DIRECTORY.match(text):
            continue
        text = pattern.sub(replacement, text, count=1)
    if text[:5].upper() == "MERGE":
        text = _ORACLE_DELETE.sub(_joined_condition, text)
    return _MUTATION.sub(lambda match: f"{match.group(1)}SET   ", text, count=1)
