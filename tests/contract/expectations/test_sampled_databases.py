"""Samples of real databases: the statements they got, how much they read, and what came back."""

import pytest
import sqlalchemy as sa

from privlineage.core.errors import PrivlineageError
from privlineage.expectations.relations import columns_of, relation_of
from privlineage.expectations.sampling.request import SampleRequest
from privlineage.expectations.sampling.running import take_sample
from privlineage.expectations.sampling.statement import Column, Relation
from tests.contract.expectations.conftest import CANARY, ROWS, statements

ODD = 'we:ird %s "col'


@pytest.fixture
def sqlite(sqlite_file):
    engine = sa.create_engine(f"sqlite:///{sqlite_file}")
    yield engine
    engine.dispose()


@pytest.fixture
def postgres(postgres_url):
    engine = sa.create_engine(postgres_url)
    yield engine
    engine.dispose()


def sampled(engine, name, request, conditions=()):
    with engine.connect() as connection:
        relation = Relation(name, conditions=conditions, shown_conditions=conditions)
        return take_sample(connection, relation, columns_of(connection, relation, sa.inspect(engine)), request)


def column(sample, name):
    return next(one for one in sample.columns if one.name == name)


@pytest.mark.parametrize("name", ["sqlite", "postgres"])
def test_a_sample_holds_the_rows_asked_for_and_no_more_were_fetched(name, request):
    sample = sampled(request.getfixturevalue(name), ("customers",), SampleRequest(rows=200, seed=3))
    assert 150 <= sample.rows <= 200
    assert sample.rows == sample.fetched
    assert not sample.whole
    assert all(CANARY in value for value in column(sample, ODD).values)


@pytest.mark.parametrize("name", ["sqlite", "postgres"])
def test_equal_seeds_choose_equal_rows_and_others_choose_others(name, request):
    engine = request.getfixturevalue(name)
    first, again, other = (
        column(sampled(engine, ("customers",), SampleRequest(rows=100, seed=seed)), "id").values for seed in (1, 1, 2)
    )
    assert first == again
    assert set(first) != set(other)


@pytest.mark.parametrize("name", ["sqlite", "postgres"])
def test_the_rows_come_from_all_over_the_table(name, request):
    sample = sampled(request.getfixturevalue(name), ("customers",), SampleRequest(rows=200, seed=5))
    numbers = [int(value) // 7 for value in column(sample, "id").values]
    quarters = [sum(1 for number in numbers if part * ROWS <= 4 * number < (part + 1) * ROWS) for part in range(4)]
    assert min(quarters) >= 15, quarters


def test_sqlite_finds_the_rows_by_their_numbers_and_scans_nothing(sqlite):
    with statements(sqlite) as sent:
        sampled(sqlite, ("customers",), SampleRequest(rows=200))
    selects = [text for text in sent if '"contact"' in text and "customers" in text and "json_each" in text]
    assert len(selects) == 1
    with sqlite.connect() as connection:
        plan = connection.execution_options(no_parameters=False).exec_driver_sql(
            f"EXPLAIN QUERY PLAN {selects[0]}", ("[1]",)
        )
        steps = [row[3] for row in plan]
    assert any(step.startswith("SEARCH customers USING INTEGER PRIMARY KEY") for step in steps)
    assert not any(step.startswith("SCAN customers") for step in steps)


def test_the_numbers_drawn_for_sqlite_are_no_part_of_the_statement(sqlite):
    # A key may be a person's number.
    sample = sampled(sqlite, ("customers",), SampleRequest(rows=100))
    assert "json_each(?)" in sample.statements[-1]


@pytest.mark.parametrize(("name", "kind"), [("keyed", "a table without numbers"), ("seen", "a view")])
def test_sqlite_gives_the_first_rows_of_what_has_no_row_numbers(sqlite, name, kind):
    sample = sampled(sqlite, (name,), SampleRequest(rows=50))
    assert (50, "first rows") == (sample.rows, sample.method), kind


def test_a_table_of_sqlite_with_a_few_far_numbers_still_gives_a_sample(sqlite_file, tmp_path):
    engine = sa.create_engine(f"sqlite:///{tmp_path / 'far.db'}")
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE far (id INTEGER PRIMARY KEY, mail TEXT)")
        rows = [(number, f"u{number}@example.org") for number in [*range(1000), 2**62]]
        connection.exec_driver_sql("INSERT INTO far VALUES (?, ?)", rows)
    sample = sampled(engine, ("far",), SampleRequest(rows=200))
    engine.dispose()
    assert 200 == sample.rows


def test_text_of_sqlite_that_is_no_utf_8_costs_that_value_alone(tmp_path):
    engine = sa.create_engine(f"sqlite:///{tmp_path / 'odd.db'}")
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE odd (a TEXT, b BLOB)")
        connection.exec_driver_sql(
            "INSERT INTO odd VALUES (CAST(x'ff41ff' AS TEXT), x'89504e470d0a1a0a00'), ('fine', 'text')"
        )
    sample = sampled(engine, ("odd",), SampleRequest(rows=10))
    engine.dispose()
    assert ["fine"] == list(column(sample, "a").values)
    assert ["text"] == list(column(sample, "b").values)


def read_by_postgres(engine, table):
    """How many rows of a table the server has read so far, by its own count."""
    with engine.connect() as connection:
        connection.exec_driver_sql("SELECT pg_stat_force_next_flush()")
        connection.commit()
        counted = sa.text("SELECT seq_tup_read FROM pg_stat_user_tables WHERE relname = :table")
        return connection.execute(counted, {"table": table}).scalar_one()


def test_postgres_reads_a_part_of_a_large_table_by_its_own_count(postgres_url):
    engine = sa.create_engine(postgres_url, poolclass=sa.pool.NullPool)
    before = read_by_postgres(engine, "customers")
    sample = sampled(engine, ("customers",), SampleRequest(rows=100))
    read = read_by_postgres(engine, "customers") - before
    assert sample.statements[0].count("TABLESAMPLE SYSTEM (") == 1
    assert 100 <= read < ROWS / 2


def test_names_of_postgres_may_hold_anything(postgres):
    sample = sampled(postgres, ("Old Stage", "Cust.omers"), SampleRequest(rows=50))
    assert 50 == sample.rows
    assert '"Old Stage"."Cust.omers" TABLESAMPLE' in sample.statements[0]


def test_a_partitioned_table_of_postgres_is_sampled_over_its_parts(postgres):
    sample = sampled(postgres, ("parts",), SampleRequest(rows=200))
    low = sum(1 for value in column(sample, "id").values if int(value) < 70000)
    assert 'parts" TABLESAMPLE' in sample.statements[0]
    assert 50 <= low <= 150


def test_a_view_of_postgres_gives_its_first_rows(postgres):
    sample = sampled(postgres, ("seen",), SampleRequest(rows=50))
    assert (50, "first rows", 1) == (sample.rows, sample.method, len(sample.statements))


def test_rows_that_few_meet_are_looked_for_in_a_larger_share(postgres):
    sample = sampled(postgres, ("customers",), SampleRequest(rows=100), conditions=("id < 2100",))
    assert 100 == sample.rows
    assert all(int(value) < 2100 for value in column(sample, "id").values)
    assert 1 < len(sample.statements)


def test_long_texts_are_cut_by_the_database(postgres):
    with postgres.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE IF NOT EXISTS long_ones AS SELECT repeat('x', 100000) AS body")
    with statements(postgres) as sent:
        sample = sampled(postgres, ("long_ones",), SampleRequest(rows=10, cut=30))
    assert ["x" * 30] == list(sample.columns[0].values)
    assert any('left("body"::text, 30)' in text for text in sent)


def test_the_transaction_of_a_sample_cannot_write_and_has_a_time_out(postgres):
    with statements(postgres) as sent:
        sampled(postgres, ("customers",), SampleRequest(rows=10, seconds=7))
    assert "SET TRANSACTION READ ONLY" in sent
    assert "SET LOCAL statement_timeout = 7000" in sent


def test_a_statement_that_takes_too_long_is_ended_and_said_so(postgres):
    slow = Relation(query="SELECT pg_sleep(60)::text AS a")
    with postgres.connect() as connection, pytest.raises(PrivlineageError) as caught:
        take_sample(connection, slow, [Column("a")], SampleRequest(rows=10, seconds=0.2))
    assert ("PL910", True) == (caught.value.code, "not done in time" in str(caught.value))


def test_a_statement_of_sqlite_that_takes_too_long_is_ended_too(sqlite):
    endless = "WITH RECURSIVE n(a) AS (SELECT 1 UNION ALL SELECT a + 1 FROM n) SELECT max(a) AS a FROM n"
    with sqlite.connect() as connection, pytest.raises(PrivlineageError) as caught:
        take_sample(connection, Relation(query=endless), [Column("a")], SampleRequest(rows=10, seconds=0.2))
    assert "not done in time" in str(caught.value)


def test_an_error_of_the_database_is_not_repeated_and_does_not_hang_on_ours(postgres):
    telling = Relation(query=f"SELECT CAST('{CANARY}' AS integer) AS a")
    with postgres.connect() as connection, pytest.raises(PrivlineageError) as caught:
        take_sample(connection, telling, [Column("a")], SampleRequest(rows=10))
    assert CANARY not in str(caught.value)
    assert (None, None) == (caught.value.__cause__, caught.value.__context__)


def test_a_query_keeps_its_literals_to_itself(sqlite):
    written = sa.text(f"SELECT id, contact FROM customers WHERE contact <> '{CANARY}1@example.org'")
    relation = relation_of(written, sqlite.dialect)
    with sqlite.connect() as connection:
        sample = take_sample(connection, relation, columns_of(connection, relation, None), SampleRequest(rows=20))
    assert 20 == sample.rows
    assert CANARY not in sample.statements[0]
    assert "customers" in sample.statements[0]
