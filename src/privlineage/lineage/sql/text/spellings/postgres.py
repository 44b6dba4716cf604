"""PostgreSQL's spellings, and those of its kin, that sqlglot does not read, as rules of `rewriting`."""

from __future__ import annotations

import re

from privlineage.lineage.sql.text.padding import Rule, blank, everywhere

__all__ = ["POSTGRES"]

_FLAGS = re.IGNORECASE | re.DOTALL
_ESCAPED = re.compile(r"\bU&([\"'])((?:(?!\1).|\1\1)*)\1(?:\s+UESCAPE\s+'(.)')?", _FLAGS)

_WRAPPERS = re.compile(
    r"(?<=\s)(?:WITH(?:OUT)?\s+(?:(?:UN)?CONDITIONAL\s+)?(?:ARRAY\s+)?WRAPPER|(?:KEEP|OMIT)\s+QUOTES)\b", _FLAGS
)


def _unescaped(match: re.Match[str]) -> str:
    r"""`U&"d\0061t"` as the name it is, which is never longer than it was."""
    mark, body, sign = match.group(1), match.group(2), re.escape(match.group(3) or "\\")
    point = re.compile(rf"{sign}(?:\+([0-9a-f]{{6}})|([0-9a-f]{{4}})|({sign}))", re.IGNORECASE)
    meant = point.sub(lambda found: found.group(3) or _character(found.group(1) or found.group(2)), body)
    return f"{mark}{meant}{mark}".ljust(len(match.group()))


def _character(code: str) -> str:
    return chr(min(int(code, 16), 0x10FFFF))


POSTGRES: tuple[Rule, ...] = (
    # CREATE TEMP TABLE … ON COMMIT DROP.
    (
        re.compile(
            r"(?<=\s)ON\s+COMMIT\s+(?:DROP|(?:DELETE|PRESERVE)\s+ROWS)\b(?=\s*(?:AS\b|WITH\b|TABLESPACE\b|\Z))", _FLAGS
        ),
        blank,
    ),
    # INSERT INTO t OVERRIDING SYSTEM VALUE.
    (re.compile(r"(?<=\s)OVERRIDING\s+(?:SYSTEM|USER)\s+VALUE\b", _FLAGS), blank),
    # CREATE FUNCTION … RETURNS SETOF t: its body tells the rows.
    (re.compile(r"(?<=\s)SETOF(?=\s+[\w.\"]+)", _FLAGS), blank),
    # psql's \copy is COPY with a file of the client.
    (re.compile(r"\A\\COPY\b", _FLAGS), lambda _match: " COPY"),
    # JSON_QUERY(x, path WITH WRAPPER KEEP QUOTES).
    (re.compile(r"\A.*?\bJSON_QUERY\b.*", _FLAGS), lambda match: _WRAPPERS.sub(blank, match.group())),
    # Names and strings with characters by number.
    everywhere(_ESCAPED, _unescaped),
)
