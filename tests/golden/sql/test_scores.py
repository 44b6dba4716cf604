"""docs/sql.md says what the golden cases show, and the budget that the code has."""

import re

from privlineage.lineage.sql import parsing, resolve, session
from privlineage.lineage.sql.queries import flows
from scripts.sql_scores import Score, edges, with_table
from tests.conftest import ROOT

PAGE = (ROOT / "docs" / "sql.md").read_text(encoding="utf-8")


def test_the_table_of_scores_is_what_the_script_writes():
    """When this is red: `python scripts/sql_scores.py`, with `--run` when cases came or went."""
    assert with_table(PAGE).splitlines() == PAGE.splitlines()


def test_the_page_states_the_budget_of_the_code():
    stated = [int(number.replace(" ", "")) for number in re.findall(r"^\| ([\d ]+) \| \w", PAGE, re.MULTILINE)]
    assert stated == [
        resolve.MAX_STATEMENT,
        parsing.MAX_TOKENS,
        resolve.MAX_NESTING,
        parsing.MAX_OPEN_JOINS,
        session.MAX_DEPTH,
        session.MAX_STEPS,
    ]
    assert f"{flows.MAX_ORIGINS} ways" in PAGE
    assert f"{flows.MAX_PATH} functions" in PAGE


def test_a_score_counts_what_is_missing_and_what_is_too_much():
    expected = {"outputs": {"": {"a": ["t.x > md5", "t.y"], "*": ["~t.z"]}}, "unresolved": []}
    found = {"outputs": {"": {"a": ["t.x", "t.q"], "*": ["~t.z"]}}, "unresolved": ["star"]}
    score = Score()
    score.add(expected, found)
    assert {(0, "", "a", "t.x"), (0, "", "a", "t.y")} == edges(expected, influence=False)
    assert ["1", "0", "2", "0.50 / 0.50", "1", "1.00 / 1.00", "1"] == score.columns()
