"""Variables of Hive and Spark in a statement (`${hivevar:x}`): replaced by what the script set, else by a name.

They are put into the text before it is read, so that one may stand for a table, a column or a whole clause. Inside a
string an unknown one is a value like any other, unless the string names a place.
"""

from __future__ import annotations

import re

from privlineage.lineage.sql.dialects import Traits
from privlineage.lineage.sql.lexing import scan

__all__ = ["setting_of", "with_variables"]

_DIALECTS = frozenset({"databricks", "hive", "spark", "spark2"})
_VARIABLE = re.compile(r"\$\{(?:(?:hivevar|hiveconf|sparkconf|spark|system|env):)?(?P<name>[\w.\-]+)\}", re.IGNORECASE)
_SETTING = re.compile(
    r"SET\s+(?:(?:hivevar|hiveconf|sparkconf|spark):)?(?P<name>[\w.\-]+)\s*=\s*(?P<value>.*)", re.IGNORECASE | re.DOTALL
)
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

    >>> from privlineage.lineage.sql.dialects import traits
    >>> with_variables("SELECT a FROM ${x}", {}, traits("hive"))
    ('SELECT a FROM _v0_', {'_v0_': '${x}'}, [14])
    """
    if dialect.name not in _DIALECTS or "${" not in text:
        return text, {}, []
    names: dict[str, str] = {}
    spots: list[int] = []
    pieces = (piece for piece in scan(text, dialect) if piece.kind in ("string", "quoted"))
    strings = [(piece.start, piece.end, piece.kind) for piece in pieces]

    def stand_in(match: re.Match[str]) -> str:
        around = next(((start, kind) for start, end, kind in strings if start < match.start() < end), None)
        value = known.get(match.group("name").lower())
        if value is not None:
            return value if around else value.ljust(len(match.group()))
        if around is not None and around[1] == "string":
            rest = text[around[0] : match.end() + 1]
            if "/" in rest or ":" in rest.replace(match.group(), "") or _PLACE.search(text[: around[0]]):
                spots.append(match.start())
            return match.group()
        spots.append(match.start())
        name = f"_v{len(names)}".ljust(len(match.group()), "_")
        names[name] = match.group()
        return name

    return _VARIABLE.sub(stand_in, text), names, spots
