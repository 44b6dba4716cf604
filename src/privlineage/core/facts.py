"""Facts: one output column depends on one input column, by a job."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from privlineage.core.labels import Strength
from privlineage.core.refs import ColumnRef

__all__ = ["Confidence", "Fact", "FunctionStep"]


class Confidence(StrEnum):
    """How a fact is known. `assumed` is what an unresolved flow widens to."""

    PARSED = "parsed"
    DECLARED = "declared"
    OBSERVED = "observed"
    ASSUMED = "assumed"


@dataclass(frozen=True, slots=True, order=True)
class FunctionStep:
    """One function around a source column.

    Attributes:
        function: its name in lower case as written; dotted for Python functions.
        argument: 0-based position of the argument the column came through.
        literals: literal arguments by position; before anything is stored, those no declassifier lists become `?`.
        dialect: the SQL dialect of the statement, empty for Python.
    """

    function: str
    argument: int = 0
    literals: tuple[tuple[int, str], ...] = ()
    dialect: str = ""


@dataclass(frozen=True, slots=True, order=True)
class Fact:
    """A dependency within a plan.

    Attributes:
        output: the column written; `*` means every column of the output.
        input: the column read; `*` means every column of the input.
        strength: value, column-shaping or row-selecting influence.
        path: the functions around this occurrence, innermost first.
        confidence: how it is known.
        transform: identity, transformation or aggregation; empty for influence.
        place: where it stands (`stage.sql:3`, a task id), for people.
        output_generation: 0 is the dataset's content at the start of the plan, n its n-th opening in this plan.
        input_generation: likewise for the input.
    """

    output: ColumnRef
    input: ColumnRef
    strength: Strength = Strength.VALUE
    path: tuple[FunctionStep, ...] = ()
    confidence: Confidence = Confidence.PARSED
    transform: str = ""
    place: str = ""
    output_generation: int = 0
    input_generation: int = 0
