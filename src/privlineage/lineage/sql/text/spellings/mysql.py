"""MySQL's and MariaDB's spellings that sqlglot does not read, as rules of `rewriting`."""

from __future__ import annotations

import re

from privlineage.lineage.sql.text.padding import Rule, blank, everywhere, first_group

__all__ = ["MYSQL"]

_FLAGS = re.IGNORECASE | re.DOTALL
_NAME = r"[\w$.`]+"
_LISTED = r"[\w$.`*]+"


_MODIFIERS = re.compile(
    r"(\bSELECT(?:\s+(?:ALL|DISTINCT|DISTINCTROW))?)"
    r"((?:\s+(?:HIGH_PRIORITY|SQL_(?:SMALL_RESULT|BIG_RESULT|BUFFER_RESULT|NO_CACHE|CACHE|CALC_FOUND_ROWS)))+)\b",
    _FLAGS,
)

MYSQL: tuple[Rule, ...] = (
    # SELECT SQL_NO_CACHE DISTINCT …: how the rows are found.
    everywhere(_MODIFIERS, first_group),
    # ALTER ALGORITHM = MERGE DEFINER = x SQL SECURITY INVOKER VIEW v AS …: by whose right, and how, it is read.
    (
        re.compile(
            r"(?<=^ALTER)(?:\s+(?:ALGORITHM\s*=\s*\w+|DEFINER\s*=\s*\S+|SQL\s+SECURITY\s+(?:=\s*)?\w+))+(?=\s+VIEW\b)",
            _FLAGS,
        ),
        blank,
    ),
    # DELETE t.*, u.* FROM …: the star says nothing more than the table.
    (
        re.compile(rf"^DELETE\s+(?:FROM\s+)?{_LISTED}(?:\s*,\s*{_LISTED})*\s+(?:FROM|USING)\b", _FLAGS),
        lambda match: match.group().replace(".*", "  "),
    ),
    # Partitions of the written table are named, not columns.
    (
        re.compile(rf"(?<=^INSERT)(\s+(?:IGNORE\s+)?(?:INTO\s+)?{_NAME}\s+)PARTITION\s*\([^)]*\)", _FLAGS),
        first_group,
    ),
    # CREATE TABLE t … IGNORE SELECT: what becomes of rows of the same key.
    (
        re.compile(
            r"^(CREATE\s+(?:TEMPORARY\s+)?TABLE\b.*?)\s(?:IGNORE|REPLACE)(?=\s+(?:AS\s+)?(?:SELECT|WITH|TABLE)\b)",
            _FLAGS,
        ),
        first_group,
    ),
)
