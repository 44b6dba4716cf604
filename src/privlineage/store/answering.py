"""Answers that wait for whoever asked: one API server may hear a question, and another give the answer."""

from __future__ import annotations

from typing import Protocol, runtime_checkable

__all__ = ["KEPT_FOR", "AnsweringStore"]

KEPT_FOR = 300
"""Seconds an answer waits; who asked has long given up by then."""


@runtime_checkable
class AnsweringStore(Protocol):
    """A store that several servers share, and that can hold an answer for a while."""

    def keep_answer(self, key: str, text: str, at: str) -> None:
        """Let an answer wait under a key that nobody else uses; those that waited for `KEPT_FOR` seconds go.

        Args:
            key: at most 64 characters.
            text: the answer.
            at: now, ISO 8601 in UTC.
        """

    def answer(self, key: str) -> str | None:
        """The answer under a key, None where none waits."""
