"""The rules of statements recognised by their words."""

from __future__ import annotations

import re

from privlineage.lineage.sql.commands import by_words


def test_every_pattern_compiles_although_none_does_before_its_first_statement() -> None:
    """A slip in a pattern would else show only in a statement of its kind."""
    tables = (by_words._BY_WORD, *by_words._OF_DIALECT.values())  # the tables the resolver tries
    patterns = {pattern for table in tables for rules in table.values() for pattern, _ in rules}
    broken = []
    for pattern in sorted(patterns):
        try:
            re.compile(pattern, re.IGNORECASE | re.DOTALL)
        except re.error:
            broken.append(pattern)
    assert broken == []
    assert len(patterns) > 100
