"""Dates inside longer numbers: national numbers often begin with a date of birth, order numbers with a recent day."""

from __future__ import annotations

from privlineage.detect.values.dates import REFERENCE_YEAR
from privlineage.detect.values.findings import Findings
from privlineage.detect.values.registers.checks import born
from privlineage.detect.values.registers.known import bare
from privlineage.detect.values.sample import Sample

__all__ = ["NAMES", "examine"]

NAMES = "inner.share inner.years inner.past inner.full_year inner.offset inner.serial".split()

# Where the year, the month and the day stand: offset, and the order of the parts.
_PLACES = tuple((at, order) for at in (0, 1, 2, 3, 6) for order in ("ymd", "dmy", "Ymd", "dmY"))
_MARKED_MONTHS = (0, 20, 40, 50, 80)
"""Some states add these to the month, to mark a century or a woman; others 40 to the day."""


def examine(sample: Sample, found: Findings) -> None:
    """Write down whether numbers of nine digits and more hold a date, and how far its years reach."""
    texts = [bare(value) for value in sample.few if len(value) <= 40]
    digits = [text for text in texts if 9 <= len(text) <= 22 and sum(map(_is_digit, text)) >= 8]
    if len(digits) < 0.7 * len(sample.few):
        return
    read = {place: [year for text in digits if (year := _year(text, *place))] for place in _PLACES}
    at, order = max(_PLACES, key=lambda place: (len(read[place]), "Y" in place[1], -place[0]))
    years = read[at, order]
    if len(years) < 0.7 * len(digits):
        return
    found.set("inner.share", len(years) / len(sample.few))
    found.set("inner.years", len(set(years)) / min(60, len(years)))
    found.set("inner.past", sum(year < REFERENCE_YEAR - 15 for year in years) / len(years))
    found.set("inner.full_year", float("Y" in order))
    found.set("inner.offset", at / 6)
    found.set("inner.serial", (sum(map(len, digits)) / len(digits) - 6) / 12)


def _is_digit(character: str) -> bool:
    return "0" <= character <= "9"


def _year(text: str, at: int, order: str) -> int | None:
    """The year of the date at a place of a number; None where no date stands there."""
    size = 8 if "Y" in order else 6
    part = text[at : at + size]
    if len(part) < size or not (part.isascii() and part.isdigit()) or len(text) < at + size + 3:
        return None
    year, month, day = _parts(part, order)
    month = next((month - marked for marked in _MARKED_MONTHS if 1 <= month - marked <= 12), 0)
    if not month or not born(str(month), str(day - 40 if day > 40 else day)):
        return None
    if "Y" in order:
        return year if 1900 <= year <= REFERENCE_YEAR else None
    return year + (2000 if year + 2000 <= REFERENCE_YEAR else 1900)


def _parts(part: str, order: str) -> tuple[int, int, int]:
    if order in {"ymd", "Ymd"}:
        return int(part[:-4]), int(part[-4:-2]), int(part[-2:])
    return int(part[4:]), int(part[2:4]), int(part[:2])
