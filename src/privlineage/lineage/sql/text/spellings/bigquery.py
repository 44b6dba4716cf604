"""BigQuery's spellings that sqlglot does not read, as rules of `rewriting`."""

from __future__ import annotations

import re

from privlineage.lineage.sql.text.padding import Rule, blank, everywhere, first_group

__all__ = ["BIGQUERY"]

_FLAGS = re.IGNORECASE | re.DOTALL
_STRINGS = r"'(?:[^'\\]|\\.)*+'|\"(?:[^\"\\]|\\.)*+\""
_NAME = r"(?:`[^`]*`|[\w\-]+)(?:\.(?:`[^`]*`|[\w\-]+))*"
_TABLE_ARGUMENT = re.compile(rf"{_STRINGS}|(?P<lead>[(,]\s*)(?P<word>MODEL|TABLE)(?=\s+{_NAME}\s*[,)])", _FLAGS)


def _without_words(match: re.Match[str]) -> str:
    """`f(MODEL m, TABLE t)` names a model and a table: as arguments the names alone are read."""
    return match.group("lead") + "     " if match.group("word") else match.group()


BIGQUERY: tuple[Rule, ...] = (
    # A clone of the past, a clone or a copy with options: what is in it at first is the same table.
    (
        re.compile(
            rf"\A(CREATE\s+(?:OR\s+REPLACE\s+)?(?:SNAPSHOT\s+)?TABLE\b[^();]*?\b(?:CLONE|COPY)\s+{_NAME}).*", _FLAGS
        ),
        first_group,
    ),
    # An external table's connection; what its partitions are called is no column of the files.
    (
        re.compile(rf"(?<=\s)WITH\s+CONNECTION\s+{_NAME}(?=\s+OPTIONS\b)", _FLAGS),
        lambda match: blank(match) if re.match(r"CREATE\b", match.string, _FLAGS) else match.group(),
    ),
    # Arguments that are a model or a whole table.
    everywhere(_TABLE_ARGUMENT, _without_words),
)
