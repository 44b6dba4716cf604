"""What is tried on the columns of one table, counted in tries."""

import hashlib
import hmac

from privlineage.core.refs import DatasetRef
from privlineage.detect.column import ColumnSample
from privlineage.detect.finding import TableFinding
from privlineage.detect.masking import MaskingReport
from privlineage.detect.masking.budget import TableTries
from privlineage.detect.masking.reversal import TRIES
from privlineage.service.contents import examining
from privlineage.service.contents.labelled import Labelled

TABLE = DatasetRef("wh", "public.people")


def keyed(key, count=50):
    return tuple(hmac.new(key.encode(), str(number).encode(), "sha256").hexdigest() for number in range(count))


def spent(columns, budget):
    given = []
    for _ in range(columns):
        given.append(budget.left)
        budget.spend(MaskingReport("sha256", None, tried=budget.left))
    return given


def test_the_first_columns_get_all_and_forty_columns_take_as_much_as_seven_at_most():
    given = spent(40, TableTries())
    assert [TRIES] * 4 == given[:4]
    assert sorted(given, reverse=True) == given
    assert 0 < given[-1]
    assert sum(given) <= 7 * TRIES


def test_columns_that_are_no_hash_take_nothing_from_the_others():
    budget = TableTries()
    for _ in range(100):
        budget.spend(MaskingReport("", None))
    assert TRIES == budget.left


def test_the_columns_of_a_table_share_what_is_tried_and_each_says_how_much_it_was(monkeypatch):
    monkeypatch.setattr(examining, "TableTries", lambda: TableTries(3_000))
    reports = []
    look = examining.masking_of
    monkeypatch.setattr(examining, "masking_of", lambda *given: reports.append(look(*given)) or reports[-1])
    samples = [ColumnSample(f"c{number}", keyed(str(number))) for number in range(8)]
    known = {sample.name: Labelled(TABLE.column(sample.name)) for sample in samples}
    examining.compare_table(known, samples, TableFinding(()))
    tried = [report.tried for report in reports]
    assert 8 == len(tried)
    assert tried[0] >= tried[-1]
    assert all(f"none of {report.tried:,} candidates leads back to a value" in report.reasons for report in reports)


def test_a_hash_of_a_short_number_is_still_undone_when_the_budget_is_spent():
    budget = TableTries()
    spent(40, budget)
    pins = [hashlib.md5(f"{number:03}".encode()).hexdigest() for number in range(100, 200)]
    assert 1.0 == examining.examine_masking(pins, tries=budget.left).reversed_share
