"""What the validators say of one column: numbers in a fixed order, and sentences."""

from __future__ import annotations

from dataclasses import dataclass

from privlineage.detect.values.findings import Said

__all__ = ["ValueReport"]


@dataclass(frozen=True, slots=True)
class ValueReport:
    """What the values of one column look like. It holds no value.

    Attributes:
        names: the names of the features, in their fixed order.
        numbers: the features, in the same order.
        said: the sentences of evidence, strongest first.
        place: the country whose rules the values keep best (`CN`), empty where nothing tells.
    """

    names: tuple[str, ...]
    numbers: tuple[float, ...]
    said: tuple[Said, ...] = ()
    place: str = ""

    def features(self) -> tuple[float, ...]:
        """The features, in the order of `FEATURE_NAMES`."""
        return self.numbers

    def feature(self, name: str) -> float:
        """One feature by its name; KeyError where there is none of that name."""
        try:
            return self.numbers[self.names.index(name)]
        except ValueError:
            raise KeyError(name) from None

    def evidence(self, kind: str) -> tuple[str, ...]:
        """The sentences that speak for a detection type, strongest first; for `other`, against all of them."""
        return tuple(one.text for one in self.said if one.type == kind)
