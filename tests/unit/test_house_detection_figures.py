"""The evaluation of detection: what it asks, that it is always the same, and that the page says what was counted."""

import hashlib
import json
import subprocess
import sys
from collections import Counter

import pytest

from benchmarks.detection.corpus import CONDITIONS, columns, tables, timed
from benchmarks.detection.kinds import KINDS
from benchmarks.detection.page import BEGIN, END, PAGE, generated
from benchmarks.detection.scoring import Answer, calibration, score
from scripts.detection.splits import EVALUATED_OTHERS, EVALUATION, TUNED_OTHERS, may_train
from tests.conftest import ROOT

DIGEST = """
import hashlib, sys
sys.path[:0] = [{root!r}, {src!r}]
from benchmarks.detection.corpus import columns
print(hashlib.sha256(repr([(c.kind.name, c.locale, c.values, c.headers) for c in columns()]).encode()).hexdigest())
"""


def test_another_process_makes_the_same_columns():
    here = repr([(c.kind.name, c.locale, c.values, c.headers) for c in columns()])
    code = DIGEST.format(root=str(ROOT), src=str(ROOT / "src"))
    there = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip()
    assert hashlib.sha256(here.encode()).hexdigest() == there


def test_no_locale_and_no_kept_back_kind_may_be_trained_on():
    assert [] == [locale for locale in EVALUATION if may_train(locale)]
    assert {column.locale for column in columns()} == set(EVALUATION)
    made = {column.kind.name for column in columns()}
    assert set(EVALUATED_OTHERS) <= made
    assert set() == made & set(TUNED_OTHERS)


def test_it_asks_as_much_as_was_promised():
    personal = {column.kind.name for column in columns() if column.kind.personal}
    others = {column.kind.name for column in columns() if not column.kind.personal}
    assert len(EVALUATION) >= 20
    assert len(personal) >= 30
    assert len(others) >= 60
    assert len(others - set(EVALUATED_OTHERS)) >= 30
    assert 1500 <= len(columns()) <= 2500
    assert {True} == {100 <= len(column.values) <= 200 for column in columns()}


def test_a_misleading_header_names_a_kind_of_the_other_side():
    for column in columns():
        assert set(column.headers) == set(CONDITIONS)
        assert column.headers["misleading"] not in (column.headers["clear"], column.headers["cryptic"])


def test_every_column_stands_in_one_table_for_each_condition():
    asked = Counter((condition, id(column)) for condition, members in tables(columns()) for column in members)
    expected = Counter((condition, id(column)) for column in columns() for condition in column.conditions())
    assert expected == asked


def test_speed_is_measured_on_two_hundred_values_of_every_kind():
    assert {(name, 200) for name in KINDS} == {(column.kind.name, len(column.values)) for column in timed()}


def answered(accepted, category, confidence=0.5):
    return Answer("a", "b", "clear", accepted, category, confidence)


MAIL = ("user.contact.email",)


def test_precision_and_recall_count_columns_and_a_finer_category_is_right():
    said = [
        answered(MAIL, "user.contact.email"),
        answered(MAIL, "user.contact.email.work"),
        answered(MAIL, "user.contact"),
        answered(MAIL, None),
        answered((), None),
        answered((), "user.name"),
    ]
    found = score(said)
    assert (6, 0.75, 0.75) == (found["columns"], found["precision"], found["recall"])
    assert pytest.approx(2 / 3, abs=1e-4) == found["category"]


def test_confidence_is_held_against_what_was_right():
    said = [answered(MAIL, "user.contact.email", 0.95)] * 3 + [answered(MAIL, None, 0.95)]
    found = calibration(said)
    assert pytest.approx(0.2) == found["ece"]
    assert pytest.approx((3 * 0.05**2 + 0.95**2) / 4, abs=1e-4) == found["brier"]


def test_the_page_shows_the_figures_that_were_counted():
    totals = json.loads((ROOT / "benchmarks" / "detection.json").read_text(encoding="utf-8"))
    assert generated(totals) == PAGE.read_text(encoding="utf-8").partition(BEGIN + "\n")[2].partition(END)[0]
