"""Columns of long digits that belong to nobody: product codes with check digits of many systems, digits by the dozen.

The systems are general ones (weights, modulus) and not those of `splits`: neither the 1-3 weights of trade items nor a
book's. Under a person's header nobody could tell these from papers, so they never get one.
"""

from __future__ import annotations

from collections.abc import Callable

from scripts.detection.made import Draw, Maker

__all__ = ["FAMILIES"]

_WEIGHTS = (
    (2, 3, 4, 5, 6, 7),
    (7, 3, 1),
    (9, 7, 3, 1),
    (2, 4, 8, 5, 10, 9, 7),
    (5, 4, 3, 2, 7, 6),
    (1, 2),
    (8, 6, 4, 2, 3, 5, 9, 7),
)


def _checked(draw: Draw) -> Callable[[str], str]:
    """A system of check digits, chosen for a column."""
    weights, modulus = draw.one(_WEIGHTS), draw.one((10, 11, 11, 7, 9, 97))

    def check(body: str) -> str:
        total = sum(int(digit) * weights[at % len(weights)] for at, digit in enumerate(reversed(body)))
        rest = (modulus - total % modulus) % modulus
        return f"{rest:02d}" if modulus == 97 else "0123456789X"[rest] if modulus == 11 else str(rest % 10)

    return check


def _starts(draw: Draw, length: int) -> list[str]:
    return [draw.fill("%" + "#" * (length - 1)) for _ in range(draw.one((1, 1, 3, 12)))]


def _checked_codes(draw: Draw) -> list[str]:
    """Seven to fourteen digits with a check digit; makers share how their codes begin."""
    length, check, joint = draw.whole(6, 12), _checked(draw), draw.one(("", "", "", "-", " "))
    if length == 12 and not joint:
        length = 11
    starts = _starts(draw, draw.whole(1, min(length - 3, 7)))

    def make() -> str:
        start = draw.one(starts)
        body = start + draw.fill("#" * (length - len(start)))
        return joint.join((start, body[len(start) :], check(body))) if joint else body + check(body)

    return draw.many(make)


def _digit_strings(draw: Draw) -> list[str]:
    """Eight to thirteen digits: a range, a fixed beginning, a year's numbers, or any at all."""
    length = draw.whole(8, 13)
    kind = draw.weighted(any=30, start=30, range=20, year=10, zeros=10)
    starts, low = _starts(draw, draw.whole(1, 4)), draw.whole(10 ** (length - 1), 8 * 10 ** (length - 1))
    width, year = 10 ** draw.whole(3, length - 1), draw.fill("20%#")
    makes: dict[str, Callable[[], str]] = {
        "any": lambda: draw.fill("%" + "#" * (length - 1)),
        "start": lambda: draw.one(starts).ljust(4, "0")[:4] + draw.fill("#" * (length - 4)),
        "range": lambda: str(low + draw.whole(0, width)),
        "year": lambda: year[:2] + draw.one(("19", "22", "24")) + draw.fill("#" * (length - 4)),
        "zeros": lambda: draw.fill("#" * draw.one((3, 4, 5))).zfill(length),
    }
    return draw.many(makes[kind])


FAMILIES: tuple[tuple[str, str, float, Maker], ...] = (
    ("product_code", "checked_code", 3, _checked_codes),
    ("barcode", "checked_barcode", 1.2, _checked_codes),
    ("order_number", "digit_string", 3.5, _digit_strings),
)
"""(kind, family, weight, maker)."""
