"""Check digits of identity numbers: the public arithmetic of each scheme."""

from __future__ import annotations

__all__ = ["cn_check", "cpf_check", "curp_check", "verhoeff_check"]

# GB 11643-1999, the resident identity number: ISO 7064 MOD 11-2.
_CN_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CN_DIGITS = "10X98765432"

# Verhoeff's dihedral group of order ten and its permutation, as Aadhaar uses them.
_VERHOEFF_D = (
    (0, 1, 2, 3, 4, 5, 6, 7, 8, 9),
    (1, 2, 3, 4, 0, 6, 7, 8, 9, 5),
    (2, 3, 4, 0, 1, 7, 8, 9, 5, 6),
    (3, 4, 0, 1, 2, 8, 9, 5, 6, 7),
    (4, 0, 1, 2, 3, 9, 5, 6, 7, 8),
    (5, 9, 8, 7, 6, 0, 4, 3, 2, 1),
    (6, 5, 9, 8, 7, 1, 0, 4, 3, 2),
    (7, 6, 5, 9, 8, 2, 1, 0, 4, 3),
    (8, 7, 6, 5, 9, 3, 2, 1, 0, 4),
    (9, 8, 7, 6, 5, 4, 3, 2, 1, 0),
)
_VERHOEFF_P = (
    (0, 1, 2, 3, 4, 5, 6, 7, 8, 9),
    (1, 5, 7, 6, 2, 8, 3, 0, 9, 4),
    (5, 8, 0, 3, 7, 9, 6, 1, 4, 2),
    (8, 9, 1, 6, 0, 4, 3, 5, 2, 7),
    (9, 4, 5, 3, 1, 2, 6, 8, 7, 0),
    (4, 2, 8, 6, 5, 7, 3, 9, 0, 1),
    (2, 7, 9, 3, 8, 0, 6, 4, 1, 5),
    (7, 0, 4, 6, 9, 1, 3, 2, 5, 8),
)
_VERHOEFF_INVERSE = "0432156789"

_CURP_ALPHABET = "0123456789ABCDEFGHIJKLMNÑOPQRSTUVWXYZ"


def cn_check(body: str) -> str:
    """The last character of a Chinese resident identity number.

    >>> cn_check("11010519491231002")
    'X'
    """
    return _CN_DIGITS[sum(int(digit) * weight for digit, weight in zip(body, _CN_WEIGHTS, strict=True)) % 11]


def verhoeff_check(body: str) -> str:
    """Verhoeff's check digit, the last of an Indian Aadhaar number.

    >>> verhoeff_check("236")
    '3'
    """
    state = 0
    for index, digit in enumerate(reversed(body), start=1):
        state = _VERHOEFF_D[state][_VERHOEFF_P[index % 8][int(digit)]]
    return _VERHOEFF_INVERSE[state]


def curp_check(body: str) -> str:
    """The last digit of a Mexican CURP.

    >>> curp_check("BOXW310820HNERXN0")
    '9'
    """
    total = sum(_CURP_ALPHABET.index(letter) * (18 - index) for index, letter in enumerate(body))
    return str(-total % 10)


def cpf_check(body: str) -> str:
    """The last two digits of a Brazilian CPF.

    >>> cpf_check("390533447")
    '05'
    """
    for _ in range(2):
        total = sum(int(digit) * weight for digit, weight in zip(body, range(len(body) + 1, 1, -1), strict=True))
        body += str(-total % 11 % 10)
    return body[-2:]
