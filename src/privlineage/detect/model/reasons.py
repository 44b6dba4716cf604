"""Why: the strongest reasons for an answer, in plain words and without any value."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from privlineage.detect.finding import Evidence
from privlineage.detect.model.choose import best_kind
from privlineage.detect.model.predict import Prediction
from privlineage.detect.names import explain_name
from privlineage.detect.types import PERSONAL
from privlineage.detect.values import ValueReport

__all__ = ["WORDS", "reasons"]

WORDS: Final[dict[str, str]] = {
    "person_full_name": "people's full names", "first_name": "first names", "last_name": "last names",
    "email": "e-mail addresses", "phone": "telephone numbers", "street": "streets", "full_address": "postal addresses",
    "city": "towns", "postal_code": "postal codes", "date_of_birth": "dates of birth", "age": "ages",
    "gender": "genders", "nationality": "nationalities", "religion": "religions", "ethnicity": "ethnic groups",
    "marital_status": "marital status", "sexual_orientation": "sexual orientations",
    "political_opinion": "political opinions", "national_id": "identity numbers of people",
    "passport": "passport numbers", "drivers_license": "driving licences", "vehicle_plate": "number plates",
    "credit_card": "card numbers", "bank_account": "bank accounts", "salary": "incomes",
    "credit_score": "credit scores", "ip_address": "IP addresses", "device_id": "device identifiers",
    "cookie": "cookie identifiers", "username": "user names", "password": "passwords", "secret": "keys and secrets",
    "social_profile": "social profiles", "person_id": "keys of people", "coordinates": "coordinates",
    "job_title": "job titles", "diagnosis": "diagnoses or medication", "medical_record": "medical record numbers",
    "biometric": "biometric templates", "free_text": "texts about people", "integer": "whole numbers",
    "decimal": "decimal numbers", "sequence_id": "running numbers", "uuid": "UUIDs", "hash": "digests",
    "order_number": "numbers of orders", "product_code": "product codes", "company_id": "numbers of companies",
    "security_code": "securities", "barcode": "barcodes", "iso_code": "ISO codes", "short_code": "short codes",
    "category": "words of a small set", "boolean": "yes and no", "thing": "names of things", "url": "web addresses",
    "json": "JSON", "place": "names of places", "title": "titles of works",
}  # fmt: skip
"""Kinds as a sentence calls them; the others read as they are written."""

_SENTENCES = 3
_SAYS = 0.3
"""From this score or share on a signal is worth a sentence."""


def words(kind: str) -> str:
    """A kind as a sentence calls it.

    >>> words("email"), words("log_message")
    ('e-mail addresses', 'log message')
    """
    return WORDS.get(kind, kind.replace("_", " "))


def reasons(
    header: str,
    scores: Mapping[str, float],
    report: ValueReport,
    prediction: Prediction,
    near: Sequence[str] = (),
    *,
    personal: bool,
) -> tuple[Evidence, ...]:
    """The reasons for calling a column personal, or not; strongest first.

    Args:
        header: the column's name.
        scores: what the header says, by detection type.
        report: what the validators say.
        prediction: what the model makes of all of it.
        near: telling kinds of columns beside it, where they count.
        personal: the answer to give reasons for.
    """
    kind = best_kind(prediction.shares, personal=personal)
    found = [Evidence("values", text) for text in _of_values(report, kind, personal=personal)[:_SENTENCES]]
    named = _of_name(header, scores, kind)
    heard = _of_characters(prediction, kind)
    found.extend(one for one in (named, heard) if one)
    if near and personal:
        found.append(Evidence("table", "beside columns of " + " and ".join(words(one) for one in near)))
    if not found:
        found.append(Evidence("model", f"taken together, the values look like {words(kind)}"))
    found.extend(_against(header, scores, personal=personal))
    return tuple(found)


def _of_values(report: ValueReport, kind: str, *, personal: bool) -> tuple[str, ...]:
    return report.evidence(kind) if personal else report.evidence(kind) + report.evidence("other")


def _of_name(header: str, scores: Mapping[str, float], kind: str) -> Evidence | None:
    if scores.get(kind, 0.0) < _SAYS:
        return None
    return Evidence("name", explain_name(header, kind) or f"the header `{header[:60]}` means {words(kind)}")


def _of_characters(prediction: Prediction, kind: str) -> Evidence | None:
    share = prediction.heard.get(kind, 0.0)
    if share < _SAYS:
        return None
    return Evidence("model", f"the characters look like {words(kind)} ({share:.2f})")


def _against(header: str, scores: Mapping[str, float], *, personal: bool) -> list[Evidence]:
    """What the header says against the answer."""
    if not scores:
        return []
    said = max(scores, key=lambda kind: scores[kind])
    if scores[said] < _SAYS or (said in PERSONAL) == personal:
        return []
    return [Evidence("name", f"against it: the header `{header[:60]}` means {words(said)}")]
