"""The shape of a value: digits as 9, capitals as A, small letters as a, letters of scripts without case as x."""

from __future__ import annotations

import re

__all__ = ["shape", "short_shape"]

_RUNS = re.compile(r"([9Aax])\1+")


class _Classes(dict[int, str]):
    """Code point to class, filled as code points are met."""

    def __missing__(self, point: int) -> str:
        character = chr(point)
        if character.isdigit():
            kind = "9"
        elif not character.isalpha():
            kind = character
        elif character.isupper():
            kind = "A"
        else:
            kind = "a" if character.islower() else "x"
        if len(self) < 20_000:
            self[point] = kind
        return kind


_CLASSES = _Classes()


def shape(text: str) -> str:
    """The shape of a value, character by character.

    >>> shape("Ab-12")
    'Aa-99'
    """
    return text.translate(_CLASSES)


def short_shape(text: str) -> str:
    """The shape with every run as one character.

    >>> short_shape("Smith 1234")
    'Aa 9'
    """
    return _RUNS.sub(r"\1", text.translate(_CLASSES))
