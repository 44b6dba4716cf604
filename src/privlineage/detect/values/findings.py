"""What the validators write down while they look: numbers under fixed names, and sentences without values."""

from __future__ import annotations

from dataclasses import dataclass, field

__all__ = ["Findings", "Said"]


@dataclass(frozen=True, slots=True)
class Said:
    """One sentence of evidence.

    Attributes:
        type: the detection type it speaks for; `other` where it speaks against all of them.
        strength: how much of the sample it covers, beyond what chance explains, 0 to 1.
        text: the sentence, without any value.
    """

    type: str
    strength: float
    text: str


@dataclass(slots=True)
class Findings:
    """Collects features and sentences; a feature nobody wrote is 0."""

    numbers: dict[str, float] = field(default_factory=dict)
    said: list[Said] = field(default_factory=list)
    place: str = ""

    def set(self, name: str, value: float) -> None:
        """Write a feature down."""
        self.numbers[name] = float(value)

    def say(self, kind: str, strength: float, text: str) -> None:
        """Write a sentence down, for a detection type."""
        self.said.append(Said(kind, float(strength), text))
