"""A known table that a statement names is in its edges, or something is unresolved: never silence."""

import random
from itertools import pairwise

import pytest

from privlineage.core.schema import Schema
from privlineage.lineage.sql.resolve import resolve
from privlineage.lineage.sql.text.dialects import traits
from privlineage.lineage.sql.text.lexing import scan
from tests.contract.sql.reach import short
from tests.golden.sql.corpus import corpus

WRAPPERS = {
    "subquery": "SELECT * FROM ({sql}\n) wrapped",
    "expression": "WITH wrapped AS ({sql}\n) SELECT * FROM wrapped",
    "view": "CREATE VIEW wrapped_view AS {sql}\n; SELECT * FROM wrapped_view",
    "temporary table": "CREATE TEMPORARY TABLE wrapped_table AS {sql}\n; SELECT * FROM wrapped_table",
    "both arms of a union": "SELECT * FROM ({sql}\n) a1 UNION ALL SELECT * FROM ({sql}\n) a2",
    "new table": "CREATE TABLE wrapped_output AS {sql}",
}
BEFORE_A_TABLE = {"FROM", "JOIN", "USING", "UPDATE", "INTO", "COPY", "OVERWRITE", "MERGE"}
ROUTINES = {"FUNCTION", "MACRO"}
RUNS_NOTHING = {"ALTER", "ANALYZE", "COMMENT", "DESC", "DESCRIBE", "EXPLAIN", "GRANT", "PREPARE", "REVOKE", "SHOW"}


def words_of(text, dialect):
    return [piece for piece in scan(text, traits(dialect)) if piece.kind not in ("space", "comment")]


def named(text, dialect):
    """Names that follow FROM, JOIN, … and are neither functions nor common table expressions of the statement."""
    words = words_of(text, dialect)
    if not words or words[0].text.upper() in RUNS_NOTHING or not ROUTINES.isdisjoint(w.text.upper() for w in words[:6]):
        return set()
    made = {
        short(word.text)
        for word, following in pairwise(words)
        if following.text.upper() == "AS" or following.text == "("
    }
    found = set()
    for index, word in enumerate(words):
        if word.text.upper() not in BEFORE_A_TABLE:
            continue
        end = index + 1
        while end + 2 < len(words) and words[end + 1].text == ".":
            end += 2
        # `extract(day FROM t)`, `IS DISTINCT FROM t`, `substring(a FROM b)`: a column may stand after FROM too.
        if end < len(words) and words[end].kind in ("word", "quoted") and words[index - 1].text.upper() != "DISTINCT":
            found.add(short(words[end].text))
    return found - made


def silent(text, dialect, schema, views=None):
    """The known tables that are named and of which nothing is said, by statement."""
    missed = []
    for statement in resolve(text, dialect, Schema(schema, views)).statements:
        writes = [name for write in statement.writes for name in (write.table, write.new_name) if name]
        said = {short(name) for name in (*statement.reads, *statement.outputs, *writes)}
        said |= {
            short(source.table)
            for columns in statement.outputs.values()
            for sources in columns.values()
            for source in sources
        }
        known = {short(table) for table in schema}
        if not statement.unresolved:
            missed += sorted((named(statement.sql, dialect) & known) - said)
    return missed


@pytest.mark.parametrize("case", corpus().values(), ids=corpus())
def test_no_golden_statement_is_silent_about_a_table(case):
    assert [] == silent(case["sql"], case["dialect"], case["schema"], case.get("views"))


@pytest.mark.parametrize("wrapper", WRAPPERS)
def test_no_wrapped_query_is_silent_about_a_table(wrapper):
    for case in corpus().values():
        if set(case.get("outputs") or {}) != {""} or case.get("unresolved") or ";" in case["sql"]:
            continue
        text = WRAPPERS[wrapper].format(sql=case["sql"])
        assert (text, []) == (text, silent(text, case["dialect"], case["schema"], case.get("views")))


def damaged(text, dialect, rng):
    """The statement with a word left out, doubled, exchanged with the next, or spelled differently."""
    words = [piece.text for piece in scan(text, traits(dialect))]
    index = rng.randrange(len(words))
    kind = rng.choice(("drop", "double", "swap", "misspell", "cut"))
    if kind == "drop":
        del words[index]
    elif kind == "double":
        words[index:index] = [words[index], " "]
    elif kind == "swap" and index + 2 < len(words):
        words[index], words[index + 2] = words[index + 2], words[index]
    elif kind == "misspell" and len(words[index]) > 2:
        words[index] = words[index][:-1]
    elif kind == "cut":
        del words[index:]
    return "".join(words)


def misses(rounds, seed):
    rng = random.Random(seed)
    found = []
    for case in corpus().values():
        for _ in range(rounds):
            text = damaged(case["sql"], case["dialect"], rng)
            if silent(text, case["dialect"], case["schema"], case.get("views")):
                found.append((case["dialect"], text))
    return found


def test_a_damaged_statement_is_not_silent_about_a_table():
    assert [] == misses(3, seed=1)


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(2, 12))
def test_many_damaged_statements_are_not_silent_about_a_table(seed):
    assert [] == misses(40, seed)


def test_a_statement_behind_a_search_path_is_not_silent():
    assert not silent("SET search_path = y SELECT a FROM c", "postgres", {"c": {"a": "int"}}, None)
