"""Postal codes: the country whose form most values have, and how much that form tells."""

from __future__ import annotations

from privlineage.detect.values.findings import Findings
from privlineage.detect.values.forms.postcode import DIGITS, TELLING
from privlineage.detect.values.perturb import scrambled
from privlineage.detect.values.sample import Sample

__all__ = ["NAMES", "examine"]

NAMES = "post.telling post.chance post.forms post.digits post.countries post.zones post.repeats".split()


def examine(sample: Sample, found: Findings) -> None:
    """Write down the best country's form, and what else postal codes show: many zones, few values of each."""
    values = sample.few
    short = [value.upper() for value in values if 3 <= len(value) <= 12]
    if len(short) < 0.6 * len(values):
        return
    shares = {land: sum(1 for value in short if form.fullmatch(value)) / len(values) for land, form in TELLING}
    land = max(shares, key=lambda one: (shares[one], one))
    share = shares[land]
    if share >= 0.5:
        form = dict(TELLING)[land]
        chance = sum(1 for value in short if form.fullmatch(scrambled(value))) / len(short)
        found.set("post.telling", share)
        found.set("post.chance", chance)
        found.set("post.forms", sum(one >= 0.5 for one in shares.values()) / 5)
        where = "" if land == "prefixed" else f" ({land})"
        text = f"{round(share * len(values))} of {len(values)} distinct values have the form of postal codes{where}"
        found.say("postal_code", share * 0.8, text)
    _digits(short, len(values), found)
    found.set("post.zones", len({value[:2] for value in short}) / min(100, len(short)))
    found.set("post.repeats", 1 - len(sample.counts) / sample.count)


def _digits(short: list[str], size: int, found: Findings) -> None:
    lengths = [len(value) for value in short if value.isdigit()]
    if len(lengths) < 0.6 * size:
        return
    most = max(sorted(set(lengths)), key=lengths.count)
    share = lengths.count(most) / size
    countries = len(DIGITS.get(most, "").split())
    found.set("post.digits", share if countries else 0.0)
    found.set("post.countries", countries / 60)
    if countries and share >= 0.8:
        seen = f"{round(share * size)} of {size} distinct values have {most} digits"
        text = f"{seen}, as postal codes of {countries} countries"
        found.say("postal_code", share * 0.3, text)
