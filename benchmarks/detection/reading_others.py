"""What the answers of Presidio and DataProfiler say, in our words: personal or not, and which category."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from benchmarks.detection.asking import answer
from benchmarks.detection.corpus import Column
from benchmarks.detection.scoring import Answer, score

__all__ = ["dataprofiler", "presidio"]

LABELS = {
    "ADDRESS": "user.contact.address",
    "BAN": "user.financial.bank_account",
    "CREDIT_CARD": "user.financial.credit_card",
    "DRIVERS_LICENSE": "user.government_id.drivers_license_number",
    "EMAIL_ADDRESS": "user.contact.email",
    "IPV4": "user.device.ip_address",
    "IPV6": "user.device.ip_address",
    "MAC_ADDRESS": "user.device.device_id",
    "PERSON": "user.name",
    "PHONE_NUMBER": "user.contact.phone_number",
    "SSN": "user.government_id.national_identification_number",
}
"""DataProfiler's labels that are about people."""
ENTITIES = {
    "EMAIL_ADDRESS": "user.contact.email",
    "PHONE_NUMBER": "user.contact.phone_number",
    "ZA_MOBILE_NUMBER": "user.contact.phone_number",
    "ZA_TELEPHONE_NUMBER": "user.contact.phone_number",
    "CREDIT_CARD": "user.financial.credit_card",
    "IBAN_CODE": "user.financial.bank_account",
    "US_BANK_NUMBER": "user.financial.bank_account",
    "IP_ADDRESS": "user.device.ip_address",
    "MAC_ADDRESS": "user.device.device_id",
    "DE_PLZ": "user.contact.address.postal_code",
    "UK_POSTCODE": "user.contact.address.postal_code",
    "CA_POSTAL_CODE": "user.contact.address.postal_code",
    "MEDICAL_LICENSE": "user.health_and_medical",
}
"""Presidio's entities; the others that it counts are identity numbers of countries."""
SHARES = (0.3, 0.5, 0.8)


def dataprofiler(found: Sequence[Column], said: Sequence[dict[str, Any]]) -> list[Answer]:
    """Its first label, where that is about people."""
    answers = []
    for column, one in zip(found, said, strict=True):
        category = LABELS.get(str(one["label"]).split("|")[0])
        answers += [answer(column, condition, category) for condition in column.conditions()]
    return answers


def presidio(found: Sequence[Column], said: Sequence[dict[str, Any]], which: str) -> tuple[list[Answer], str]:
    """Columns of whose values a share holds an entity above a score: those two limits at which it does best here.

    Choosing them on the very columns that are scored favours it.
    """
    best: tuple[float, list[Answer], str] = (-1.0, [], "")
    for threshold in said[0][which]["shares"]:
        for share in SHARES:
            answers = []
            for column, one in zip(found, said, strict=True):
                category = _category(one[which]["shares"][threshold], share)
                answers += [answer(column, condition, category) for condition in column.conditions()]
            counted = score(answers)
            precision, recall = counted["precision"] or 0.0, counted["recall"] or 0.0
            harmonic = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
            if harmonic > best[0]:
                best = (harmonic, answers, f"score ≥ {threshold}, in ≥ {share:.0%} of the values")
    return best[1], best[2]


def _category(shares: dict[str, float], least: float) -> str | None:
    if shares.get("*", 0.0) < least:
        return None
    first = max((share, entity) for entity, share in shares.items() if entity != "*")[1]
    return ENTITIES.get(first, "user.government_id.national_identification_number")
