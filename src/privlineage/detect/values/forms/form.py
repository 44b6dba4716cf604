"""One form of value."""

from __future__ import annotations

import re
from dataclasses import dataclass

__all__ = ["Form", "form"]


@dataclass(frozen=True, slots=True)
class Form:
    """One form of value.

    Attributes:
        name: what the feature is called.
        type: the detection type it speaks for; `other` where it speaks against all of them; empty where it says
            nothing by itself.
        words: what the values look like, as the evidence puts it.
        regex: the whole value must match it. Linear on any text: no repetition inside a repetition over the same
            characters.
    """

    name: str
    type: str
    words: str
    regex: re.Pattern[str]


def form(name: str, kind: str, words: str, regex: str, flags: int = 0) -> Form:
    """A form with its regular expression compiled."""
    return Form(name, kind, words, re.compile(regex, flags))
