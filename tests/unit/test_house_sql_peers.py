"""The comparison with other readers of SQL: what the page says is what was counted."""

import csv
import json
from collections import Counter
from pathlib import Path

from benchmarks.peers.cases import Case
from benchmarks.peers.matching import compared
from benchmarks.peers.page import BEGIN, END, PAGE, generated

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"


def totals():
    return json.loads((BENCHMARKS / "sql_peers.json").read_text(encoding="utf-8"))


def disagreements():
    with (BENCHMARKS / "sql_disagreements.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_page_shows_the_totals_that_were_counted():
    text = PAGE.read_text(encoding="utf-8")
    assert generated(totals()) == text.partition(BEGIN + "\n")[2].partition(END)[0]


def test_the_totals_are_those_of_the_table_of_disagreements():
    counted = Counter((row["peer"], row["right"], row["evidence"]) for row in disagreements())
    said = {
        (peer, *kind.split(": ")): number
        for peer, found in totals()["peers"].items()
        for kind, number in found["evidence"].items()
    }
    assert dict(counted) == said


def test_every_disagreement_has_a_verdict_and_a_reason():
    rows = disagreements()
    assert {"ours", "both", "peer"} >= {row["right"] for row in rows}
    assert {"run", "fact", "agreed", "rule", "read"} >= {row["evidence"] for row in rows}
    assert [] == [row for row in rows if not row["why"] or not (row["peer misses"] or row["peer adds"])]


CASE = Case(
    id="a: b",
    group="a",
    raw={},
    script=("",),
    asked=("",),
    dialect="postgres",
    schema={"public.customer": {"email": "text", "country": "text"}},
    views={},
    columns={"": ("mail", "flag")},
    values=frozenset({("", "mail", "customer", "email")}),
    influences=frozenset({("", "flag", "customer", "country")}),
)


def answered(*edges):
    return compared(CASE, {"edges": edges, "error": ""})


def test_a_peer_may_spell_tables_and_unnamed_columns_in_its_own_way():
    assert answered(("", "_col_0", '"PUBLIC".Customer', "EMAIL")).is_exact


def test_a_field_counts_as_its_column():
    assert answered(("", "mail", "customer", "email.domain")).is_exact


def test_an_influence_given_as_value_is_forgiven_where_it_is_one():
    found = answered(("", "mail", "customer", "email"), ("", "flag", "customer", "country"))
    assert (False, found.expected) == (found.is_exact, found.lenient)


def test_a_source_that_is_no_influence_is_not_forgiven():
    found = answered(("", "mail", "customer", "email"), ("", "mail", "customer", "country"))
    assert found.lenient - found.expected == {("", "mail", "customer", "country")}


def test_what_a_peer_misses_is_missed():
    assert [(("", "mail"), answered().expected, frozenset())] == list(answered().disagreements())
