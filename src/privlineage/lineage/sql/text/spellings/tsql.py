"""SQL Server's spellings that sqlglot does not read, as rules of `rewriting`."""

from __future__ import annotations

import re

from privlineage.lineage.sql.text.padding import Rule, first_group

__all__ = ["TSQL"]

_FLAGS = re.IGNORECASE | re.DOTALL


_GROWS = re.compile(r"((?:(?:@?\w+|\[[^\]]+\])\.)*(?:@?\w+|\[[^\]]+\]))\s*([-+*/%&^|])=")


def _as_cast(match: re.Match[str]) -> str:
    """PARSE(x AS type USING culture): a cast."""
    opening, inside, culture = match.groups()
    return f"CAST({inside}".ljust(len(opening) + len(inside)) + " " * len(culture) + ")"


def _as_file(match: re.Match[str]) -> str:
    """OPENROWSET(BULK 'path', …): a file read in place."""
    return "READ_FILES(".ljust(len(match.group()))


TSQL: tuple[Rule, ...] = (
    # ALTER VIEW v WITH SCHEMABINDING AS …: how the view is kept.
    (
        re.compile(
            r"^(ALTER\s+VIEW\s+[^\s(]+(?:\s*\([^)]*\))?)\s+WITH(?:\s*,?\s*(?:SCHEMABINDING|ENCRYPTION|VIEW_METADATA))+"
            r"(?=\s+AS\b)",
            _FLAGS,
        ),
        first_group,
    ),
    # INSERT INTO t WITH (TABLOCK) …: how the table is locked.
    (
        re.compile(r"^((?:INSERT\s+(?:INTO\s+)?|UPDATE\s+|DELETE\s+(?:FROM\s+)?)[^\s()]+)\s+WITH\s*\([^()]*\)", _FLAGS),
        first_group,
    ),
    # How many rows are changed at most.
    (re.compile(r"^(INSERT|MERGE|UPDATE)\s+TOP\s*\([^()]*\)(?:\s+PERCENT\b)?", _FLAGS), first_group),
    (re.compile(r"\b((?:TRY_)?PARSE\()([^()]{1,500}?\sAS\s+\w+)(\s+USING\s+'[^']*')?\s*\)", _FLAGS), _as_cast),
    (re.compile(r"\bOPENROWSET\s*\(\s*BULK\b", _FLAGS), _as_file),
    # SET @v += x, SELECT @v += x, SET t.c += x: a sign the parser does not know.
    (
        re.compile(r"^(?:SET|SELECT|UPDATE|MERGE|WITH)\b.*[\w\]]\s*[-+*/%&^|]=.*", _FLAGS),
        lambda match: _GROWS.sub(r"\1 = \1 \2", match.group()),
    ),
)
