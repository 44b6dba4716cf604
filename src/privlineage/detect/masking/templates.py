"""How numbers of a length and telephone numbers of a country are written: fixed characters around free digits."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from privlineage.detect.masking.spaces import digits

__all__ = ["FREE", "Template", "templates"]

FREE = "#"
_REGIONS = (
    "CN US GB DE FR IT ES IN ID BR MX JP KR VN TH PH MY TW HK SG "
    "AU TR RU UA PL NL SE NO FI DK CH AT BE PT GR NG KE ZA EG PK"
).split()
"""Regions whose mobile numbers are looked for, besides digits of every length that 32 bits leave room for."""

_PROBES = 12
_WIDEST = 12.0


@dataclass(frozen=True, slots=True)
class Template:
    """A way to write numbers.

    Attributes:
        name: what they are, for people, in the plural.
        text: the characters, `#` for a digit.
        heads: what the first digits may be, as text; empty for anything.
    """

    name: str
    text: str
    heads: tuple[str, ...] = ()

    @property
    def size(self) -> float:
        """How many texts it stands for."""
        free = self.text.count(FREE)
        return len(self.heads) * 10.0 ** (free - len(self.heads[0])) if self.heads else 10.0**free

    @property
    def places(self) -> tuple[int, ...]:
        """Where its digits stand, counted from the end."""
        return tuple(len(self.text) - 1 - place for place, mark in enumerate(self.text) if mark == FREE)

    def leading(self, count: int) -> NDArray[np.uint8]:
        """What the first `count` digits may be, a row of characters each."""
        if not self.heads:
            return digits(count)
        width = len(self.heads[0])
        heads = np.frombuffer("".join(self.heads).encode(), dtype=np.uint8).reshape(-1, width)
        if count <= width:
            return np.unique(heads[:, :count], axis=0)
        rest = digits(count - width)
        return np.hstack((np.repeat(heads, len(rest), axis=0), np.tile(rest, (len(heads), 1))))


@lru_cache(maxsize=1)
def templates() -> tuple[Template, ...]:
    """Everything that is tried, each text once: numbers of four to ten digits, and the mobile ones of some regions."""
    found = {FREE * width: Template(f"numbers of {width} digits", FREE * width) for width in range(4, 11)}
    for region in _REGIONS:
        for template in _mobile(region):
            found.setdefault(template.text + str(template.heads), template)
    return tuple(sorted(found.values(), key=lambda template: (template.size, template.text)))


def _mobile(region: str) -> Iterator[Template]:
    import phonenumbers as numbers

    example = numbers.example_number_for_type(region, numbers.PhoneNumberType.MOBILE)
    metadata = numbers.PhoneMetadata.metadata_for_region(region, None)
    pattern = metadata.mobile.national_number_pattern if metadata is not None and metadata.mobile is not None else None
    if example is None or pattern is None:
        return
    national = numbers.national_significant_number(example)
    heads = _heads(pattern, len(national))
    forms = numbers.PhoneNumberFormat
    written = [numbers.format_number(example, form) for form in (forms.E164, forms.INTERNATIONAL, forms.NATIONAL)]
    plain = [re.sub(r"\D", "", written[0]), re.sub(r"\D", "", written[2]), "00" + re.sub(r"\D", "", written[0])]
    for text in dict.fromkeys((*plain, *written)):
        template = _around(text, national)
        if heads and template is not None:
            made = Template(f"mobile numbers ({region})", template, heads)
            if math.log10(made.size) < _WIDEST:
                yield made


def _around(text: str, national: str) -> str | None:
    """The text with its last digits free, as many as the national number has; None where it writes another number."""
    marks, left = list(text), len(national)
    for place in range(len(marks) - 1, -1, -1):
        if left and marks[place].isdigit():
            left -= 1
            if marks[place] != national[left]:
                return None
            marks[place] = FREE
    return None if left else "".join(marks)


def _heads(pattern: str, length: int) -> tuple[str, ...]:
    """The first three digits that a country's mobile numbers have: those with which some number fits the pattern."""
    fits = re.compile(pattern).fullmatch
    tails = [digit * (length - 3) for digit in "0123456789"] + [
        "1234567890123"[: length - 3],
        "9876543210987"[: length - 3],
    ]
    heads = (f"{head:03}" for head in range(1000))
    return tuple(head for head in heads if any(fits(head + tail) for tail in tails[:_PROBES]))
