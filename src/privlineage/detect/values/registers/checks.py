"""Arithmetic that check digits are made of."""

from __future__ import annotations

from collections.abc import Sequence

__all__ = ["born", "icao", "luhn", "verhoeff", "weighted"]

_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_DOUBLED = (0, 2, 4, 6, 8, 1, 3, 5, 7, 9)

# The dihedral group of order 10 and the permutation of J. Verhoeff, Error Detecting Decimal Codes, 1969.
_GROUP = (
    "0123456789", "1234067895", "2340178956", "3401289567", "4012395678",
    "5987604321", "6598710432", "7659821043", "8765932104", "9876543210",
)  # fmt: skip
_PERMUTED = (
    "0123456789",
    "1576283094",
    "5803796142",
    "8916043527",
    "9453126870",
    "4286573901",
    "2793806415",
    "7046913258",
)


def weighted(digits: str, weights: Sequence[int]) -> int:
    """The sum of the digits times their weights."""
    return sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=False))


def luhn(digits: str) -> bool:
    """Whether the last digit is Luhn's check digit (ISO/IEC 7812-1).

    >>> luhn("79927398713"), luhn("79927398710")
    (True, False)
    """
    turned = digits[::-1]
    return (sum(map(int, turned[::2])) + sum(_DOUBLED[int(digit)] for digit in turned[1::2])) % 10 == 0


def verhoeff(digits: str) -> bool:
    """Whether the last digit is Verhoeff's check digit.

    >>> verhoeff("2363"), verhoeff("2364")
    (True, False)
    """
    state = 0
    for place, digit in enumerate(reversed(digits)):
        state = int(_GROUP[state][int(_PERMUTED[place % 8][int(digit)])])
    return state == 0


def icao(text: str) -> int:
    """The check digit of a machine-readable document (ICAO 9303 part 3, 4.9): weights 7, 3, 1; A is 10, `<` is 0.

    >>> icao("520727")
    3
    """
    total = 0
    for place, character in enumerate(text):
        value = 0 if character == "<" else int(character, 36)
        total += value * (7, 3, 1)[place % 3]
    return total % 10


def born(month: str, day: str) -> bool:
    """Whether two numbers can be a month and a day of it."""
    return 1 <= int(month) <= 12 and 1 <= int(day) <= _DAYS[int(month) - 1]
