"""Claims of the bundle and of people."""

from privlineage.core.labels import Atom, Tag
from tests.contract.store.world import EMAIL, MART, PHONE, RAW, append, at, carried, publish, shown, tag


def test_tags_come_back_as_they_were_claimed_in_order_of_columns(store):
    full = Atom("user.contact", origin="CN", uses=("finance",), subjects=("customer",), controller="lender")
    nobody_said = Atom("user.contact", origin="CN", uses=None)
    nothing = Atom("user.contact", uses=())
    tags = [tag(RAW, "b", full), tag(RAW, "a", nobody_said), tag(RAW, "a", nothing), tag(MART, "z", None)]
    store.add_tags(tags)
    assert [tags[3], tags[1], tags[2], tags[0]] == store.tags()
    assert [tags[1], tags[2], tags[0]] == store.tags([RAW])
    assert [] == store.tags([])


def test_the_same_claim_again_stands_since_the_first_time(store):
    first, again = tag(RAW, "a", EMAIL, minute=1), tag(RAW, "a", EMAIL, minute=2)
    store.add_tags([first, tag(RAW, "a", PHONE), again, first])
    store.add_tags([again])
    assert [first, tag(RAW, "a", PHONE)] == store.tags()


def test_a_withdrawn_claim_can_be_made_again(store):
    store.add_tags([tag(RAW, "a", EMAIL, minute=1)])
    assert 1 == store.remove_tags(RAW.column("a"), "user.contact.email", "bob", at(2), "")
    again = tag(RAW, "a", EMAIL, minute=3)
    store.add_tags([again])
    assert [again] == store.tags()


def test_withdrawing_means_exactly_that_column_and_category(store):
    claims = [tag(RAW, "a", EMAIL), tag(RAW, "a", PHONE), tag(RAW, "a", None), tag(RAW, "a.b", EMAIL)]
    store.add_tags(claims)
    assert 0 == store.remove_tags(RAW.column("a"), "user.contact", "bob", at(2), "")
    assert 0 == store.remove_tags(MART.column("a"), None, "bob", at(2), "")
    assert 1 == store.remove_tags(RAW.column("a"), "none", "bob", at(2), "")
    assert 1 == store.remove_tags(RAW.column("a"), "user.contact.email", "bob", at(2), "")
    assert [claims[1], claims[3]] == store.tags()
    assert 1 == store.remove_tags(RAW.column("a"), None, "bob", at(3), "")
    assert [claims[3]] == store.tags()


def test_tags_of_the_bundle_are_replaced_by_the_next_bundle_and_by_nothing_else(store):
    mine = tag(RAW, "a", EMAIL)
    publish(store, tag(RAW, "a", EMAIL, by="bundle"), tag(RAW, "b", PHONE, by="bundle"))
    store.add_tags([mine])
    assert 1 == store.remove_tags(RAW.column("a"), None, "bob", at(2), "")
    assert 0 == store.remove_tags(RAW.column("b"), None, "bob", at(2), "")
    store.add_tags([mine])
    publish(store, tag(RAW, "c", PHONE, by="bundle"), number=2)
    assert [mine, tag(RAW, "c", PHONE, by="bundle")] == store.tags()


def test_two_people_may_claim_the_same_and_either_claim_counts(store):
    store.add_facts(append(MART, {"x": "a"}, RAW), at(1))
    store.add_tags([tag(RAW, "a", EMAIL), Tag(RAW.column("a"), EMAIL, "bob", at(1), "person")])
    assert 2 == len(store.tags())
    publish(store, number=2)
    assert {EMAIL} == set(carried(store, MART, "x"))


def test_claiming_nothing_changes_nothing(store):
    store.add_facts(append(MART, {"x": "a"}, RAW), at(1))
    before = shown(store)
    store.add_tags([])
    assert before == shown(store)
