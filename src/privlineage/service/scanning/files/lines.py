"""The lines of a text of any size, as they are read: none longer than what memory can bear."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TextIO

__all__ = ["MOST_CHARACTERS", "Lines"]

MOST_CHARACTERS = 8 * 1024 * 1024
"""The longest line that is read; a longer one is left out, and said so."""


class Lines:
    """The lines of a text, with their ends.

    Args:
        stream: opened with `newline=""`.
        is_cut: whether it ended before its file did: half a line at its end is none then.

    Attributes:
        number: of the line given last, from 1.
        too_long: the numbers of lines that were left out, at most some hundreds.
        undecodable: how many places were not of the text's encoding.
    """

    def __init__(self, stream: TextIO, is_cut: Callable[[], bool] = lambda: False) -> None:
        self._stream = stream
        self._is_cut = is_cut
        self.number = 0
        self.too_long: list[int] = []
        self.undecodable = 0

    def __iter__(self) -> Iterator[str]:
        """Line by line."""
        while line := self._stream.readline(MOST_CHARACTERS):
            self.number += 1
            if len(line) >= MOST_CHARACTERS and not line.endswith(("\n", "\r")):
                self._pass_over()
                continue
            if self.number > 1 and not line.endswith(("\n", "\r")) and self._is_cut():
                continue
            if "\ufffd" in line:
                self.undecodable += line.count("\ufffd")
            yield line

    def _pass_over(self) -> None:
        if len(self.too_long) < 500:
            self.too_long.append(self.number)
        while (part := self._stream.readline(MOST_CHARACTERS)) and not part.endswith(("\n", "\r")):
            pass
