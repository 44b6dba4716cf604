"""Forms that a regular expression tells: how many of the distinct values have each of them."""

from __future__ import annotations

from privlineage.detect.values.findings import Findings
from privlineage.detect.values.forms import (
    contact,
    government,
    health,
    money,
    network,
    place,
    product,
    secret,
    technical,
)
from privlineage.detect.values.forms.form import Form
from privlineage.detect.values.sample import Sample

__all__ = ["FORMS", "NAMES", "examine"]

FORMS: tuple[Form, ...] = (
    *contact.FORMS,
    *network.FORMS,
    *secret.FORMS,
    *money.FORMS,
    *place.FORMS,
    *health.FORMS,
    *government.FORMS,
    *product.FORMS,
    *technical.FORMS,
)

NAMES = [f"pattern.{one.name}" for one in FORMS]

_SAYS = 0.6
"""From this share on a form is worth a sentence."""


def examine(sample: Sample, found: Findings) -> None:
    """Write down the share of each form, and a sentence for the frequent ones."""
    values = sample.few
    size = len(values)
    for one in FORMS:
        match = one.regex.fullmatch
        share = sum(1 for value in values if match(value)) / size
        if share:
            found.set(f"pattern.{one.name}", share)
            if share >= _SAYS and one.type:
                found.say(
                    one.type, share, f"{round(share * size)} of {size} distinct values have the form of {one.words}"
                )
