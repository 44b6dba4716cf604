"""Work that may hang is bounded."""

import time

import pytest

from privlineage.airflow.deadline import Deadline
from privlineage.core.errors import PrivlineageError


def test_work_in_time_gives_its_result():
    assert 3 == Deadline(5).run(lambda: 3)


def test_none_is_a_result_too():
    assert None is Deadline(5).run(lambda: None)


def test_work_that_hangs_is_given_up():
    start = time.monotonic()
    with pytest.raises(PrivlineageError, match=r"PL504.*did not answer within 0\.1 seconds"):
        Deadline(0.1).run(lambda: time.sleep(30))
    assert time.monotonic() - start < 5


def test_the_budget_is_one_for_all_the_work():
    deadline = Deadline(0.2)
    deadline.run(lambda: time.sleep(0.15))
    with pytest.raises(PrivlineageError, match="PL504"):
        deadline.run(lambda: time.sleep(5))


def test_an_error_of_the_work_is_raised_as_it_is():
    with pytest.raises(ZeroDivisionError):
        Deadline(5).run(lambda: 1 // 0)
