"""When a success may close an epoch that other tries write."""

import pytest

from privlineage.store.retiring import Touch, may_close, must_reopen

NOW = "2026-03-10T00:00:00.000000Z"
TODAY = "2026-03-09T23:00:00.000000Z"
LAST_MONTH = "2026-02-10T00:00:00.000000Z"


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        (Touch(3, TODAY, opens=True, ended_after=4), True),
        (Touch(3, TODAY, opens=True, ended_after=5), False),
        (Touch(3, TODAY, opens=True, ended_after=None), False),
        (Touch(3, LAST_MONTH, opens=True, ended_after=None), True),
        (Touch(3, "not a time", opens=True, ended_after=None), False),
        (Touch(3, "2026-02-10T00:00:00", opens=True, ended_after=None), False),
        (Touch(3, TODAY, opens=False, ended_after=None), False),
        (Touch(6, TODAY, opens=True, ended_after=None), False),
        (Touch(6, TODAY, opens=True, ended_after=7), False),
        (Touch(6, TODAY, opens=False, ended_after=None), True),
    ],
)
def test_try_five_closes_only_what_nobody_else_may_have_written_last(other, expected):
    assert expected == may_close(5, NOW, [other])
    assert expected == may_close(5, NOW, [Touch(1, TODAY, opens=True, ended_after=1), other])


def test_nobody_else_means_it_may():
    assert may_close(5, NOW, [])


@pytest.mark.parametrize(("closed_by", "expected"), [(None, False), (4, False), (6, True)])
def test_only_what_a_later_plan_closed_is_opened_again(closed_by, expected):
    assert expected == must_reopen(5, closed_by)
