"""Variables of Hive and Spark in a statement (`${hivevar:x}`): replaced by what the script set, else by a name.

They are put into the text before it is read, so that one may stand for a table, a column or a whole clause. Inside a
string an unknown one is a value like any other, unless the string names a place.
"""

from __future__ import annotations

import re
from bisect import bisect_right

from privlineage.lineage.sql.text.dialects import Traits
from privlineage.lineage.sql.text.lexing import Lexeme, scan

__all__ = ["setting_of", "with_variables"]

_DIALECTS = frozenset({"databricks", "hive", "spark", "spark2"})
_VARIABLE = re.compile(r"\$\{(?:(?:hivevar|hiveconf|sparkconf|spark|system|env):)?(?P<name>[\w.\-]+)\}", re.IGNORECASE)
_SETTING = re.compile(
    r"SET\s+(?:(?:hivevar|hiveconf|sparkconf|spark):)?(?P<name>[\w.\-]+)\s*=\s*(?P<value>.*)", re.IGNORECASE | re.DOTALL
)
MAX_INSERTED = 1_000_000
"""Characters that variables put into one statement; what is more stays a name."""
MAX_PATH = 1_000
"""Characters of a string that are looked through for the marks of a path."""
_PLACE = re.compile(r"\b(?:DIRECTORY|LOCATION|INPATH|PATH|TO)\s*\Z", re.IGNORECASE)


def setting_of(text: str) -> tuple[str, str] | None:
    """The name and value a SET statement gives.

    >>> setting_of("SET hivevar:t = sink")
    ('t', 'sink')
    """
    found = _SETTING.fullmatch(text)
    return (found.group("name").lower(), found.group("value").strip()) if found else None


def with_variables(text: str, known: dict[str, str], dialect: Traits) -> tuple[str, dict[str, str], list[int]]:
    """The text with variables replaced, the names that stand for unknown ones, and where those were.

    >>> from privlineage.lineage.sql.text.dialects import traits
    >>> with_variables("SELECT a FROM ${x}", {}, traits("hive"))
    ('SELECT a FROM _v0_', {'_v0_': '${x}'}, [14])
    """
    if dialect.name not in _DIALECTS or "${" not in text:
        return text, {}, []
    names: dict[str, str] = {}
    spots: list[int] = []
    quotes = [piece for piece in scan(text, dialect) if piece.kind in ("string", "quoted")]
    starts = [piece.start for piece in quotes]
    room = MAX_INSERTED

    def stand_in(match: re.Match[str]) -> str:
        nonlocal room
        index = bisect_right(starts, match.start()) - 1
        around = quotes[index] if index >= 0 and match.start() < quotes[index].end else None
        value = known.get(match.group("name").lower())
        if value is not None and len(value) <= room:
            room -= len(value)
            return value if around else value.ljust(len(match.group()))
        if around is not None and around.kind == "string":
            if _names_a_place(around, text):
                spots.append(match.start())
            return match.group()
        spots.append(match.start())
        name = f"_v{len(names)}".ljust(len(match.group()), "_")
        names[name] = match.group()
        return name

    return _VARIABLE.sub(stand_in, text), names, spots


def _names_a_place(string: Lexeme, text: str) -> bool:
    """Whether a string is a path, or stands where one is asked for."""
    return "/" in string.text[:MAX_PATH] or bool(_PLACE.search(text[max(0, string.start - 40) : string.start]))
