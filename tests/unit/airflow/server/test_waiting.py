"""Answers that wait to be fetched."""

from privlineage.airflow.server.waiting import Waiting
from privlineage.core.errors import PrivlineageError


class Shared:
    """A store as far as answers go."""

    def __init__(self, is_down=False):
        self.kept, self.is_down = {}, is_down

    def keep_answer(self, key, text, at):
        if self.is_down:
            raise PrivlineageError("PL504", "down")
        self.kept[key] = text

    def answer(self, key):
        return self.kept.get(key)


def test_an_answer_is_found_by_who_asked_and_nobody_else():
    waiting = Waiting()
    waiting.keep("one", "name", "answer")
    assert "answer" == waiting.fetch("one", "name") == waiting.fetch("one", "name")
    assert waiting.fetch("two", "name") is None
    assert waiting.fetch("one", "other") is None


def test_another_server_finds_it_in_the_store():
    store = Shared()
    Waiting().keep("one", "name", "answer", store)
    assert "answer" == Waiting().fetch("one", "name", store)
    assert Waiting().fetch("two", "name", store) is None


def test_that_the_store_is_down_is_told_to_whoever_comes_back_here():
    waiting = Waiting()
    waiting.keep("one", "name", "the store is down", Shared(is_down=True))
    assert "the store is down" == waiting.fetch("one", "name")


def test_memory_is_bounded_and_the_oldest_go_first():
    waiting = Waiting(most=25)
    for number in range(5):
        waiting.keep("one", str(number), "x" * 10)
    assert [False, False, False, True, True] == [waiting.fetch("one", str(number)) is not None for number in range(5)]
    waiting.keep("one", "4", "y" * 10)
    assert "y" * 10 == waiting.fetch("one", "4")


def test_an_answer_that_nobody_fetches_goes():
    now = [0.0]
    waiting = Waiting(clock=lambda: now[0])
    waiting.keep("one", "name", "answer")
    now[0] = 301.0
    assert waiting.fetch("one", "name") is None
    waiting.keep("one", "later", "answer")
    assert 1 == len(waiting._held)
