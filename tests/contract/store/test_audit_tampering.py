"""No row of the audit, and no record it speaks of, can be changed, taken away, added or moved without being found."""

from contextlib import contextmanager
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Integer, SmallInteger, delete, insert, select, update

from privlineage.store.audit.chain import entry_mark
from privlineage.store.open import open_store
from privlineage.store.sql import tables as t
from privlineage.store.sql.audit.rows import AUDITED
from privlineage.store.sql.audit.verifying import verify
from privlineage.store.sql.urls import database_of
from tests.contract.store.audited import lived_in

CHAIN = ["audit_entry", "audit_batch", "audit_head"]
TABLES = [*CHAIN, *AUDITED]
HELD = [*CHAIN, *sorted(AUDITED)]


class Tampering:
    """A store that has seen everything, and a connection that may do anything to it for a while."""

    def __init__(self, url):
        self.database = database_of(url)

    @contextmanager
    def undone(self):
        """A transaction without constraints, rolled back in the end."""
        with self.database.engine.connect() as connection:
            if connection.dialect.name == "sqlite":
                connection.exec_driver_sql("PRAGMA foreign_keys = OFF")
            connection.exec_driver_sql("BEGIN")
            if connection.dialect.name == "postgresql":
                connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
            yield connection
            connection.rollback()

    def rows(self, name):
        table = t.metadata.tables[name]
        with self.undone() as connection:
            rows = [dict(row) for row in connection.execute(select(table).order_by(*table.primary_key)).mappings()]
        return rows[:3] if table is t.audit_head else rows  # strands that nobody used are alike

    def found(self, *statements, anchors=()):
        """What a verification finds after these statements."""
        with self.undone() as connection:
            for statement in statements:
                assert connection.execute(statement).rowcount
            return verify(connection, anchors).findings


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def tampering(request, blank, tmp_path_factory):
    """One store for all, since nothing that is done to it stays."""
    if request.param == "postgres":
        server = request.getfixturevalue("server")
        with server.database("tampering", template="blank") as url:
            yield from _tampering(url)
    else:
        path = tmp_path_factory.mktemp("tampering") / "store.db"
        path.write_bytes(blank.read_bytes())
        yield from _tampering(f"sqlite:///{path}")


def _tampering(url):
    store = open_store(url)
    lived_in(store)
    store.close()
    made = Tampering(url)
    yield made
    made.database.close()


def where(table, row):
    return [column == row[column.name] for column in table.primary_key]


def other(column, value):
    """Another value that the column can hold."""
    if isinstance(column.type, (Integer, SmallInteger)):
        return 90 if value is None else value + 40
    return "x" if value is None else f"{value[:-1]}{'0' if value[-1:] != '0' else '1'}"


def test_nothing_is_found_where_nothing_was_done(tampering):
    assert () == tampering.found()


@pytest.mark.parametrize("name", TABLES)
def test_a_change_of_any_column_of_any_row_is_found(tampering, name):
    table = t.metadata.tables[name]
    rows = tampering.rows(name)
    assert rows
    changes = [
        (row, column.name, update(table).where(*where(table, row)).values({column: other(column, row[column.name])}))
        for row in rows
        for column in table.columns
    ]
    missed = [(name, row, column) for row, column, change in changes if not tampering.found(change)]
    assert [] == missed


@pytest.mark.parametrize("name", TABLES)
def test_a_value_that_is_taken_out_is_found(tampering, name):
    table = t.metadata.tables[name]
    changes = [
        update(table).where(*where(table, row)).values({column: None})
        for row in tampering.rows(name)
        for column in table.columns
        if column.nullable and row[column.name] is not None
    ]
    assert [] == [change for change in changes if not tampering.found(change)]


@pytest.mark.parametrize("name", TABLES)
def test_a_row_that_is_gone_is_found(tampering, name):
    table = t.metadata.tables[name]
    rows = tampering.rows(name)
    assert [] == [row for row in rows if not tampering.found(delete(table).where(*where(table, row)))]


@pytest.mark.parametrize("name", TABLES)
def test_rows_that_are_gone_from_some_row_on_are_found(tampering, name):
    table = t.metadata.tables[name]
    key = list(table.primary_key)[-1]
    for row in tampering.rows(name):
        assert tampering.found(delete(table).where(key >= row[key.name]))
        assert tampering.found(delete(table).where(key <= row[key.name]))


def test_a_record_that_is_gone_with_everything_said_of_it_is_found(tampering):
    for entry in tampering.rows("audit_entry"):
        row = t.audit_entry.c
        gone = [delete(t.audit_entry).where(row.strand == entry["strand"], row.number == entry["number"])]
        if entry["record_table"] and entry["record_key"] != "bundle":
            table = t.metadata.tables[entry["record_table"]]
            key = table.c[AUDITED[table.name]]
            value = int(entry["record_key"]) if isinstance(key.type, Integer) else entry["record_key"]
            spoken = (row.record_table == table.name) & (row.record_key == entry["record_key"])
            gone = [delete(t.audit_entry).where(spoken)]
            gone += [delete(table).where(key == value)] if _is_there(tampering, key, value) else []
        assert tampering.found(*gone)


def _is_there(tampering, key, value):
    with tampering.undone() as connection:
        return connection.execute(select(key).where(key == value)).first() is not None


@pytest.mark.parametrize("name", HELD)
def test_two_rows_that_changed_places_are_found(tampering, name):
    table = t.metadata.tables[name]
    rows, key = tampering.rows(name), list(table.primary_key)[-1]
    for first, second in pairwise(rows):
        if name == "audit_head" and first["entries"] == second["entries"]:
            continue  # two strands nobody used are alike
        between = "-" if isinstance(first[key.name], str) else 99
        swapped = [
            update(table).where(*where(table, first)).values({key: between}),
            update(table).where(*where(table, second)).values({key: first[key.name]}),
            update(table).where(key == between).values({key: second[key.name]}),
        ]
        assert tampering.found(*swapped)


def test_entries_that_were_moved_to_another_strand_are_found(tampering):
    for entry in tampering.rows("audit_entry"):
        move = update(t.audit_entry).where(*where(t.audit_entry, entry))
        assert tampering.found(move.values(strand=1, number=1))


@pytest.mark.parametrize("name", TABLES)
def test_a_row_that_was_added_is_found(tampering, name):
    table = t.metadata.tables[name]
    for row in tampering.rows(name):
        added = dict(row)
        for column in table.primary_key:
            added[column.name] = "f" * 64 if isinstance(row[column.name], str) else row[column.name] + 30
        if isinstance(added.get("id"), str):
            added["id"] = f"{added['id'][:-1]}Z"  # a name that nobody has, where the key is another column
        if "try_number" in added:
            added["try_number"] = 7
        assert tampering.found(insert(table).values(added))


def test_an_entry_that_goes_on_with_the_chain_and_not_with_its_end_is_found(tampering):
    last = tampering.rows("audit_entry")[-1]
    columns = {**last, "number": last["number"] + 1}
    mark = entry_mark(last["mark"], **{name: value for name, value in columns.items() if name != "mark"})
    assert tampering.found(insert(t.audit_entry).values({**columns, "mark": mark}))


def test_a_verdict_that_was_dropped_and_comes_back_is_found(tampering):
    gone = next(entry for entry in tampering.rows("audit_entry") if entry["subject"] == "V-0000000001")
    row = {**tampering.rows("verdict")[0], "seq": 1, "id": gone["subject"]}
    assert tampering.found(insert(t.verdict).values(row))


def test_a_plan_that_is_not_the_one_verdicts_were_given_on_is_found(tampering):
    rows = tampering.rows("plan")
    assert rows
    for row in rows:
        body = row["body"].replace("email", "note").replace("phone", "note")
        for values in ({"body": body}, {"body": "{}"}, {"body": ""}, {"fingerprint": "0" * 64}):
            assert tampering.found(update(t.plan).where(*where(t.plan, row)).values(values))


@pytest.mark.parametrize("name", ["dataset", "atom"])
def test_a_tag_that_means_something_else_by_what_it_names_is_found(tampering, name):
    table = t.metadata.tables[name]
    named = {row[f"{name}_id"] for row in tampering.rows("tag")} - {None}
    column = table.c.name if name == "dataset" else table.c.text
    for row in tampering.rows(name):
        if row["id"] in named:
            assert tampering.found(update(table).where(table.c.id == row["id"]).values({column: "elsewhere"}))


def test_a_chain_that_was_sealed_in_another_store_is_found(tampering):
    for column in ("id", "created_at", "literal_key"):
        assert tampering.found(update(t.store_identity).values({column: "0" * 32}))


@settings(max_examples=40)
@given(data=st.data())
def test_several_changes_at_once_are_found(tampering, data):
    statements = []
    for _ in range(data.draw(st.integers(1, 3))):
        table = t.metadata.tables[data.draw(st.sampled_from(TABLES))]
        rows = tampering.rows(table.name)
        row = data.draw(st.sampled_from(rows))
        if data.draw(st.booleans()):
            statements.append(delete(table).where(*where(table, row)))
        else:
            plain = [column for column in table.columns if not column.primary_key]
            column = data.draw(st.sampled_from(plain))
            statements.append(update(table).where(*where(table, row)).values({column: other(column, row[column.name])}))
    with tampering.undone() as connection:
        touched = sum(connection.execute(statement).rowcount for statement in statements)
        before = verify(connection, ())
        assert touched
        assert before.findings
