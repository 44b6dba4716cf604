"""The report of a column's values: its order, its sentences, and what hostile texts do to it."""

from __future__ import annotations

import pytest

from privlineage.detect.values import FEATURE_NAMES, examine_values

EMAILS = [f"user{n}@example{n % 7}.org" for n in range(50)]


def test_features_stand_in_the_order_of_their_names():
    report = examine_values(EMAILS)

    assert len(FEATURE_NAMES) == len(set(FEATURE_NAMES))
    assert len(FEATURE_NAMES) == len(report.features())
    assert dict(zip(FEATURE_NAMES, report.features(), strict=True))["pattern.email"] == report.feature("pattern.email")


def test_an_unknown_feature_is_a_key_error():
    with pytest.raises(KeyError, match=r"no\.such"):
        examine_values(EMAILS).feature("no.such")


def test_no_values_give_only_zeros():
    assert set(examine_values([]).features()) == {0.0}


def test_placeholders_do_not_count_as_values():
    report = examine_values(["N/A", "-", *EMAILS])

    assert report.feature("pattern.email") == 1.0
    assert report.feature("profile.placeholders") == pytest.approx(2 / 52)


def test_full_width_and_arabic_digits_read_as_digits():
    plain = examine_values(["2024-05-17", "1984-03-01"])
    wide = examine_values(["２０２４-０５-１７", "１９８４-０３-０１"])
    arabic = examine_values(["٢٠٢٤-٠٥-١٧", "١٩٨٤-٠٣-٠١"])

    assert plain.feature("date.share") == wide.feature("date.share") == arabic.feature("date.share") == 1.0


def test_marks_of_direction_do_not_hide_an_address():
    assert examine_values([f"\u200f{one}\u202c" for one in EMAILS]).feature("pattern.email") == 1.0


def test_a_declared_boolean_speaks_against_personal_data():
    assert "the database declares the column as bool" in examine_values(["t", "f"], "BOOLEAN").evidence("other")


@pytest.mark.parametrize(
    "atom", ["a", "a1", "A-1", "1.", "@", "a.b@", "0.12,", "<a", '{"', "年", "\ud800", "\x00", "(", " ", "ﷺ"]
)
def test_long_hostile_texts_are_read_to_their_end(atom):
    report = examine_values([atom * 50_000, f"{atom * 700}!", f"http://{atom * 700}"])

    assert len(FEATURE_NAMES) == len(report.features())


def test_a_report_shows_no_value():
    report = examine_values(EMAILS)

    assert not any(email in repr(report) for email in EMAILS)
