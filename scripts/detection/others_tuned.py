"""Kinds of columns that only tuning may see (`splits.TUNED_OTHERS`): calibration needs what was not taught."""

from __future__ import annotations

from stdnum import ean
from stdnum.iso7064 import mod_97_10

from scripts.detection.made import Draw, Maker
from scripts.detection.others_words import drawn_words

__all__ = ["FAMILIES"]


def _book_titles(draw: Draw) -> list[str]:
    forms = ("The {} of {}", "{} and {}", "{} {}", "A {} in {}", "Beyond {}", "{}: {}", "My {}", "How to {}", "{}")
    return draw.many(lambda: draw.one(forms).format(drawn_words(draw).capitalize(), drawn_words(draw).capitalize()))


def _eans(draw: Draw) -> list[str]:
    def make() -> str:
        body = draw.one(("40", "30", "76", "94", "50")) + draw.fill("##########")
        return body + str(ean.calc_check_digit(body))

    return draw.many(make)


def _leis(draw: Draw) -> list[str]:
    def make() -> str:
        body = draw.fill("####00************")
        return body + mod_97_10.calc_check_digits(body)

    return draw.many(make)


def _hostnames(draw: Draw) -> list[str]:
    return draw.many(
        lambda: (
            draw.one(("web", "db", "app", "node", "mail"))
            + draw.fill("##")
            + draw.one((".internal", ".prod.local", "-eu-west", ".corp.net"))
        )
    )


def _reviews(draw: Draw) -> list[str]:
    texts = (
        "Great quality, would buy again",
        "Arrived broken",
        "Too small for me but nice",
        "5 stars!",
        "Not worth the money",
        "schlechte Verarbeitung",
        "Très bon produit",
        "muy contento",
        "отличный товар",
        "质量很好",
        "works fine so far",
    )
    return draw.many(lambda: draw.one(texts) + draw.one(("", "!", ". " + draw.one(draw.some("sentence")))))


def _journal(draw: Draw) -> list[str]:
    return draw.many(
        lambda: (
            draw.fill("JE-20##-")
            + draw.fill("####")
            + draw.one((" accrual", " reversal", " depreciation", " payroll run", ""))
        )
    )


def _ranges(draw: Draw) -> list[str]:
    form = draw.one((">={}.{},<{}", "^{}.{}.{}", "~{}.{}.{}", ">{}.{}.{}", "{}.{}.x || {}"))
    return draw.many(lambda: form.format(draw.whole(0, 9), draw.whole(0, 20), draw.whole(1, 12)))


def _words(*lists: str) -> Maker:
    return lambda draw: draw.drawn(draw.one(lists).split(","))


def _rooms(draw: Draw) -> list[str]:
    return draw.many(
        lambda: draw.one(
            ("Room {}", "Raum {}", "Salle {}", "{} Boardroom", "{}.{}", "Einstein", "Tokyo", "Matterhorn")
        ).format(draw.whole(1, 400), draw.whole(1, 40))
    )


def _events(draw: Draw) -> list[str]:
    ends = ("Festival", "Conference", "Summit", "Marathon", "Expo", "Night", "Cup", "Messe", "Salon", "Feria")

    def make() -> str:
        return f"{drawn_words(draw).capitalize()} {draw.one(ends)} {draw.one(('2023', '2024', ''))}".strip()

    return draw.many(make)


def _colours(draw: Draw) -> list[str]:
    return draw.drawn(draw.pool("colour") or ("red", "green", "blue", "navy", "beige", "black"))


def _dishes(draw: Draw) -> list[str]:
    return draw.drawn(
        draw.pool("dish") or ("Pad Thai", "Lasagne", "Goulash", "Tom Yum", "Caesar Salad", "Paella", "Ramen")
    )


FAMILIES: tuple[tuple[str, str, float, Maker], ...] = (
    ("title", "book_title", 1, _book_titles),
    ("barcode", "ean", 1, _eans),
    ("company_id", "lei", 1, _leis),
    ("hostname", "hostname", 1, _hostnames),
    ("sentence", "product_review", 1, _reviews),
    ("order_number", "journal_entry", 1, _journal),
    ("version", "version_range", 1, _ranges),
    (
        "thing",
        "material",
        1,
        _words(
            "cotton,wool,polyester,linen,silk",
            "steel,aluminium,brass,copper",
            "Holz,Stahl,Glas,Kunststoff",
            "bois,verre,acier",
        ),
    ),
    ("thing", "colour_name", 1, _colours),
    ("thing", "dish", 1, _dishes),
    ("place", "meeting_room", 1, _rooms),
    (
        "short_code",
        "song_key",
        1,
        _words("C major,A minor,G major,E minor,F# minor,Bb major", "C,Am,G,Em,F#m,Bb", "C-Dur,a-Moll,G-Dur"),
    ),
    (
        "category",
        "weather",
        1,
        _words(
            "sunny,cloudy,rain,snow,fog,windy",
            "sonnig,bewölkt,Regen,Schnee",
            "晴,多云,小雨,雪",
            "ensoleillé,nuageux,pluie",
        ),
    ),
    ("title", "event_name", 1, _events),
)
"""(kind, family, weight, maker)."""
