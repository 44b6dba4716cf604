"""How dates, times and numbers are written: a format is chosen once for a column, then every value is written by it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

from scripts.detection.made import Draw
from scripts.detection.words import keyed

__all__ = ["date_writer", "decimal_writer", "solar_hijri", "style", "timestamp_writer"]

_EPOCH = date(1970, 1, 1)
_DATES = keyed("lists")["formats dates"]
_MONTHS = "January February March April May June July August September October November December".split()
_DAYS = "Mon Tue Wed Thu Fri Sat Sun".split()


def _written(day: date, form: str) -> str:
    # Written out, not strftime: the names of months must not follow the machine's locale.
    parts = {
        "%Y": f"{day.year:04d}", "%m": f"{day.month:02d}", "%d": f"{day.day:02d}", "%y": f"{day.year % 100:02d}",
        "%B": _MONTHS[day.month - 1], "%b": _MONTHS[day.month - 1][:3], "%a": _DAYS[day.weekday()], "_": " ",
    }  # fmt: skip
    for mark, text in parts.items():
        form = form.replace(mark, text)
    return form


def solar_hijri(day: date) -> str:
    """A day in Iran's calendar, one day off at most around New Year: close enough to learn how it looks."""
    start = date(day.year, 3, 21)
    year = day.year - 621 if day >= start else day.year - 622
    passed = (day - (start if day >= start else date(day.year - 1, 3, 21))).days
    month, of_month = (
        (passed // 31 + 1, passed % 31 + 1) if passed < 186 else ((passed - 186) // 30 + 7, (passed - 186) % 30 + 1)
    )
    return f"{year}/{month:02d}/{of_month:02d}"


def date_writer(draw: Draw) -> Callable[[date], str]:
    """One way to write dates, chosen for a column: layouts, month names of the locale, other calendars, serial days."""
    kind = draw.weighted(layout=84, localised=7, unpadded=5, buddhist=1, hijri=1, days=1, excel=1)
    form = draw.one(_DATES)
    if kind == "localised" and len(months := draw.pool("month")) >= 12:
        order = draw.one(("{d} {m} {y}", "{m} {d}, {y}", "{d}. {m} {y}", "{d} {m} {y}"))
        return lambda day: order.format(d=day.day, m=months[day.month - 1], y=day.year)
    if kind == "unpadded":
        order = draw.one(("{m}/{d}/{y}", "{d}/{m}/{y}", "{d}.{m}.{y}", "{y}/{m}/{d}", "{y}-{m}-{d}"))
        return lambda day: order.format(d=day.day, m=day.month, y=day.year)
    if kind == "buddhist":
        return lambda day: f"{day.day:02d}/{day.month:02d}/{day.year + 543}"
    if kind == "hijri":
        return solar_hijri
    if kind == "days":
        return lambda day: str((day - _EPOCH).days)
    if kind == "excel":
        return lambda day: str((day - date(1899, 12, 30)).days)
    return lambda day: _written(day, form)


_TIMES = (
    "{date}T{time}Z", "{date}T{time}", "{date} {time}", "{date} {time}", "{date} {time}.{ms:03d}",
    "{date}T{time}.{ms:03d}Z", "{date}T{time}+02:00", "{date} {time} UTC", "{date} {time}.{us:06d}+00",
    "{date} {hm}", "{compact}{digits}", "{date} {clock}",
)  # fmt: skip


def timestamp_writer(draw: Draw) -> Callable[[datetime], str]:
    """One way to write moments, chosen for a column: ISO with and without zones, fractions, epochs in s, ms and µs."""
    if draw.chance(0.2):
        scale, zeros = draw.one(((1, False), (1, False), (1000, False), (1000, True), (1_000_000, False)))
        rng = draw.rng

        def epoch(moment: datetime) -> str:
            seconds = int((moment - datetime(1970, 1, 1)).total_seconds())  # noqa: DTZ001 - a made-up moment has no zone
            return str(seconds * scale + (0 if zeros or scale == 1 else rng.randrange(scale)))

        return epoch
    form, day = draw.one(_TIMES), draw.one(("%Y-%m-%d", "%Y-%m-%d", "%d/%m/%Y", "%m/%d/%Y", "%d.%m.%Y", "%Y/%m/%d"))
    rng = draw.rng

    def write(moment: datetime) -> str:
        return form.format(
            date=_written(moment.date(), "%Y-%m-%d" if "T{" in form else day),
            time=f"{moment.hour:02d}:{moment.minute:02d}:{moment.second:02d}",
            hm=f"{moment.hour:02d}:{moment.minute:02d}",
            clock=f"{moment.hour % 12 or 12}:{moment.minute:02d} {'AM' if moment.hour < 12 else 'PM'}",
            compact=_written(moment.date(), "%Y%m%d"),
            digits=f"{moment.hour:02d}{moment.minute:02d}{moment.second:02d}",
            ms=rng.randrange(1000),
            us=rng.randrange(1_000_000),
        )

    return write


def day_between(draw: Draw, low: date, high: date) -> date:
    """A day between both."""
    return low + timedelta(days=draw.whole(0, (high - low).days))


def decimal_writer(draw: Draw, places: int) -> Callable[[float], str]:
    """One way to write numbers: point or comma, thousands apart or not, a sign, money's sign before or after."""
    kind = draw.weighted(plain=55, english=12, german=12, french=6, swiss=2, indian=2, bare_comma=8, signed=3)
    before, after = draw.one(
        (("", ""),) * 9 + (("$", ""), ("€ ", ""), ("", " €"), ("USD ", ""), ("", " kr"), ("£", ""), ("¥", ""))
    )
    separators = {
        "english": (",", "."),
        "german": (".", ","),
        "french": (" ", ","),
        "swiss": ("'", "."),
        "indian": (",", "."),
    }

    def write(number: float) -> str:
        if kind in separators:
            thousands, point = separators[kind]
            text = f"{number:,.{places}f}".replace(",", "\0").replace(".", point).replace("\0", thousands)
        else:
            text = f"{number:.{places}f}"
        if kind == "bare_comma":
            text = text.replace(".", ",")
        if kind == "signed" and number > 0:
            text = "+" + text
        return before + text + after

    return write


def style(draw: Draw) -> Callable[[str], str]:
    """How a column writes its letters: as they come, in capitals, small, or with capitals first."""
    kind = draw.weighted(same=70, upper=16, lower=9, title=5)
    return {"same": str, "upper": str.upper, "lower": str.lower, "title": str.title}[kind]
