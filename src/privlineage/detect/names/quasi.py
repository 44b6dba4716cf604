"""Combinations of columns that single out a person together, though none does alone.

Date of birth, sex and place of living name most of a population (Sweeney, "Simple Demographics Often Identify People
Uniquely", 2000); they are listed beside direct identifiers too, because those are what is dropped first.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice, product

from privlineage.detect.finding import Suggestion
from privlineage.detect.names.context import PEOPLE
from privlineage.detect.names.reading import read

__all__ = ["quasi_identifiers"]

_BIRTH = ("user.demographic.date_of_birth",)
_AGE = ("user.demographic.age_range",)
_SEX = ("user.demographic.gender",)
_POSTAL = ("user.contact.address.postal_code",)
_CITY = ("user.contact.address.city",)
_STREET = ("user.contact.address.street",)
_PRECISE = ("user.location.precise",)
_JOB = ("user.job_title",)
_ORIGIN = ("user.demographic.race_ethnicity", "user.demographic.religious_belief", "user.demographic")
_HEALTH = ("user.health_and_medical",)
_PAY = ("user.financial",)

# Well-known ones first. A later one is left out where it holds all the columns of one before it.
_COMBINATIONS: tuple[tuple[tuple[str, ...], ...], ...] = (
    (_BIRTH, _POSTAL, _SEX),
    (_BIRTH, _CITY, _SEX),
    (_BIRTH, _STREET),
    (_BIRTH, _POSTAL),
    (_AGE, _POSTAL, _SEX),
    (_BIRTH, _SEX, _ORIGIN),
    (_BIRTH, _CITY),
    (_BIRTH, _JOB),
    (_BIRTH, _HEALTH),
    (_AGE, _SEX, _CITY, _JOB),
    (_POSTAL, _SEX, _ORIGIN),
    (_POSTAL, _JOB, _SEX),
    (_AGE, _POSTAL, _JOB),
    (_AGE, _POSTAL, _ORIGIN),
    (_AGE, _SEX, _CITY, _ORIGIN),
    (_PRECISE, _SEX),
    (_PRECISE, _AGE),
    (_HEALTH, _POSTAL),
    (_HEALTH, _AGE, _SEX),
    (_HEALTH, _CITY),
    (_JOB, _CITY, _PAY),
    (_JOB, _POSTAL, _PAY),
)
# Without a trait of a person these are as well a job's or a ward's: they count unless the table is named for such.
_TRAITS = (_BIRTH, _AGE, _SEX)
_OF_NOBODY = frozenset({"product", "company", "place", "job", "thing"})
_MOST = 8
_EACH = 2  # columns of one kind tried, as home and work postal codes


def quasi_identifiers(suggestions: Sequence[Suggestion], table: str = "") -> tuple[tuple[str, ...], ...]:
    """Minimal combinations of a table's columns that may single out a person, at most eight, well-known ones first.

    >>> of = lambda name, category: Suggestion(name, category, 0.9)
    >>> quasi_identifiers([of("born", "user.demographic.date_of_birth"),
    ...     of("zip", "user.contact.address.postal_code"), of("sex", "user.demographic.gender")])
    (('born', 'zip', 'sex'),)
    """
    order = {suggestion.column: at for at, suggestion in enumerate(suggestions)}
    by_category: dict[str, list[str]] = {}
    for suggestion in suggestions:
        if suggestion.category and not suggestion.masked:
            by_category.setdefault(suggestion.category, []).append(suggestion.column)
    said = read(table.rsplit(".", 1)[-1]).roles if table else frozenset()
    of_nobody = bool(said & _OF_NOBODY) and not said & PEOPLE
    found: list[frozenset[str]] = []
    for combination in _COMBINATIONS:
        if of_nobody and not any(trait in combination for trait in _TRAITS):
            continue
        columns = [[c for key in keys for c in by_category.get(key, ())][:_EACH] for keys in combination]
        for chosen in islice(product(*columns), _EACH):
            group = frozenset(chosen)
            if not any(group <= other or other <= group for other in found):
                found.append(group)
    return tuple(tuple(sorted(group, key=order.__getitem__)) for group in found[:_MOST])
