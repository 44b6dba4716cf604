"""What detection says: categories with a confidence, and evidence that a person can judge; never a value."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Evidence", "Suggestion", "TableFinding"]


@dataclass(frozen=True, slots=True)
class Evidence:
    """One reason for or against a category, in words without any value.

    Attributes:
        kind: `name` (the header), `values` (a validator or a shape), `model` (characters), `table` (neighbours).
        text: the reason, as in "198 of 200 values are valid telephone numbers (CN)".
    """

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What one column seems to hold.

    Attributes:
        column: the column's name.
        category: a key of the taxonomy; None where the column seems to hold nothing personal.
        confidence: the calibrated probability that this answer (personal, or not) is right, 0 to 1.
        evidence: the reasons, strongest first.
        masked: how the values seem to be masked (`sha256`, `base64`, `partial`, …); empty where they do not.
    """

    column: str
    category: str | None
    confidence: float
    evidence: tuple[Evidence, ...] = ()
    masked: str = ""


@dataclass(frozen=True, slots=True)
class TableFinding:
    """What the columns of one table seem to hold.

    Attributes:
        columns: a suggestion for every column, in the table's order.
        quasi_identifiers: combinations of columns that may single out a person together, each in the table's order.
    """

    columns: tuple[Suggestion, ...]
    quasi_identifiers: tuple[tuple[str, ...], ...] = ()
