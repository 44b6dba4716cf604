"""Columns of words about people: sex, faith, origin, family, politics, health, work; and prose that names somebody."""

from __future__ import annotations

from scripts.detection.formats import style
from scripts.detection.made import Draw, Maker
from scripts.detection.personal_contacts import address, email, phone
from scripts.detection.personal_names import person
from scripts.detection.personal_numbers import identity
from scripts.detection.words import all_words, vocabularies

__all__ = ["FAMILIES"]

# A line is one vocabulary: a column draws from one of them.
_CHAPTERS = "A00 B20 C50 D50 E11 F32 G43 H25 I10 I48 J45 K29 L40 M54 N18 O80 P07 Q21 R51 S72 T78 Z00 Z23".split()


def _words(name: str) -> Maker:
    parsed = vocabularies(name)

    def make(draw: Draw) -> list[str]:
        words, write = list(draw.one(parsed)), style(draw)
        if draw.chance(0.3):  # a sample seldom shows every word
            words = draw.rng.sample(words, max(2, len(words) - draw.whole(1, 3)))
        weights = [draw.rng.random() ** 2 + 0.05 for _ in words]
        return [write(word) for word in draw.rng.choices(words, weights, k=draw.size)]

    return make


def _nationalities(draw: Draw) -> list[str]:
    own = draw.pool("nationality")
    if len(own) >= 8 and draw.chance(0.6):
        few = [draw.one(own) for _ in range(draw.one((4, 12, 60)))]
        return draw.drawn(few)
    return _words("nationalities")(draw)


def _icd_codes(draw: Draw) -> list[str]:
    kind = draw.weighted(dotted=60, bare=18, three=10, listed=12)
    few = [f"{draw.one(_CHAPTERS)[:1]}{draw.fill('##')}" for _ in range(40)] + _CHAPTERS
    return draw.many(
        {
            "dotted": lambda: (
                draw.one(few) + draw.one((".#", ".#", ".##", "", ".#@")).replace("#", draw.fill("#")).replace("@", "A")
            ),
            "bare": lambda: draw.one(few) + draw.fill(draw.one(("#", "##", ""))),
            "three": lambda: draw.one(few),
            "listed": lambda: "; ".join(draw.one(few) + "." + draw.fill("#") for _ in range(draw.whole(1, 3))),
        }[kind]
    )


def _icd9_codes(draw: Draw) -> list[str]:
    return draw.many(lambda: draw.fill(draw.one(("###.#", "###.##", "###", "V##.#"))))


def _illnesses(draw: Draw) -> list[str]:
    words, write, coded = draw.one(vocabularies("illnesses")), style(draw), draw.chance(0.1)
    return draw.many(lambda: write(draw.one(words)) + (f" ({draw.one(_CHAPTERS)}.{draw.fill('#')})" if coded else ""))


def _medications(draw: Draw) -> list[str]:
    write, dosed = style(draw), draw.chance(0.6)
    sizes = ("5 mg", "10mg", "500 mg", "20 mg daily", "40mg tablet", "1 tab BID", "100 mcg", "250 mg/5ml")
    return draw.many(lambda: write(draw.one(all_words("medicines"))) + (f" {draw.one(sizes)}" if dosed else ""))


def _jobs(draw: Draw) -> list[str]:
    own, write = draw.pool("job"), style(draw)
    words = own if len(own) > 20 and draw.chance(0.7) else draw.one(vocabularies("jobs"))
    few = [draw.one(words) for _ in range(draw.one((6, 25, 200)))]
    grade = draw.chance(0.2)
    return draw.many(
        lambda: (
            (draw.one(("Senior ", "Junior ", "Lead ", "Head ", "Assistant ", "")) if grade else "")
            + write(draw.one(few))
        )
    )


def _prose(draw: Draw) -> list[str]:
    forms = [draw.one(all_words("sentences_about_people")) for _ in range(draw.one((1, 3, 8)))]
    makes = {
        "name": person(draw),
        "phone": phone(draw),
        "email": email(draw),
        "address": address(draw),
        "identity": identity(draw),
    }
    sentences, plain = draw.some("sentence"), draw.one((0.0, 0.2, 0.5, 0.75))

    def make() -> str:
        if draw.chance(plain):
            return draw.one(sentences)
        form = draw.one(forms)
        parts = {key: made() for key, made in makes.items() if "{" + key in form}
        return form.format(**parts, sentence=draw.one(sentences), date=draw.fill("19##-0%-1#"))

    return draw.many(make)


def _records(draw: Draw) -> list[str]:
    makes = {"name": person(draw), "phone": phone(draw), "email": email(draw), "address": address(draw)}
    keys = draw.rng.sample(list(makes), draw.whole(2, 4))
    if "name" in keys and len(keys) == 1:
        keys.append("email")
    shape = draw.one(('{{"{}": "{}"}}', "<{0}>{1}</{0}>"))
    if shape.startswith("{"):
        return draw.many(lambda: "{" + ", ".join(f'"{key}": "{makes[key]()}"' for key in keys) + "}")
    return draw.many(lambda: "<row>" + "".join(shape.format(key, makes[key]()) for key in keys) + "</row>")


FAMILIES: tuple[tuple[str, str, float, Maker], ...] = (
    ("gender", "gender", 3, _words("genders")),
    ("gender", "gender_code", 0.6, _words("gender_codes")),
    ("religion", "religion", 1.5, _words("religions")),
    ("ethnicity", "ethnicity", 1.5, _words("ethnicities")),
    ("ethnicity", "ethnicity_code", 0.3, _words("ethnicity_codes")),
    ("marital_status", "marital_status", 2, _words("marital")),
    ("sexual_orientation", "sexual_orientation", 1, _words("orientations")),
    ("political_opinion", "political_opinion", 1.2, _words("politics")),
    ("nationality", "nationality", 1.5, _nationalities),
    ("diagnosis", "icd_code", 2, _icd_codes),
    ("diagnosis", "icd9_code", 0.3, _icd9_codes),
    ("diagnosis", "illness", 2, _illnesses),
    ("diagnosis", "medication", 1.5, _medications),
    ("diagnosis", "blood_type", 1.3, _words("blood")),
    ("job_title", "job_title", 3, _jobs),
    ("free_text", "prose", 3.5, _prose),
    ("free_text", "record", 1, _records),
)
"""(kind, family, weight, maker)."""
