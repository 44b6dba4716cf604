"""Columns of numbers, days and times that say nothing of a person."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

from scripts.detection.formats import date_writer, day_between, decimal_writer, timestamp_writer
from scripts.detection.made import Draw, Maker
from scripts.detection.words import keyed

__all__ = ["FAMILIES"]


def number(draw: Draw) -> Callable[[], float]:
    """A distribution of numbers, chosen for a column: even, bell, skewed, counting, clustered, or few distinct ones."""
    rng = draw.rng
    kind = draw.weighted(even=20, bell=20, skewed=25, exponential=12, zero_heavy=8, round=8, few=7)
    scale = 10 ** rng.uniform(-2, 7)
    middle = scale * rng.uniform(0.5, 5)
    few = [rng.uniform(0, 5) * scale for _ in range(rng.randint(2, 9))]
    step = 10 ** rng.randint(0, 3) * draw.one((1, 5, 0.25))
    makes: dict[str, Callable[[], float]] = {
        "even": lambda: rng.uniform(0, scale),
        "bell": lambda: rng.gauss(middle, scale / 3),
        "skewed": lambda: rng.lognormvariate(0, 1.1) * scale,
        "exponential": lambda: rng.expovariate(1 / scale),
        "zero_heavy": lambda: 0.0 if rng.random() < 0.5 else rng.lognormvariate(0, 1) * scale,
        "round": lambda: round(rng.lognormvariate(0, 1) * scale / step) * step,
        "few": lambda: rng.choice(few),
    }
    return makes[kind]


def _integers(draw: Draw) -> list[str]:
    make, negative = number(draw), draw.chance(0.08)
    write = decimal_writer(draw, 0) if draw.chance(0.15) else lambda value: str(round(value))
    return draw.many(lambda: write(make() * (-1 if negative and draw.chance(0.4) else 1)))


def _small(draw: Draw) -> list[str]:
    """Whole numbers in a band of their own, many of which look like ages and scores."""
    low = draw.one((0, 0, 0, 1, 1, 1, 10, 18, 100, 300))
    high = low + draw.one((1, 2, 3, 5, 10, 12, 30, 60, 90, 100, 255, 400, 900))
    rng = draw.rng
    if draw.chance(0.5):
        return draw.many(lambda: str(rng.randint(low, high)))
    return draw.many(lambda: str(min(int(low + rng.expovariate(4 / (high - low))), high)))


def _decimals(draw: Draw) -> list[str]:
    make, write = number(draw), decimal_writer(draw, draw.one((1, 2, 2, 3, 4, 6, 9)))
    negative = draw.chance(0.15)
    return draw.many(lambda: write(make() * (-1 if negative and draw.chance(0.4) else 1)))


def _amounts(draw: Draw) -> list[str]:
    make, write = number(draw), decimal_writer(draw, 2)
    return draw.many(lambda: write(make()))


def _percentages(draw: Draw) -> list[str]:
    write, top, rng = decimal_writer(draw, draw.one((0, 1, 2))), draw.one((1, 100, 100, 25)), draw.rng
    sign = draw.one(("", "%", " %", "%"))
    return draw.many(lambda: write(rng.betavariate(2, 3) * top) + sign)


def _ratios(draw: Draw) -> list[str]:
    rng, places = draw.rng, draw.one((2, 3, 4, 6, 15))
    low = draw.one((0, -1, 0))
    return draw.many(lambda: f"{rng.uniform(low, 1):.{places}f}")


_UNITS = keyed("lists")["others numbers units"]


def _measurements(draw: Draw) -> list[str]:
    make, write, gap = number(draw), decimal_writer(draw, draw.one((0, 1, 1, 2))), draw.one((" ", " ", ""))
    units = [draw.one(_UNITS) for _ in range(draw.one((1, 1, 1, 3)))]
    kind = draw.weighted(one=70, box=15, range=15)
    if kind == "box":
        return draw.many(
            lambda: f"{draw.whole(1, 300)}{gap}x{gap}{draw.whole(1, 300)}{gap}x{gap}{draw.whole(1, 99)} {units[0]}"
        )
    if kind == "range":
        return draw.many(lambda: f"{(low := draw.whole(0, 90))}-{low + draw.whole(1, 50)}{gap}{units[0]}")
    return draw.many(lambda: write(make()) + gap + draw.one(units))


def _ratings(draw: Draw) -> list[str]:
    top, rng = draw.one((5, 5, 10, 100)), draw.rng
    kind = draw.weighted(plain=50, half=20, of=15, stars=15)
    return draw.many(
        {
            "plain": lambda: str(rng.randint(1, top)),
            "half": lambda: f"{rng.randint(2, top * 2) / 2}",
            "of": lambda: f"{rng.randint(1, top)}/{top}",
            "stars": lambda: "★" * rng.randint(1, 5),
        }[kind]
    )


def _period(draw: Draw) -> tuple[date, date]:
    """The days of a business: the last weeks, some years, or far ahead."""
    end = date(2026, 1, 1) - timedelta(days=draw.one((0, 30, 400, 1500, 4000)))
    kind = draw.weighted(recent=48, years=28, future=12, long=12)
    if kind == "future":
        return date(2026, 1, 1), date(2026, 1, 1) + timedelta(days=draw.one((60, 700, 3000)))
    return end - timedelta(
        days={
            "recent": draw.one((7, 60, 365)),
            "years": draw.one((1000, 2500)),
            "long": draw.one((5500, 8000, 11_000)),
        }[kind]
    ), end


def _dates(draw: Draw) -> list[str]:
    low, high = _period(draw)
    write, weekdays = date_writer(draw), draw.chance(0.3)
    days = (
        sorted(day_between(draw, low, high) for _ in range(draw.size))
        if draw.chance(0.4)
        else [day_between(draw, low, high) for _ in range(draw.size)]
    )
    if weekdays:
        days = [day - timedelta(days=max(day.weekday() - 4, 0)) for day in days]
    if draw.chance(0.15):  # closing days of months
        days = [day.replace(day=1) - timedelta(days=draw.whole(0, 1)) for day in days]
    return [write(day) for day in days]


def _old_dates(draw: Draw) -> list[str]:
    """Foundings, treaties, publications: years far wider than any life's."""
    low, write = date(draw.one((1500, 1700, 1800, 1850)), 1, 1), date_writer(draw)
    return draw.many(lambda: write(day_between(draw, low, date(2020, 1, 1))))


def _timestamps(draw: Draw) -> list[str]:
    low, high = _period(draw)
    if draw.chance(0.3):  # as many years as a life has: the time of the day tells them from births
        low = date(draw.one((1950, 1970, 1970, 1980, 1995)), 1, 1)
    write, start = timestamp_writer(draw), datetime(low.year, low.month, low.day)  # noqa: DTZ001 - made-up moments have no zone
    seconds = max((high - low).days, 1) * 86_400
    moments = [start + timedelta(seconds=draw.whole(0, seconds)) for _ in range(draw.size)]
    return [write(moment) for moment in (sorted(moments) if draw.chance(0.5) else moments)]


def _times(draw: Draw) -> list[str]:
    kind = draw.weighted(hm=35, hms=35, clock=15, zone=5, compact=10)

    def make() -> str:
        h, m, s = draw.whole(0, 23), draw.whole(0, 59), draw.whole(0, 59)
        return {
            "hm": f"{h:02d}:{m:02d}", "hms": f"{h:02d}:{m:02d}:{s:02d}", "zone": f"{h:02d}:{m:02d}:{s:02d}Z",
            "compact": f"{h:02d}{m:02d}",
            "clock": f"{h % 12 or 12}:{m:02d} {'am' if h < 12 else 'pm'}",
        }[kind]  # fmt: skip

    return draw.many(make)


def _durations(draw: Draw) -> list[str]:
    kind = draw.weighted(iso=25, clock=30, words=30, days=15)
    unit = draw.one(("min", "h", "days", "Tage", "jours", "días", "мин", "分", "months"))
    return draw.many(
        lambda: {
            "iso": f"PT{draw.whole(0, 23)}H{draw.whole(0, 59)}M",
            "clock": f"{draw.whole(0, 120):02d}:{draw.whole(0, 59):02d}:{draw.whole(0, 59):02d}",
            "words": f"{draw.whole(1, 90)} {unit}",
            "days": f"P{draw.whole(1, 400)}D",
        }[kind]
    )


def _years(draw: Draw) -> list[str]:
    low, span = draw.one((1890, 1950, 1980, 1995, 2005, 2015)), draw.one((5, 12, 30, 70))
    return draw.many(lambda: str(min(low + draw.whole(0, span), 2030)))


def _periods(draw: Draw) -> list[str]:
    form = draw.one(
        (
            "{y}-{m:02d}",
            "{y}{m:02d}",
            "{m:02d}/{y}",
            "{y}-Q{q}",
            "Q{q} {y}",
            "Q{q}/{s:02d}",
            "{y}-W{w:02d}",
            "FY{s:02d}",
            "{y}/{t:02d}",
            "{m:02d}/{s:02d}",
            "H{h} {y}",
            "KW {w}",
        )
    )

    def make() -> str:
        y, m = draw.whole(2015, 2029), draw.whole(1, 12)
        return form.format(y=y, m=m, q=(m + 2) // 3, w=draw.whole(1, 52), s=y % 100, t=(y + 1) % 100, h=(m + 5) // 6)

    return draw.many(make)


def _names_of_days(draw: Draw) -> list[str]:
    return draw.drawn(draw.some(draw.one(("month", "weekday"))))


def _vectors(draw: Draw) -> list[str]:
    """Embeddings of documents, boxes, colour triples: short lists of numbers that are no face's."""
    rng, length, places = draw.rng, draw.one((2, 3, 4, 8, 16, 32)), draw.one((0, 2, 3, 5))
    draw.size = min(draw.size, 60)
    scale, joint = draw.one((1, 100, 1000)), draw.one((", ", ",", " "))
    return draw.many(lambda: "[" + joint.join(f"{rng.gauss(0, 1) * scale:.{places}f}" for _ in range(length)) + "]")


def _pairs(draw: Draw) -> list[str]:
    """Two numbers side by side that are no place on Earth."""
    joint, high = draw.one(("x", ":", "/", "-", ", ", " x ")), draw.one((9, 50, 1000, 4000))
    return draw.many(lambda: f"{draw.whole(0, high)}{joint}{draw.whole(0, high)}")


FAMILIES: tuple[tuple[str, str, float, Maker], ...] = (
    ("integer", "integer", 4, _integers),
    ("integer", "small_integer", 4, _small),
    ("decimal", "decimal", 4, _decimals),
    ("amount", "amount", 3, _amounts),
    ("percentage", "percentage", 1.5, _percentages),
    ("decimal", "ratio", 1.5, _ratios),
    ("measurement", "measurement", 2.5, _measurements),
    ("score", "rating", 1.2, _ratings),
    ("date", "business_date", 5, _dates),
    ("date", "old_date", 0.6, _old_dates),
    ("date", "period", 1.8, _periods),
    ("date", "name_of_month_or_day", 0.6, _names_of_days),
    ("timestamp", "timestamp", 4, _timestamps),
    ("time", "time", 1.3, _times),
    ("duration", "duration", 1.3, _durations),
    ("year", "year", 1.2, _years),
    ("decimal", "vector", 0.8, _vectors),
    ("measurement", "pair", 0.8, _pairs),
)
"""(kind, family, weight, maker)."""
