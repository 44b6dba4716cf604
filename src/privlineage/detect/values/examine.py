"""Looking at the values of one column: every validator once, over one prepared sample."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from privlineage.detect.values import (
    born_in,
    dates,
    embedded,
    identifiers,
    numbers,
    patterns,
    postcodes,
    profile,
    words,
)
from privlineage.detect.values.declared import say_declared
from privlineage.detect.values.findings import Findings
from privlineage.detect.values.phones import numbers as phones
from privlineage.detect.values.report import ValueReport
from privlineage.detect.values.sample import Sample, take

__all__ = ["FEATURE_NAMES", "examine_sample", "examine_values"]

_Validator = Callable[[Sample, Findings], None]

# In this order: a later one may read what an earlier one wrote.
_VALIDATORS: tuple[tuple[Sequence[str], _Validator], ...] = (
    (profile.NAMES, profile.examine),
    (numbers.NAMES, numbers.examine),
    (dates.NAMES, dates.examine),
    (patterns.NAMES, patterns.examine),
    (identifiers.NAMES, identifiers.examine),
    (born_in.NAMES, born_in.examine),
    (phones.NAMES, phones.examine),
    (words.NAMES, words.examine),
    (postcodes.NAMES, postcodes.examine),
    (embedded.NAMES, embedded.examine),
)

FEATURE_NAMES: Final[tuple[str, ...]] = tuple(name for names, _ in _VALIDATORS for name in names)
"""The names of a report's features, in their order."""


def examine_values(values: Sequence[str], declared_type: str = "") -> ValueReport:
    """Look at a sample of a column's values.

    Args:
        values: sampled values as text; some hundreds are enough, and their order changes nothing.
        declared_type: the database's word for the column's type, where it is known.

    Returns:
        Features and sentences. Neither holds a value, and no text whatever makes this raise.

    Example:
        >>> report = examine_values(["ana@example.org", "li.wei@example.cn"])
        >>> report.feature("pattern.email")
        1.0
    """
    return examine_sample(take(values), declared_type)


def examine_sample(sample: Sample, declared_type: str = "") -> ValueReport:
    """The same for a sample that was made ready already."""
    found = Findings()
    if sample.count:
        for _, validator in _VALIDATORS:
            validator(sample, found)
    say_declared(declared_type, found)
    said = tuple(sorted(found.said, key=lambda one: (-one.strength, one.type, one.text)))
    numbers_in_order = tuple(found.numbers.get(name, 0.0) for name in FEATURE_NAMES)
    return ValueReport(FEATURE_NAMES, numbers_in_order, said, found.place)
