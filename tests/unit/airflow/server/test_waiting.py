"""Answers that wait to be fetched."""

from privlineage.airflow.server.waiting import Waiting


class Shared:
    """A store as far as answers go."""

    def __init__(self):
        self.kept = {}

    def keep_answer(self, key, text, at):
        self.kept[key] = text

    def answer(self, key):
        return self.kept.get(key)


def test_an_answer_is_found_by_who_asked_and_nobody_else():
    waiting = Waiting()
    waiting.keep("one", "name", "answer")
    assert "answer" == waiting.fetch("one", "name") == waiting.fetch("one", "name")
    assert waiting.fetch("two", "name") is None
    assert waiting.fetch("one", "other") is None


def test_another_server_finds_what_was_shared():
    store, waiting = Shared(), Waiting()
    waiting.keep("one", "name", "answer")
    assert Waiting().fetch("one", "name", store) is None
    waiting.share("one", "name", store)
    assert "answer" == Waiting().fetch("one", "name", store)
    assert Waiting().fetch("two", "name", store) is None


def test_nothing_is_written_about_what_was_fetched_or_never_asked():
    store, waiting = Shared(), Waiting()
    waiting.keep("one", "name", "answer")
    waiting.fetch("one", "name", store)
    waiting.share("one", "name", store)
    waiting.share("one", "other", store)
    waiting.share("one", "name", None)
    assert {} == store.kept


def test_a_second_question_under_one_name_waits_anew():
    store, waiting = Shared(), Waiting()
    waiting.keep("one", "name", "first")
    waiting.fetch("one", "name")
    waiting.keep("one", "name", "second")
    waiting.share("one", "name", store)
    assert ["second"] == list(store.kept.values())


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
