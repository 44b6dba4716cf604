"""What was in force when: facts, epochs, labels, tags and bundles of the SQL store keep their time."""

import pytest
from sqlalchemy import select

from privlineage.core.verdict import Attempt
from privlineage.store.open import init_store
from privlineage.store.sql import tables as t
from tests.contract.store.world import EMAIL, MART, RAW, STAGE, append, at, done, overwrite, publish, tag


@pytest.fixture
def store(tmp_path):
    found = init_store(f"sqlite:///{tmp_path}/store.db", clock=lambda: at(0))
    yield found
    found.close()


def rows(store, *columns):
    with store._database.read() as connection:
        return [tuple(row) for row in connection.execute(select(*columns).order_by(columns[0].table.c.id))]


def test_a_withdrawn_tag_keeps_who_withdrew_it_when_and_why(store):
    store.add_tags([tag(RAW, "a", EMAIL, minute=1)])
    store.remove_tags(RAW.column("a"), None, "bob", at(5), "mistaken")
    columns = (t.tag.c.valid_from, t.tag.c.valid_to, t.tag.c.withdrawn_by, t.tag.c.withdrawn_because)
    assert [(at(1), at(5), "bob", "mistaken")] == rows(store, *columns)


def test_tags_of_a_bundle_end_when_the_next_one_leaves_them_out(store):
    publish(store, tag(RAW, "a", EMAIL, by="bundle"), tag(RAW, "b", EMAIL, by="bundle"))
    store.publish(_bundle(7), *_content(tag(RAW, "a", EMAIL, by="bundle")))
    assert [(at(0), None), (at(0), at(7))] == rows(store, t.tag.c.valid_from, t.tag.c.valid_to)
    assert [(at(0), at(7)), (at(7), None)] == rows(store, t.active_bundle.c.valid_from, t.active_bundle.c.valid_to)


def test_a_label_that_goes_is_remembered_from_when_to_when(store):
    done(store, append(MART, {"x": "a"}, RAW), "one", 1)
    store.add_tags([tag(RAW, "a", EMAIL, minute=3)])
    store.remove_tags(RAW.column("a"), None, "bob", at(5), "")
    # Before and after anybody tagged it, the source is unreviewed, which is a label too.
    columns = (t.label_history.c.valid_from, t.label_history.c.valid_to)
    assert [(at(1), at(3)), (at(3), at(5))] == rows(store, *columns)
    with store._database.read() as connection:
        assert [at(5)] == connection.execute(select(t.label.c.valid_from)).scalars().all()


def test_a_fact_is_in_force_since_it_was_planned(store):
    done(store, append(MART, {"x": "a"}, RAW), "one", 4)
    done(store, append(MART, {"x": "a"}, RAW), "two", 8)
    assert [(at(4), None)] == rows(store, t.edge.c.valid_from, t.edge.c.valid_to)


def openings(store):
    columns = (t.opening.c.epoch_id, t.opening.c.valid_from, t.opening.c.valid_to)
    return {row[1:] for row in rows(store, *columns)}


def test_an_epoch_is_open_from_the_plan_to_the_success_that_retires_it(store):
    done(store, overwrite(MART, {"x": "a"}, RAW), "one", 1)
    done(store, overwrite(MART, {"x": "b"}, RAW), "two", 5)
    done(store, overwrite(MART, {"x": "a"}, RAW), "three", 8)
    assert {(at(1), None), (at(1), at(2)), (at(1), at(6)), (at(5), at(9)), (at(8), None)} == openings(store)


def lifetimes(store, dataset):
    numbers = {epoch[1] for epoch in rows(store, t.epoch.c.id, t.epoch.c.dataset_id)}
    assert numbers
    with store._database.read() as connection:
        statement = (
            select(t.epoch.c.valid_from, t.epoch.c.valid_to).join(t.dataset).where(t.dataset.c.name == dataset.name)
        )
        return [tuple(row) for row in connection.execute(statement.order_by(t.epoch.c.id))]


def test_an_old_epoch_ends_only_when_nothing_alive_derives_from_it(store):
    done(store, overwrite(STAGE, {"x": "a"}, RAW), "one", 1)
    done(store, overwrite(MART, {"x": "x"}, STAGE), "two", 3)
    done(store, overwrite(STAGE, {"x": "b"}, RAW), "three", 5)
    base, first, second = lifetimes(store, STAGE)
    assert [(at(1), at(2)), (at(1), None), (at(5), None)] == [base, first, second]
    done(store, overwrite(MART, {"x": "x"}, STAGE), "four", 7)
    assert (at(1), at(8)) == lifetimes(store, STAGE)[1]
    # What is made again lives again, and so does what it was made from.
    done(store, overwrite(STAGE, {"x": "a"}, RAW), "five", 9)
    assert (at(1), None) == lifetimes(store, STAGE)[1]


def test_epochs_that_only_read_each_other_end_together(store):
    done(store, append(STAGE, {"x": "x"}, MART), "one", 1)
    done(store, append(MART, {"x": "x"}, STAGE), "two", 3)
    done(store, overwrite(STAGE, {"x": "a"}, RAW), "three", 5)
    assert None is lifetimes(store, STAGE)[0][1]
    done(store, overwrite(MART, {"x": "b"}, RAW), "four", 7)
    assert (at(8), at(8)) == (lifetimes(store, STAGE)[0][1], lifetimes(store, MART)[0][1])


def test_a_planned_try_keeps_when_it_was_planned_and_confirmed(store):
    store.plan_additions(append(MART, {"x": "a"}, RAW), Attempt("one", 2, "run", 3), at(1))
    store.confirm(Attempt("one", 2), at(4))
    columns = (t.attempt.c.instance, t.attempt.c.try_number, t.attempt.c.run_id, t.attempt.c.map_index)
    assert [("one", 2, "run", 3, at(1), at(4))] == rows(store, *columns, t.attempt.c.at, t.attempt.c.confirmed_at)


def _bundle(minute):
    from tests.contract.store.world import bundle

    return bundle(2, minute)


def _content(*tags):
    from tests.contract.store.world import SOURCES, WEAKENING

    return SOURCES, tags, WEAKENING
