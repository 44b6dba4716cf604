"""BigQuery's spellings that sqlglot does not read, as rules of `rewriting`."""

from __future__ import annotations

import re

from privlineage.lineage.sql.text.padding import Rule, blank

__all__ = ["BIGQUERY"]

_FLAGS = re.IGNORECASE | re.DOTALL
_STRINGS = r"'(?:[^'\\]|\\.)*+'|\"(?:[^\"\\]|\\.)*+\""
_NAME = r"(?:`[^`]*`|[\w\-]+)(?:\.(?:`[^`]*`|[\w\-]+))*"
_TABLE_ARGUMENT = re.compile(rf"{_STRINGS}|(?P<lead>[(,]\s*)(?P<word>MODEL|TABLE)(?=\s+{_NAME}\s*[,)])", _FLAGS)
_CLONED = re.compile(rf"(.*?\b(?:CLONE|COPY)\s+{_NAME})(.*)", _FLAGS)


def _first_part(match: re.Match[str]) -> str:
    found = _CLONED.match(match.group())
    return match.group() if found is None else found.group(1) + " " * len(found.group(2))


def _without_words(match: re.Match[str]) -> str:
    """`f(MODEL m, TABLE t)` names a model and a table: as arguments the names alone are read."""
    return _TABLE_ARGUMENT.sub(
        lambda found: found.group("lead") + "     " if found.group("word") else found.group(), match.group()
    )


BIGQUERY: tuple[Rule, ...] = (
    # A clone of the past, a clone or a copy with options: what is in it at first is the same table.
    (
        re.compile(
            rf"\ACREATE\s+(?:OR\s+REPLACE\s+)?(?:SNAPSHOT\s+)?TABLE\b[^();]*?\b(?:CLONE|COPY)\s+{_NAME}.*", _FLAGS
        ),
        _first_part,
    ),
    # An external table's connection; what its partitions are called is no column of the files.
    (
        re.compile(rf"(?<=\s)WITH\s+CONNECTION\s+{_NAME}(?=\s+OPTIONS\b)", _FLAGS),
        lambda match: blank(match) if re.match(r"CREATE\b", match.string, _FLAGS) else match.group(),
    ),
    # Arguments that are a model or a whole table.
    (
        re.compile(r"\A(?=.*?[(,]\s*(?:MODEL|TABLE)\s).*", _FLAGS),
        _without_words,
    ),
)
