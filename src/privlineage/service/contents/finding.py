"""A disagreement between what a column holds and what its labels say, with the step that settles it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from privlineage.core.refs import ColumnRef

__all__ = ["ContentFinding", "Disagreement", "Severity"]


class Disagreement(StrEnum):
    """How content and labels disagree."""

    DARK_FLOW = "dark_flow"
    FAKE_MASKING = "fake_masking"
    CONTRADICTION = "contradiction"
    STALE_LABEL = "stale_label"


class Severity(StrEnum):
    """How bad it is that nobody knew: `high` lets personal data pass, `low` stops what might pass."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


@dataclass(frozen=True, slots=True)
class ContentFinding:
    """One disagreement. No value of the column is in it.

    Attributes:
        kind: how they disagree.
        column: which column.
        severity: how bad it is.
        content: what the column holds, as a category or the kind of its masking.
        labelled: what its labels say, as people read them; empty where they say nothing personal.
        reasons: why the content is thought to be so, strongest first.
        path: the columns along which the labels come, or should have come, sources first; ends in the column.
        next_step: one line that settles it: a command, or what to change.
        category: the category that lies in the values or behind their masking; None where nothing personal does.
    """

    kind: Disagreement
    column: ColumnRef
    severity: Severity
    content: str
    labelled: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    path: tuple[ColumnRef, ...] = ()
    next_step: str = ""
    category: str | None = None
