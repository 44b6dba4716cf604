"""The rules of statements recognised by their words."""

from __future__ import annotations

import re

from privlineage.core.schema import Schema
from privlineage.lineage.sql.commands import by_words
from privlineage.lineage.sql.resolve import resolve


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


def test_what_a_body_showed_before_is_not_part_of_what_it_exports() -> None:
    """The rows that go to the client stay apart from those that a later statement puts into a file."""
    script = "CREATE PROCEDURE p() BEGIN SELECT email FROM c; SELECT id FROM c INTO OUTFILE '/tmp/x'; END;\nCALL p();"
    called = resolve(script, "mysql", Schema({"c": {"id": "int", "email": "text"}})).statements[-1]
    columns = {name: sorted(output) for name, output in called.outputs.items()}
    assert columns == {"": ["email"], "/tmp/x": ["id"]}
