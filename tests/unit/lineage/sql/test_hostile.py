"""Hostile texts end in bounded work: with the exact edges where they are within the budget, else unresolved.

The budget of one statement: a million characters, 250,000 words, brackets 250 deep, 400 query levels, three million
steps; of a column: 512 paths of 64 functions. Beyond it a statement is unresolved, and the tables it names are assumed.
Nothing here measures time: what is not linear would run into the harness's own limit.
"""

import pytest

from privlineage.core.schema import Schema
from privlineage.lineage.sql.resolve import resolve

CUSTOMER = {"id": "int", "email": "text", "phone": "text"}
WIDE = {f"c{index}": "text" for index in range(2_000)}
CHAIN = {f"t{index}": {f"k{index}": "int", f"v{index}": "text"} for index in range(200)}
SCHEMA = Schema({"customer": CUSTOMER, "t": {"a": "text"}, "wide": WIDE, **CHAIN})
FROM = " FROM customer"
INSERT = "INSERT INTO t (a) SELECT email FROM customer"


def statement(sql, dialect="postgres"):
    (found,) = resolve(sql, dialect, SCHEMA).statements
    return found


def codes(found):
    return sorted({entry.code for entry in found.unresolved})


def sources(found, kinds=("value",)):
    """The columns that flow into anything, as table.column, with a question mark where they are assumed."""
    return {
        f"{source.table}.{source.column}{'' if source.confidence == 'parsed' else '?'}"
        for columns in found.outputs.values()
        for listed in columns.values()
        for source in listed
        if source.kind in kinds
    }


EXACT = {
    "ten thousand union arms": (" UNION ALL ".join(["SELECT email FROM customer"] * 10_000), {"customer.email"}),
    "ten thousand distinct arms": (" UNION ".join(["SELECT email FROM customer"] * 10_000), {"customer.email"}),
    "ten thousand values": (
        f"SELECT email{FROM} WHERE id IN ({','.join(map(str, range(10_000)))})",
        {"customer.email"},
    ),
    "values before a column": (f"SELECT email{FROM} WHERE id IN ({'1,' * 60_000}id)", {"customer.email"}),
    "five thousand branches": (
        f"SELECT CASE {' '.join(f'WHEN id = {n} THEN email' for n in range(5_000))} ELSE phone END AS e{FROM}",
        {"customer.email", "customer.phone"},
    ),
    "a chain of conditions": (
        f"SELECT email{FROM} WHERE {' AND '.join(f'id <> {n}' for n in range(3_000))}",
        {"customer.email"},
    ),
    "a chain of strings": (
        f"SELECT {' || '.join(['email', 'phone'] * 1_500)} AS e{FROM}",
        {"customer.email", "customer.phone"},
    ),
    "a chain of casts": (f"SELECT email{'::text' * 3_000} AS e{FROM}", {"customer.email"}),
    "a call of many arguments": (
        f"SELECT COALESCE({', '.join(f'f{n}(email)' for n in range(3_000))}) AS e{FROM}",
        {"customer.email"},
    ),
    "brackets in a string": (f"SELECT '{'[' * 5_000}' || email AS e{FROM}", {"customer.email"}),
    "space of five megabytes": (f"SELECT email{' ' * 5_000_000}{FROM}", {"customer.email"}),
    "lines by the million": (f"SELECT email{chr(10) * 2_000_000}{FROM}", {"customer.email"}),
    "a name of a megabyte": (f"SELECT email AS {'a' * 900_000}{FROM}", {"customer.email"}),
    "a number of a megabyte": (f"SELECT id + {'1' * 900_000} AS e{FROM}", {"customer.id"}),
    "five hundred common table expressions": (
        "WITH x0 AS (SELECT email, id FROM customer), "
        + ", ".join(f"x{n} AS (SELECT email, id FROM x{n - 1} WHERE id > {n})" for n in range(1, 500))
        + " SELECT email FROM x499",
        {"customer.email"},
    ),
    "two hundred joins of bare columns": (
        f"SELECT {', '.join(f'v{n}' for n in range(200))} FROM t0 "
        + " ".join(f"JOIN t{n} ON k{n} = k{n - 1}" for n in range(1, 200)),
        {f"t{n}.v{n}" for n in range(200)},
    ),
    "structs that hold themselves twice": (
        "WITH x0 AS (SELECT named_struct('a', email, 'b', phone) AS s FROM customer), "
        + ", ".join(f"x{n} AS (SELECT named_struct('a', s, 'b', s) AS s FROM x{n - 1})" for n in range(1, 31))
        + " SELECT s FROM x30",
        {"customer.email", "customer.phone"},
    ),
}


@pytest.mark.parametrize("name", EXACT)
def test_a_large_statement_within_the_budget_is_resolved_exactly(name):
    sql, expected = EXACT[name]
    found = statement(sql)
    assert ([], expected) == (codes(found), sources(found))


def test_two_thousand_columns_pass_through_ten_levels_of_stars():
    levels = ", ".join(["x0 AS (SELECT * FROM wide)", *(f"x{n} AS (SELECT * FROM x{n - 1})" for n in range(1, 10))])
    found = statement(f"WITH {levels} SELECT * FROM x9")
    assert [] == codes(found)
    assert {name: [name] for name in WIDE} == {
        name: [source.column for source in listed] for name, listed in found.outputs[""].items()
    }


DOUBLING = {
    "common table expressions": "WITH x0 AS (SELECT email, id FROM customer), {levels} SELECT email FROM x59",
    "views": "CREATE VIEW x0 AS SELECT email, id FROM customer; {views}; SELECT email FROM x59",
}


@pytest.mark.parametrize("kind", DOUBLING)
def test_levels_that_read_the_level_before_twice_do_not_explode(kind):
    body = "SELECT f(a.email) || g(b.email) AS email, a.id FROM x{p} a JOIN x{p} b ON a.id = b.id"
    levels = ", ".join(f"x{n} AS ({body.format(p=n - 1)})" for n in range(1, 60))
    views = "; ".join(f"CREATE VIEW x{n} AS {body.format(p=n - 1)}" for n in range(1, 60))
    *_, found = resolve(DOUBLING[kind].format(levels=levels, views=views), "postgres", SCHEMA).statements
    assert {"customer.email"} == sources(found)
    assert len(found.outputs[""]["email"]) <= 512


def test_paths_that_double_forty_times_are_dropped_and_not_the_column():
    levels = ", ".join(f"x{n} AS (SELECT f{n}(e) || g{n}(e) AS e FROM x{n - 1})" for n in range(1, 41))
    found = statement(f"WITH x0 AS (SELECT email AS e FROM customer), {levels} SELECT e FROM x40")
    assert ([], {"customer.email"}) == (codes(found), sources(found))
    assert len(found.outputs[""]["e"]) <= 512


DEEP = {
    "brackets": f"INSERT INTO t (a) SELECT {'(' * 1_000}email{')' * 1_000}{FROM}",
    "calls": f"INSERT INTO t (a) SELECT {'f(' * 1_000}email{')' * 1_000}{FROM}",
    "brackets by the hundred thousand": f"INSERT INTO t (a) SELECT {'(' * 100_000}email{FROM}",
    "subqueries": f"INSERT INTO t (a) SELECT * FROM {'(SELECT * FROM ' * 1_000}customer{') q' * 1_000}",
    "signs": f"INSERT INTO t (a) SELECT {'- ' * 3_000}id{FROM}",
    "negations": f"INSERT INTO t (a) SELECT email{FROM} WHERE {'NOT ' * 3_000}id",
    "branches": f"INSERT INTO t (a) SELECT {'CASE WHEN id = 1 THEN email ELSE ' * 2_000}phone{' END' * 2_000}{FROM}",
    "subscripts": f"INSERT INTO t (a) SELECT email{'[1]' * 3_000}{FROM}",
    "joins without a condition": f"INSERT INTO t (a) SELECT email{FROM}{' JOIN customer' * 60}",
    "joins with and without": f"INSERT INTO t (a) SELECT email{FROM}{' CROSS JOIN customer LEFT JOIN customer' * 60}",
    "late conditions": f"INSERT INTO t (a) SELECT email{FROM}{' JOIN customer JOIN customer ON true' * 60}",
    "items that begin with FROM": f"INSERT INTO t {'FROM customer, ' * 4_000}",
}
LONG = {
    "a string": f"INSERT INTO t (a) SELECT '{'x' * 5_000_000}' || email{FROM}",
    "a comment": f"INSERT INTO t (a) SELECT /*{'x' * 5_000_000}*/ email{FROM}",
    "a list": f"INSERT INTO t (a) SELECT {', '.join(['lower(email)'] * 200_000)}{FROM}",
    "signs": f"INSERT INTO t (a) SELECT email{FROM} WHERE {'a+' * 400_000}",
}


@pytest.mark.parametrize("sql", [*DEEP.values(), *LONG.values()], ids=[*DEEP, *LONG])
def test_what_is_too_deep_or_too_long_is_unresolved_and_names_its_tables(sql):
    found = statement(sql)
    assert (["unsupported"], ["t"], {"customer.*?"}) == (codes(found), list(found.outputs), sources(found))


UNCLOSED = {
    "a quote": (f"{INSERT} WHERE a = 'x", "postgres"),
    "a quote and five megabytes": (f"INSERT INTO t (a) SELECT 'x {'y ' * 2_500_000} FROM customer", "postgres"),
    "a double quote": (f'{INSERT} WHERE a = "x', "postgres"),
    "a backtick": (f"{INSERT} WHERE a = `x", "mysql"),
    "a comment": (f"{INSERT} /* x", "postgres"),
    "comments": (f"{INSERT} {'/* ' * 200_000}", "postgres"),
    "a quote behind a backslash": (f"{INSERT} WHERE a = 'x\\'", "mysql"),
    "three quotes": (f"{INSERT} WHERE a = '''x", "bigquery"),
    "brackets of names": (f"{INSERT} WHERE {'[ ' * 100_000}", "tsql"),
    "templates": (f"{INSERT} WHERE {'{{ ' * 60_000}", "postgres"),
    "dollar quotes": (f"{INSERT} WHERE {' '.join(f'$a{n}$' for n in range(20_000))}", "postgres"),
    "one dollar quote": (f"{INSERT} WHERE a = $x$ y", "postgres"),
    "parentheses": (f"{INSERT} WHERE ((a = 1", "postgres"),
    "too many parentheses": (f"{INSERT} WHERE a = 1))", "postgres"),
}


@pytest.mark.parametrize("name", UNCLOSED)
def test_what_is_never_closed_is_unresolved_and_names_its_tables(name):
    sql, dialect = UNCLOSED[name]
    found = statement(sql, dialect)
    assert codes(found)
    assert {"customer.*?"} == sources(found)


@pytest.mark.parametrize(
    ("sql", "dialect"),
    [
        (f"DELETE FROM t {'OUTPUT a INTO ' * 50_000}", "tsql"),
        (f"SELECT email{FROM} {'INTO OUTFILE ' * 50_000}", "mysql"),
        (f"LOAD DATA {'INFILE ' * 50_000} customer", "mysql"),
        (f"LOAD DATA {chr(32).join(['INFILE', chr(39) + 'x' + chr(39)] * 40_000)} customer", "mysql"),
        (f"DECLARE c {'CURSOR FOR ' * 50_000} customer", "tsql"),
        (f"EXEC {'a.b.' * 50_000}c customer", "tsql"),
        (f"CREATE {'TABLE ' * 100_000} customer", "postgres"),
        (f"SELECT email{FROM} {'JOIN ' * 60_000}", "postgres"),
        (f"SELECT email{FROM} WHERE {'a://' * 60_000}", "postgres"),
        (f"SELECT email{FROM} WHERE PARSE({' ' * 60_000}x", "tsql"),
    ],
)
def test_words_without_end_are_unresolved(sql, dialect):
    (found,) = resolve(sql, dialect, SCHEMA).statements
    assert codes(found)


def test_a_script_goes_on_behind_broken_statements():
    *_, found = resolve(
        f"SELECT 'x\n;\nSELECT email FROM customer /*;\n{INSERT};\n{INSERT}", "postgres", SCHEMA
    ).statements
    assert {"customer.email"} == sources(found)


def test_a_script_of_nothing_but_broken_statements_ends():
    found = resolve("SELECT email FROM customer /* ;\n" * 20_000, "postgres", SCHEMA).statements
    assert {"customer.*?"} == set().union(*(sources(one) for one in found))
    assert {"syntax"} == {entry.code for one in found for entry in one.unresolved}


def test_a_text_that_doubles_in_a_variable_is_cut_and_still_names_its_table():
    grows = "\n".join(["SET @s = @s + @s"] * 60)
    *_, found = resolve(
        f"DECLARE @s VARCHAR(MAX) = 'SELECT email FROM customer '\n{grows}\nEXEC(@s)", "tsql", SCHEMA
    ).statements
    assert "dynamic" in codes(found)
    assert "customer" in {source.split(".")[0] for source in sources(found)}


def test_a_variable_that_doubles_its_paths_keeps_its_column():
    script = ["DECLARE @v0 VARCHAR(9) = (SELECT max(email) FROM customer)"]
    script += [f"DECLARE @v{n} VARCHAR(9) = CONCAT(f(@v{n - 1}), g(@v{n - 1}))" for n in range(1, 100)]
    *_, found = resolve("\n".join([*script, "SELECT @v99 AS v"]), "tsql", SCHEMA).statements
    assert {"customer.email"} == sources(found)


def test_reports_of_one_statement_are_bounded():
    found = statement("SELECT email FROM customer WHERE " + "{{ a }} " * 5_000)
    assert 1_000 == len(found.unresolved)


@pytest.mark.parametrize(
    ("sql", "expected"),
    [
        ("\ufeffSELECT email FROM customer", {"customer.email"}),
        ("SELECT email\r\nFROM customer\r\nWHERE id = 1\r\n", {"customer.email"}),
        ("SELECT email\u00a0FROM customer", {"customer.email"}),
        ("SELECT email AS \U0001f600 FROM customer", {"customer.email"}),
        ("SELECT email AS \ud800 FROM customer", {"customer.email"}),
        ("SELECT email FROM customer \x01\x02", {"customer.email"}),
        ("SELECT email /* \x00 */ FROM customer", {"customer.email"}),
        ("SELECT /*+ hint(a) */ email /* c */ FROM /*+ x */ customer -- end", {"customer.email"}),
        ("/**/SELECT/**/email/**/FROM/**/customer/**/", {"customer.email"}),
        ("-- first\n\n--\nSELECT email FROM customer;;;;", {"customer.email"}),
    ],
)
def test_odd_characters_and_comments_in_odd_places_change_nothing(sql, expected):
    found = statement(sql)
    assert ([], expected) == (codes(found), sources(found))


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT email\u200bFROM customer",  # a space of no width is part of a word
        "SELECT em\u0430il FROM customer",  # a Cyrillic letter
        "SELECT email\x00, phone FROM customer",
        "SELECT \uff45mail FROM customer",  # a wide letter
    ],
)
def test_look_alikes_are_never_silent(sql):
    found = statement(sql)
    assert codes(found)
    assert "customer.*?" in sources(found)


def test_columns_of_many_unknown_tables_are_not_multiplied():
    columns, tables = (", ".join(f"{letter}{n}" for n in range(500)) for letter in "cu")
    found = statement(f"SELECT {columns} FROM {tables}")
    assert {f"u{n}.*?" for n in range(500)} == sources(found)
    assert 500 == sum(len(listed) for listed in found.outputs[""].values())
