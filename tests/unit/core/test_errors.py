"""Errors have a stable code, a place and a next step."""

import re

import pytest

from privlineage.core.errors import CODES, ErrorList, Place, PrivlineageError


def test_an_error_says_what_where_and_what_next():
    error = PrivlineageError("PL104", "`user.emial` is unknown", hint="try `user.email`", place=Place("tags.yml", 3, 7))
    assert "PL104 tags.yml:3:7: `user.emial` is unknown (try `user.email`)" == str(error)


@pytest.mark.parametrize(
    ("place", "expected"),
    [(Place("a.yml"), "a.yml"), (Place("a.yml", 3), "a.yml:3"), (Place("a.yml", 3, 7), "a.yml:3:7")],
)
def test_a_place_shows_what_is_known_of_it(place, expected):
    assert expected == str(place)


def test_several_errors_are_shown_together_under_the_first_code():
    found = ErrorList([PrivlineageError("PL102", "one"), PrivlineageError("PL103", "two")])
    assert ("PL102", "PL102 one\nPL103 two") == (found.code, str(found))


def test_codes_keep_their_form_and_titles_are_messages():
    assert [] == [code for code in CODES if not re.fullmatch(r"PL\d{3}", code)]
    assert [] == [title for title in CODES.values() if title[0].isupper() or title.endswith(".")]
