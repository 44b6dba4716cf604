"""However a query is wrapped, its columns keep their sources, or what was lost is reported: nothing goes silently.

Every query of the golden corpus, and of TPC-H and TPC-DS, is put into a subquery, a common table expression, a view, an
arm of a union, a struct, an alias, a temporary table and a lateral item; and into two of them, one inside the other.
"""

import re
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlglot import exp

from privlineage.core.schema import Schema
from privlineage.lineage.sql.resolve import resolve
from tests.golden.sql.corpus import corpus
from tests.golden.tpc.queries import SUITES, queries, tables

SHARE = 0.03
"""The share of wrapped forms of resolvable queries that may have an unresolved entry."""
WRITING = ("insert ", "update ", "delete ", "merge ", " into ")
"""A query that writes on its way may stand only at the top of a statement."""


def subquery(sql, names, dialect):
    return f"SELECT * FROM ({sql}\n) wrapped"


def expression(sql, names, dialect):
    return f"WITH wrapped AS ({sql}\n) SELECT * FROM wrapped"


def view(sql, names, dialect):
    return f"CREATE VIEW wrapped_view AS {sql}\n;\nSELECT * FROM wrapped_view"


def union_arm(sql, names, dialect):
    return f"SELECT * FROM ({sql}\n) a1 UNION ALL SELECT * FROM ({sql}\n) a2"


def struct(sql, names, dialect):
    """All columns as the fields of one value; a whole row where the dialect has such a thing."""
    return f"SELECT s.one_row AS whole FROM (SELECT one_row FROM ({sql}\n) one_row) s"


def alias(sql, names, dialect):
    """Every column under another name."""
    listed = ", ".join(f"one_row.{spelled(name, dialect)} AS d{at}" for at, name in enumerate(names))
    return f"SELECT {listed} FROM ({sql}\n) one_row"


def spelled(name, dialect):
    return exp.to_identifier(name, quoted=not re.fullmatch(r"[a-z_]\w*", name, re.IGNORECASE)).sql(dialect)


def temporary(sql, names, dialect):
    return f"CREATE TEMPORARY TABLE wrapped_table AS {sql}\n;\nSELECT * FROM wrapped_table"


def lateral(sql, names, dialect):
    if dialect == "tsql":
        return f"SELECT l.* FROM (VALUES (1)) one (x) CROSS APPLY ({sql}\n) l"
    return f"SELECT l.* FROM (VALUES (1)) one (x) CROSS JOIN LATERAL ({sql}\n) l"


WRAPPERS = (subquery, expression, view, union_arm, struct, alias, temporary, lateral)
INNER = (subquery, expression, union_arm, struct, alias, lateral)
"""Those that leave one query, which can be wrapped again."""
AT_THE_TOP = {"tsql"}
"""Where a WITH stands at the top of a statement only, and neither views nor temporary tables are made of queries so."""


@cache
def resolvable():
    """Every query of the corpus that shows rows, writes nothing on its way and has nothing unresolved."""
    found = {}
    for name, case in corpus().items():
        if is_query(case) and not case.get("unresolved"):
            found[name] = (case["sql"].rstrip("; \n"), case.get("dialect"), case["schema"], case.get("views"))
    for suite in SUITES:
        for number, text in queries(suite).items():
            found[f"{suite}: {number}"] = (text.rstrip("; \n"), "duckdb", tables(suite), None)
    return found


def is_query(case):
    text = " ".join(case["sql"].lower().split())
    starts = text.startswith(("select", "with", "values", "from", "("))
    only = set(case.get("outputs") or {}) == {""} and "all" not in case and ";" not in text.rstrip("; ")
    return starts and only and not any(word in text for word in WRITING)


@cache
def plain(name):
    """The columns a query shows, and the columns of tables that anything of it depends on, by strength."""
    return shown(name, resolvable()[name][0])


def of_case(case):
    return resolve(case["sql"], case.get("dialect"), Schema(case["schema"], case.get("views")))


@cache
def shown(name, sql):
    """What the last statement shows: its columns, the sources of values, all sources, whether all is resolved."""
    _, dialect, schema, views = resolvable()[name]
    lineage = resolve(sql, dialect, Schema(schema, views))
    outputs = lineage.statements[-1].outputs.get("", {})
    everything = [source for sources in outputs.values() for source in sources]
    values = frozenset((one.table, one.column) for one in everything if one.kind == "value")
    return tuple(outputs), values, frozenset((one.table, one.column) for one in everything), not lineage.unresolved


def wrapped(name, *wrappers):
    """A query inside one wrapper after the other, None where the dialect has no such form."""
    text, dialect, _, _ = resolvable()[name]
    is_with = text.lstrip().lower().startswith("with")
    for wrapper in wrappers:
        if dialect in AT_THE_TOP and (is_with or (wrapper in (view, temporary) and wrapper is not wrappers[-1])):
            return None
        names = shown(name, text)[0]
        if wrapper is alias and (not names or "*" in names[:1]):
            return None
        text = wrapper(text, [column for column in names if column != "*"], dialect)
        is_with = wrapper is expression
    return text


def lost(name, text):
    """The sources that a wrapped form has no more, and whether it says that everything is resolved."""
    _, values, everything, _ = plain(name)
    _, kept, still_there, is_clear = shown(name, text)
    return sorted((values - kept) | (everything - still_there)), is_clear


def test_queries_of_every_group_are_wrapped():
    groups = {name.split(":")[0] for name in resolvable()}
    assert {"ctes", "joins", "select", "setops", "nested", "tpch", "tpcds"} <= groups
    assert 400 <= len(resolvable())


@pytest.mark.parametrize("wrapper", WRAPPERS, ids=lambda wrapper: wrapper.__name__)
def test_no_source_is_lost_in_silence(wrapper):
    silent = {}
    for name in resolvable():
        text = wrapped(name, wrapper)
        missing, is_clear = lost(name, text) if text else ([], True)
        if missing and is_clear:
            silent[name] = missing
    assert {} == silent


@settings(max_examples=settings.default.max_examples * 4)
@given(st.data())
def test_no_source_is_lost_in_silence_in_two_wrappers(data):
    name = data.draw(st.sampled_from(sorted(resolvable())))
    wrappers = data.draw(st.sampled_from(INNER)), data.draw(st.sampled_from(WRAPPERS))
    text = wrapped(name, *wrappers)
    missing, is_clear = lost(name, text) if text else ([], True)
    assert not missing or not is_clear


def test_what_is_written_to_be_resolvable_is_resolved():
    cases = [case for case in corpus().values() if not case.get("unresolved")]
    assert 500 <= len(cases)
    open_ends = [case["name"] for case in cases if of_case(case).unresolved]
    assert [] == open_ends


def test_few_wrapped_forms_are_unresolved():
    """Reporting everything as unknown would be no way out."""
    forms = [(name, wrapped(name, wrapper)) for name in resolvable() for wrapper in WRAPPERS]
    clear = [shown(name, text)[3] for name, text in forms if text]
    assert 3000 <= len(clear)
    assert clear.count(False) <= SHARE * len(clear)
