"""What waits for a review after a look at a table, in view of tags and of what people decided before."""

from dataclasses import replace

import pytest

from privlineage.core.labels import Atom, Tag
from privlineage.core.people import Identity
from privlineage.core.refs import DatasetRef
from privlineage.detect.column import ColumnSample
from privlineage.service.scanning.content import content_of
from privlineage.service.scanning.queueing import Disagreeing, suggested
from privlineage.store.suggesting import (
    ColumnFinding,
    Review,
    SampleFacts,
    ScannedTable,
    SuggestionKind,
    SuggestionState,
)

TABLE = DatasetRef("wh", "public.people", declared=True)
NUMBERS = content_of(ColumnSample("c", [str(number) for number in range(100, 180)]))
MAILS = content_of(ColumnSample("c", [f"person{number}@mail.example" for number in range(80)]))
MORE_MAILS = content_of(ColumnSample("c", [f"someone{number}@post.example" for number in range(500)], nulls=60))


def look(category="user.contact.email", content=MAILS, model="1", path="c"):
    finding = ColumnFinding(path, category, 0.9, ("because",), "", content)
    return ScannedTable(TABLE, "N-1", "2026-03-02T00:00:00Z", "", model, SampleFacts(80), (finding,))


def tag(category, path="c", by="person"):
    atom = None if category is None else Atom(category)
    return Tag(TABLE.column(path), atom, "ann", "2026-01-01T00:00:00Z", by)


def decided(state, seen=None):
    """A suggestion after a decision about what was seen then."""
    (made,) = suggested(seen or look(), [], [])
    return made.after(Review(made.id, "", SuggestionState(state), Identity("ana"), "2026-03-01T00:00:00Z"))


def kinds(found):
    return [(each.kind.value, each.category) for each in found]


def test_a_column_that_nobody_tagged_is_suggested_with_all_that_was_seen():
    (found,) = suggested(look(), [], [])
    assert (TABLE.column("c"), "user.contact.email", 0.9, ("because",), MAILS, "N-1", "1", True) == (
        found.column,
        found.category,
        found.confidence,
        found.evidence,
        found.content,
        found.scan,
        found.model,
        found.waits,
    )


def test_a_column_that_seems_to_hold_nothing_personal_is_not():
    assert [] == suggested(look(None), [], [])


@pytest.mark.parametrize("category", ["user.contact.email", "user.contact", "user.contact.email.work"])
def test_a_column_whose_tag_fits_what_it_holds_is_not_suggested(category):
    assert [] == suggested(look(), [tag(category)], [])


def test_a_tag_on_the_whole_table_counts_and_one_on_another_column_does_not():
    assert [] == suggested(look(), [tag("user.contact", path="*")], [])
    assert [("personal", "user.contact.email")] == kinds(suggested(look(), [tag("user.contact", path="d")], []))


@pytest.mark.parametrize(
    ("claimed", "by", "note"),
    [
        ("user.name", "person", "ann tagged it user.name"),
        (None, "person", "ann tagged it none"),
        (None, "bundle", "the bundle tagged it none"),
    ],
)
def test_a_column_whose_tags_say_otherwise_contradicts_them(claimed, by, note):
    (found,) = suggested(look(), [tag(claimed, by=by)], [])
    assert (SuggestionKind.CONTRADICTS, "user.contact.email", note) == (found.kind, found.category, found.note)


@pytest.mark.parametrize("state", ["accepted", "rejected", "never"])
def test_what_somebody_decided_about_the_same_content_is_not_asked_again(state):
    assert [] == suggested(look(content=MORE_MAILS), [], [decided(state)])


@pytest.mark.parametrize("state", ["accepted", "rejected"])
def test_when_the_content_changed_it_is_asked_again_with_who_decided_and_when(state):
    before = decided(state, look("user.government_id", NUMBERS))
    (found,) = suggested(look(), [], [before])
    assert f"changed since ana {state} user.government_id on 2026-03-01" == found.note
    assert found.id != before.id


def test_never_is_never():
    assert [] == suggested(look(), [], [decided("never", look("user.government_id", NUMBERS))])


def test_other_detectors_alone_overturn_nobody():
    before = decided("rejected")
    assert [] == suggested(look("user.name", model="2"), [], [before])
    assert [("personal", "user.name")] == kinds(suggested(look("user.name", model="1"), [], [before]))


def test_the_last_decision_counts():
    first = decided("never", look("user.government_id", NUMBERS))
    later = Review(first.id, "", SuggestionState.REJECTED, Identity("bo"), "2026-03-02T00:00:00Z")
    (found,) = suggested(look(), [], [first.after(later)])
    assert "changed since bo rejected user.government_id on 2026-03-02" == found.note


def test_a_later_decision_about_another_suggestion_does_not_end_a_never():
    never = decided("never")
    numbers = replace(decided("accepted", look("user.government_id", NUMBERS)), kind=SuggestionKind.CONTRADICTS)
    later = Review(numbers.id, "", SuggestionState.ACCEPTED, Identity("bo"), "2026-03-02T00:00:00Z")
    assert [] == suggested(look(), [], [never, replace(numbers, said=(later,))])


def test_a_decision_about_another_column_is_none_about_this():
    assert 1 == len(suggested(look(path="d"), [], [decided("never")]))


def test_what_was_gone_without_a_decision_is_suggested_anew():
    gone = replace(suggested(look(), [], [])[0], state=SuggestionState.GONE)
    assert 1 == len(suggested(look(), [], [gone]))


def test_labels_that_disagree_are_told_with_their_next_step():
    other = Disagreeing(SuggestionKind.FAKE_MASKING, "user.contact.phone_number", ("crc32",), "use hmac", "labels say")
    (found,) = suggested(look(None), [tag("user.contact")], [], {"c": other})
    assert ("fake_masking", "user.contact.phone_number", ("crc32",), "use hmac", "labels say") == (
        found.kind,
        found.category,
        found.evidence,
        found.next_step,
        found.note,
    )


def test_an_answer_to_what_a_column_holds_is_none_to_how_it_is_masked():
    other = Disagreeing(SuggestionKind.FAKE_MASKING, "user.contact.email", ("base64",), "use hmac")
    before = [decided("rejected")]
    assert [("fake_masking", "user.contact.email")] == kinds(suggested(look(), [], before, {"c": other}))
    assert [] == suggested(look(), [], [decided("never")], {"c": other})


@pytest.mark.parametrize("label", ["user.contact.email", "user.contact"])
def test_a_column_whose_labels_along_the_lineage_say_what_it_holds_is_not_suggested(label):
    assert [] == suggested(look(), [], [], carried={"c": [label]})


def test_labels_of_something_else_leave_the_suggestion():
    assert 1 == len(suggested(look(), [], [], carried={"c": ["user.name"], "d": ["user.contact.email"]}))
