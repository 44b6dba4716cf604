"""Ask the detectors that run in our own process: ours, headers alone, and the OR of libraries."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterable, Sequence
from functools import cache

from benchmarks.detection.corpus import Column, tables
from benchmarks.detection.scoring import Answer
from privlineage.detect.column import ColumnSample
from privlineage.detect.examine import examine_table
from privlineage.detect.names import score_name
from privlineage.detect.types import PERSONAL

__all__ = [
    "answer",
    "examined",
    "ours_alone",
    "ours_by_header",
    "ours_in_tables",
    "patterns_of_headers",
    "values_per_second",
]

HALF = 0.5
"""A header means what it scores highest as, from here on."""


def answer(column: Column, condition: str, category: str | None, confidence: float = 0.5) -> Answer:
    """What was said, with what is right."""
    return Answer(column.kind.name, column.locale, condition, column.kind.accepted, category, confidence)


def ours_alone(found: Iterable[Column]) -> list[Answer]:
    """Every column as a table of its own: the headline."""
    answers = []
    for column in found:
        for condition in column.conditions():
            sample = ColumnSample(column.headers[condition], column.values)
            said = examine_table([sample]).columns[0]
            answers.append(answer(column, condition, said.category, said.confidence))
    return answers


def ours_in_tables(found: Iterable[Column]) -> list[Answer]:
    """Every column among 5 to 11 others."""
    answers = []
    for condition, members in tables(found):
        samples = [
            ColumnSample(_distinct(column.headers[condition], at), column.values) for at, column in enumerate(members)
        ]
        said = examine_table(samples).columns
        answers += [
            answer(column, condition, one.category, one.confidence) for column, one in zip(members, said, strict=True)
        ]
    return answers


def _distinct(name: str, at: int) -> str:
    """Columns of one table have different names."""
    return name if at == 0 else f"{name}_{at}" if name[-1:].isdigit() else name


def ours_by_header(found: Iterable[Column]) -> list[Answer]:
    """What our reading of headers says of them, without any value."""
    answers = []
    for column in found:
        for condition in column.conditions():
            scores = score_name(column.headers[condition])
            best = max(scores, key=lambda kind: scores[kind], default="")
            category = PERSONAL.get(best) if scores.get(best, 0.0) >= HALF else None
            answers.append(answer(column, condition, category))
    return answers


# What catalogues ship as their first rule set: English words in the header.
HEADERS: dict[str, str] = {
    "user.contact.email": r"e-?mail",
    "user.contact.phone_number": r"phone|mobile|\btel\b|telephone|\bcell|msisdn|\bfax",
    "user.name.first": r"first.?name|\bf.?name\b|given.?name|forename",
    "user.name.last": r"last.?name|\bl.?name\b|surname|family.?name",
    "user.name": r"full.?name|(customer|contact|patient|employee|person|cust).?(full.?)?name|^name$|cardholder",
    "user.contact.address": r"addr|street",
    "user.contact.address.city": r"\bcity\b|\btown\b",
    "user.contact.address.postal_code": r"zip|postal|post.?code",
    "user.demographic.date_of_birth": r"birth|\bdob\b",
    "user.demographic.age_range": r"\bage\b",
    "user.demographic.gender": r"gender|\bsex\b",
    "user.demographic": r"religio|ethnic|\brace\b|marital|nationality|citizenship|orientation|politic",
    "user.government_id": (
        r"ssn|social.?sec|passport|licen[cs]e|national.?id|tax.?(id|no|number)|\btin\b|identity|citizen.?id|plate"
    ),
    "user.financial": r"iban|account.?(no|num|nbr)|bank|salary|income|credit|card.?(no|num|pan)|\bcc\b",
    "user.device": r"\bip\b|ip.?addr|\bmac\b|mac.?addr|imei|device|cookie|idfa|gaid",
    "user.account.username": r"user.?name|\blogin\b|screen.?name",
    "user.authorization": r"passw|\bpwd\b|secret|token|api.?key",
    "user.location": r"\blat|\blon|gps|location|geo",
    "user.job_title": r"job|occupation|profession",
    "user.health_and_medical": r"diagnos|medic|blood|patient|\bmrn\b|icd",
    "user.biometric": r"face|finger.?print|biometric",
}


@cache
def _patterns() -> list[tuple[str, re.Pattern[str]]]:
    return [(category, re.compile(pattern)) for category, pattern in HEADERS.items()]


def patterns_of_headers(found: Iterable[Column]) -> list[Answer]:
    """Patterns over headers, as catalogues do it."""
    answers = []
    for column in found:
        for condition in column.conditions():
            spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", column.headers[condition]).replace("_", " ").lower()
            category = next((key for key, pattern in _patterns() if pattern.search(spaced)), None)
            answers.append(answer(column, condition, category))
    return answers


def values_per_second(found: Sequence[Column], say: Callable[[Column], object]) -> float:
    """Values a second in this process; the caller warms up, and keeps it on one core."""
    started = time.perf_counter()
    for column in found:
        say(column)
    return sum(len(column.values) for column in found) / (time.perf_counter() - started)


def examined(column: Column) -> object:
    """What is timed of ours: one column under its cryptic header."""
    return examine_table([ColumnSample(column.headers["cryptic"], column.values)])
