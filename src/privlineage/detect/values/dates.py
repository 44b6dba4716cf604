"""Dates in the world's spellings, and whether they are spread the way dates of birth are."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

import numpy as np

from privlineage.detect.values.findings import Findings
from privlineage.detect.values.sample import Sample

__all__ = ["NAMES", "REFERENCE_YEAR", "examine", "parse_date"]

REFERENCE_YEAR = 2026
"""The year that ages are counted from: a constant, so that equal values give equal answers."""

NAMES = """
    date.share date.year.q05 date.year.q50 date.year.q95 date.spread date.birth_years date.recent date.future
    date.time date.month_first date.january_first date.born date.adult date.century date.compact date.epoch
    date.two_digit date.words date.weekday date.months
""".split()

_TIME = (
    r"(?P<time>[T ,]{1,3}\d{1,2}[:.]\d{2}(?:[:.]\d{2}(?:[.,]\d{1,9})?)?)?"
    r"(?: ?[AaPp]\.?[Mm]\.?)?(?: ?(?:Z|[A-Z]{2,5}|[-+]\d{2}:?\d{2}))?"
)
_YMD = re.compile(r"(?P<y>\d{4})(?P<s>[-/. ]{1,2})(?P<m>\d{1,2})(?P=s)(?P<d>\d{1,2})\.?" + _TIME)
_DMY = re.compile(r"(?P<a>\d{1,2})(?P<s>[-/. ]{1,2})(?P<b>\d{1,2})(?P=s)(?P<y>\d{4}|\d{2})\.?" + _TIME)
_CJK = re.compile(r"(?P<y>\d{2,4})\s?[年년]\s?(?P<m>\d{1,2})\s?[月월]\s?(?P<d>\d{1,2})\s?[日일]?" + _TIME)
_WORD = r"[^\W\d_]{3,12}"
_DAY_MONTH = re.compile(
    rf"(?:{_WORD},? )?(?P<d>\d{{1,2}})(?:st|nd|rd|th|º|\.)?[ \-/.](?:de )?(?P<w>{_WORD})\.?,?[ \-/.](?:de |del )?"
    r"(?P<y>\d{4}|\d{2})\.?" + _TIME
)
_MONTH_DAY = re.compile(rf"(?:{_WORD},? )?(?P<w>{_WORD})\.? (?P<d>\d{{1,2}})(?:st|nd|rd|th)?,? (?P<y>\d{{4}})" + _TIME)
_YEAR_MONTH = re.compile(rf"(?P<y>\d{{4}})[ \-/.](?P<w>{_WORD})[ \-/.](?P<d>\d{{1,2}})" + _TIME)
_COMPACT = re.compile(
    r"(?P<y>(?:1[89]|20)\d{2})(?P<m>0[1-9]|1[0-2])(?P<d>0[1-9]|[12]\d|3[01])(?P<time>[T_ -]?\d{4,6}Z?)?"
)
_COMPACT_DMY = re.compile(r"(?P<a>\d{2})(?P<b>\d{2})(?P<y>(?:19|20)\d{2})")
_EPOCH = re.compile(r"-?\d{8,10}|1\d{12}|1\d{15}")

Parsed = tuple[int, int, int, bool, str]


def parse_date(text: str) -> Parsed | None:
    """Year, month, day, whether a time of day stands with it, and how it is written; None for anything else.

    Years of the Thai and the Republic of China's calendars are turned into common ones, years of two digits into the
    hundred years that end with `REFERENCE_YEAR`; Persian and Hijri years are turned by their rough distance.

    >>> parse_date("17.3.1984")
    (1984, 3, 17, False, 'dmy')
    """
    for pattern, read in _READERS:
        match = pattern.fullmatch(text)
        if match and (parsed := read(match)):
            return parsed
    return None


def _common_year(year: int) -> int:
    if year < 100:
        return year + (2000 if year + 2000 <= REFERENCE_YEAR else 1900)
    if 2440 <= year <= REFERENCE_YEAR + 553:
        return year - 543
    if 1280 <= year <= 1410:
        return year + 621
    return year + 579 if 1410 < year < 1460 else year


def _checked(year: int, month: int, day: int, time: bool, how: str) -> Parsed | None:
    year = _common_year(year)
    if 1 <= month <= 12 and 1 <= day <= 31 and 1500 <= year <= 2200:
        return year, month, day, time, how
    return None


def _ymd(match: re.Match[str]) -> Parsed | None:
    return _checked(int(match["y"]), int(match["m"]), int(match["d"]), bool(match["time"]), "ymd")


def _compact(match: re.Match[str]) -> Parsed | None:
    return _checked(int(match["y"]), int(match["m"]), int(match["d"]), bool(match["time"]), "compact")


def _dmy(match: re.Match[str]) -> Parsed | None:
    first, second = int(match["a"]), int(match["b"])
    how = "dmy" if len(match["y"]) == 4 else "short"
    time = bool(match["time"])
    return _checked(int(match["y"]), second, first, time, how) or _checked(int(match["y"]), first, second, time, how)


def _compact_dmy(match: re.Match[str]) -> Parsed | None:
    first, second, year = int(match["a"]), int(match["b"]), int(match["y"])
    return _checked(year, second, first, False, "compact") or _checked(year, first, second, False, "compact")


def _words(match: re.Match[str]) -> Parsed | None:
    return _checked(int(match["y"]), 6, int(match["d"]), bool(match["time"]), "words")


_READERS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Parsed | None]], ...] = (
    (_YMD, _ymd),
    (_DMY, _dmy),
    (_COMPACT, _compact),
    (_COMPACT_DMY, _compact_dmy),
    (_CJK, _ymd),
    (_DAY_MONTH, _words),
    (_MONTH_DAY, _words),
    (_YEAR_MONTH, _words),
)


def _epoch(text: str) -> Parsed | None:
    if not _EPOCH.fullmatch(text):
        return None
    seconds = int(text) / (1 if len(text) <= 11 else 1_000 if len(text) == 13 else 1_000_000)
    try:
        day = date.fromordinal(719_163 + int(seconds // 86_400))
    except (ValueError, OverflowError):
        return None
    if not 1930 <= day.year <= REFERENCE_YEAR + 10:
        return None
    return day.year, day.month, day.day, bool(seconds % 86_400), "epoch"


def examine(sample: Sample, found: Findings) -> None:
    """Write down how many values are dates, of which years, and how they are written."""
    values = sample.many if len(sample.many) < 120 else sample.many[:120]
    if not any(map(_has_digit, values[:20])):
        return
    plain = [parsed for text in values if (parsed := parse_date(text[:48]))]
    epochs = [] if plain else [parsed for text in values if (parsed := _epoch(text))]
    found.set("date.epoch", len(epochs) / len(values))
    dates = plain or epochs
    if len(dates) < 0.5 * len(values):
        found.set("date.share", len(plain) / len(values))
        return
    found.set("date.share", len(plain) / len(values))
    _years(dates, found)
    _spelling(dates, found)
    if plain and found.numbers["date.share"] > 0.8:
        found.say(
            "date_of_birth", found.numbers["date.born"] * found.numbers["date.share"], _sentence(found, len(values))
        )


def _has_digit(text: str) -> bool:
    return any(map(str.isdigit, text[:40]))


def _sentence(found: Findings, size: int) -> str:
    share = found.numbers["date.share"]
    years = found.numbers["date.birth_years"]
    return f"{share:.0%} of {size} distinct values are dates, {years:.0%} of them of years when living people were born"


def _years(dates: list[Parsed], found: Findings) -> None:
    years = np.array([one[0] for one in dates])
    low, middle, high = np.quantile(years, (0.05, 0.5, 0.95))
    ages = REFERENCE_YEAR - years
    for name, value in (("q05", low), ("q50", middle), ("q95", high)):
        found.set(f"date.year.{name}", float(np.clip((value - REFERENCE_YEAR) / 50, -4, 2)))
    found.set("date.spread", float(np.clip((high - low) / 50, 0, 4)))
    birth = float(((years >= 1925) & (years <= REFERENCE_YEAR - 14)).mean())
    recent = float(((ages >= 0) & (ages < 15)).mean())
    adult = float(((ages >= 18) & (ages <= 90)).mean())
    found.set("date.birth_years", birth)
    found.set("date.recent", recent)
    found.set("date.adult", adult)
    found.set("date.future", float((ages < 0).mean()))
    found.set("date.century", float((ages > 101).mean()))
    spread = float(np.clip((high - low) / 30, 0, 1))
    found.set("date.born", birth * adult * spread * (1 - recent) * (1 - found.numbers.get("date.time", 0.0)))


def _spelling(dates: list[Parsed], found: Findings) -> None:
    size = len(dates)
    how = [one[4] for one in dates]
    found.set("date.time", sum(one[3] for one in dates) / size)
    found.set("date.month_first", sum(one[2] == 1 for one in dates) / size)
    found.set("date.january_first", sum(one[2] == 1 and one[1] == 1 for one in dates) / size)
    found.set("date.months", len({one[1] for one in dates}) / 12)
    for name, word in (("compact", "compact"), ("two_digit", "short"), ("words", "words")):
        found.set(f"date.{name}", how.count(word) / size)
    weekend = [date(year, month, day).weekday() >= 5 for year, month, day, _, _ in dates if day <= 28]
    found.set("date.weekday", 1 - sum(weekend) / len(weekend) if weekend else 0.0)
