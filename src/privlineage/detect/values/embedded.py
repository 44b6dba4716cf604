"""Personal data inside longer texts: the share of values that hold an address, a number or a form of address."""

from __future__ import annotations

import re
from collections.abc import Callable

from privlineage.detect.values.findings import Findings
from privlineage.detect.values.phones.plans import calling_codes, plan
from privlineage.detect.values.registers.checks import luhn
from privlineage.detect.values.sample import Sample

__all__ = ["NAMES", "examine"]

NAMES = """
    text.long text.email text.phone text.phone_loose text.iban text.card text.url text.ip text.date text.title
    text.first_person text.any text.sentences
""".split()

_EMAIL = re.compile(r"[^\W_][\w.+-]{0,62}@[\w-]{1,63}(?:\.[\w-]{2,24}){1,4}")
_PLUS = re.compile(r"(?<![\w.])(?:\+|00)([1-9][\d ().\-/]{7,18}\d)(?!\d)")
_LOOSE = re.compile(r"(?<![\w.,/-])\(?0\d{1,4}\)?[ \-/.]?\d{2,4}[ \-/.]?\d{2,4}(?:[ \-/.]?\d{2,4})?(?![\w/-])")
_THREES = re.compile(r"(?<![\w.,/-])\(?\d{3}\)?[ .-]\d{3}[ .-]\d{4}(?![\w/-])")
_IBAN = re.compile(r"(?<![A-Za-z0-9])[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,4})?(?![A-Za-z0-9])")
_CARD = re.compile(r"(?<![\d.])[3-6](?:[ -]?\d){12,18}(?![\d.])")
_IP = re.compile(r"(?<![\d.])(?:\d{1,3}\.){3}\d{1,3}(?![\d.])")
_URL = re.compile(r"https?://|www\.")
_DATE = re.compile(r"(?<!\d)(?:\d{1,2}[./-]\d{1,2}[./-](?:19|20)\d{2}|(?:19|20)\d{2}-\d{2}-\d{2})(?!\d)")
_TITLE = re.compile(
    r"(?:^|[\s(,])(?:Mr|Mrs|Ms|Miss|Dr|Prof|Dear|Herr|Frau|Hr|M|Mme|Mlle|Sr|Sra|Srta|Sig|Dott|Pan|Pani|Dhr|Mevr|Señora?|"
    r"Doamna|Domnul|Bay|Sayın|Г-н|Г-жа|Пан|Пані|السيد|السيدة)\.?\s[^\W\d_a-zа-я]"
)
_FIRST_PERSON = re.compile(
    r"\b(?:I|I'm|my|me|ich|mein|je|mon|yo|mi|eu|meu|io|mio|ik|mijn|jag|ja|я|мой|אני|أنا)\b|我|私", re.IGNORECASE
)


def examine(sample: Sample, found: Findings) -> None:
    """Write down what the longer values of a sample hold."""
    values = [value for value in sample.few if len(value) >= 18]
    size = len(sample.few)
    spaced = [value for value in values if value.count(" ") >= 2 or len(value) > 60]
    found.set("text.long", len(spaced) / size)
    if len(spaced) < 0.2 * size:
        return
    shares = {
        "email": _share(spaced, _holds_email, size),
        "phone": _share(spaced, _holds_phone, size),
        "iban": _share(spaced, _holds_iban, size),
        "card": _share(spaced, _holds_card, size),
        "title": _share(spaced, _holds_title, size),
    }
    for name, share in shares.items():
        found.set(f"text.{name}", share)
    for name, pattern in (("url", _URL), ("ip", _IP), ("date", _DATE), ("first_person", _FIRST_PERSON)):
        found.set(f"text.{name}", sum(1 for value in spaced if pattern.search(value)) / size)
    loose = sum(1 for value in spaced if _LOOSE.search(value) or _THREES.search(value))
    found.set("text.phone_loose", loose / size)
    found.set("text.sentences", sum(value.rstrip()[-1:] in ".!?。！？" for value in spaced) / size)
    found.set("text.any", max(shares.values()))
    words = {"email": "an e-mail address", "phone": "a telephone number", "iban": "an IBAN", "card": "a card number"}
    for name, what in words.items():
        if shares[name] >= 0.02:
            found.say(
                "free_text", min(1.0, 0.5 + shares[name]), f"{shares[name]:.0%} of {size} distinct values hold {what}"
            )


def _share(values: list[str], holds: Callable[[str], bool], size: int) -> float:
    return sum(map(holds, values)) / size


def _holds_email(text: str) -> bool:
    return "@" in text and _EMAIL.search(text) is not None


def _holds_phone(text: str) -> bool:
    for match in _PLUS.finditer(text):
        digits = "".join(filter(str.isdecimal, match[1]))
        for length in (1, 2, 3):
            regions = calling_codes().get(digits[:length], ())
            if any(plan(region).national(digits[length:]) for region in regions if region != "001"):
                return True
    return False


def _holds_iban(text: str) -> bool:
    from stdnum import iban

    return any(iban.is_valid(match[0]) for match in _IBAN.finditer(text))


def _holds_card(text: str) -> bool:
    return any(luhn(re.sub(r"[ -]", "", match[0])) for match in _CARD.finditer(text))


def _holds_title(text: str) -> bool:
    return _TITLE.search(text) is not None
