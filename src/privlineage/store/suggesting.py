"""What scans found and people decided about it: tables that were scanned, suggestions that wait, and reviews.

A suggestion labels nothing. It waits until somebody reviews it, and what they decide becomes a tag, or none. Nothing
here holds a value: evidence is words, and what is kept of a column's content are its statistics.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Protocol

from privlineage.core.errors import PrivlineageError
from privlineage.core.people import Identity
from privlineage.core.refs import ColumnRef, DatasetRef

__all__ = [
    "DECIDED",
    "ColumnFinding",
    "Review",
    "SampleFacts",
    "ScanRecord",
    "ScannedTable",
    "Suggesting",
    "SuggestionKind",
    "SuggestionRecord",
    "SuggestionState",
    "not_reviewable",
]


class SuggestionKind(StrEnum):
    """What a suggestion says of its column.

    `personal`: it seems to hold a category that nobody tagged. `contradicts`: the content says another category than
    the tags. `dark_flow`: the content says personal where lineage says clean. `stale_label`: a label says what the
    content does not show any more. `fake_masking`: the masking leads back to people.
    """

    PERSONAL = "personal"
    CONTRADICTS = "contradicts"
    DARK_FLOW = "dark_flow"
    STALE_LABEL = "stale_label"
    FAKE_MASKING = "fake_masking"


class SuggestionState(StrEnum):
    """What became of a suggestion; `gone` when a later scan does not suggest it any more and nobody had decided."""

    WAITING = "waiting"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    NEVER = "never"
    GONE = "gone"


DECIDED = frozenset({SuggestionState.ACCEPTED, SuggestionState.REJECTED, SuggestionState.NEVER})


@dataclass(frozen=True, slots=True)
class SampleFacts:
    """What a finding rests on.

    Attributes:
        rows: how many rows were looked at.
        read: how many were read to choose them; 0 where nobody knows.
        method: how they were chosen.
        seed: with which seed.
        whole: whether they are everything there is.
    """

    rows: int
    read: int = 0
    method: str = ""
    seed: int = 0
    whole: bool = False


@dataclass(frozen=True, slots=True)
class ColumnFinding:
    """What one column of a scanned table seemed to hold.

    Attributes:
        path: the column.
        category: a key of the taxonomy; None where it seemed to hold nothing personal.
        confidence: the calibrated probability that this is right.
        evidence: the reasons, strongest first.
        masked: how its values seemed to be masked; empty where they did not.
        content: statistics of what it held (`service.scanning.content`), to see whether that changed.
    """

    path: str
    category: str | None
    confidence: float
    evidence: tuple[str, ...] = ()
    masked: str = ""
    content: str = ""


@dataclass(frozen=True, slots=True)
class ScannedTable:
    """The last look at a table.

    Attributes:
        dataset: which.
        scan: the scan's id.
        at: when, ISO 8601 in UTC.
        mark: changes when the table does, or when another sample is wanted; empty where nobody can tell.
        model: the version of the detectors.
        sample: what was looked at.
        columns: what each column seemed to hold, in the table's order.
        quasi_identifiers: combinations of columns that may single out a person together.
        warnings: what was left out and why.
    """

    dataset: DatasetRef
    scan: str
    at: str
    mark: str
    model: str
    sample: SampleFacts
    columns: tuple[ColumnFinding, ...]
    quasi_identifiers: tuple[tuple[str, ...], ...] = ()
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Review:
    """A person's decision about a suggestion.

    Attributes:
        suggestion: its id.
        column: the column, as it was called then.
        state: accepted, rejected or never.
        by: who decided.
        at: when, ISO 8601 in UTC.
        reason: why, in their words.
        category: the category that was tagged; None where none was.
        proposal: the proposal that waits for somebody else's approval; empty where the decision took effect at once.
    """

    suggestion: str
    column: str
    state: SuggestionState
    by: Identity
    at: str
    reason: str = ""
    category: str | None = None
    proposal: str = ""


@dataclass(frozen=True, slots=True)
class SuggestionRecord:
    """Something a person should look at.

    Attributes:
        id: `S-` and an upper-case hex number.
        column: which column.
        kind: what is said of it.
        category: a key of the taxonomy; None where the content shows nothing personal.
        confidence: the calibrated probability that the category is right.
        evidence: the reasons, strongest first.
        at: when a scan last found it, ISO 8601 in UTC.
        scan: that scan's id.
        model: the version of the detectors.
        sample: what was looked at.
        content: statistics of the content it was found in.
        masked: how the values seem to be masked.
        next_step: what to do, where that is more than to tag the column.
        note: what a reviewer should know beside: `changed since ana decided on 2026-03-01`, the tags it contradicts.
        first_at: when a scan found it first.
        said: what people decided, oldest first.
        state: what became of it.
    """

    id: str
    column: ColumnRef
    kind: SuggestionKind
    category: str | None
    confidence: float
    evidence: tuple[str, ...]
    at: str
    scan: str
    model: str
    sample: SampleFacts
    content: str = ""
    masked: str = ""
    next_step: str = ""
    note: str = ""
    first_at: str = ""
    said: tuple[Review, ...] = ()
    state: SuggestionState = SuggestionState.WAITING

    @property
    def waits(self) -> bool:
        """Whether nobody decided yet."""
        return self.state is SuggestionState.WAITING

    def after(self, review: Review) -> SuggestionRecord:
        """The suggestion after a decision."""
        return replace(self, said=(*self.said, review), state=review.state)

    def begun(self) -> SuggestionRecord:
        """The suggestion as a scan begins it, whatever it says of itself: nobody has decided yet."""
        return replace(self, said=(), state=SuggestionState.WAITING, first_at=self.at)

    def found_again(self, newer: SuggestionRecord) -> SuggestionRecord:
        """A waiting suggestion as a later scan has it: it keeps its id, and when it was found first."""
        return replace(newer.begun(), id=self.id, first_at=self.first_at)


@dataclass(frozen=True, slots=True)
class ScanRecord:
    """One run of a scan, which another may take up where it stopped.

    Attributes:
        id: `N-` and an upper-case hex number.
        key: the same for scans of the same things in the same way.
        what: what is scanned, for people.
        began: when, ISO 8601 in UTC.
        ended: when; empty while it runs, and for ever where it was stopped.
    """

    id: str
    key: str
    what: str
    began: str
    ended: str = ""


class Suggesting(Protocol):
    """The part of a store that keeps what scans found."""

    def put_scan(self, scan: ScanRecord) -> None:
        """Keep a scan that began, or one that is known after it ended."""

    def scans(self, key: str = "", limit: int = 100) -> list[ScanRecord]:
        """Scans with that key, or all; newest first."""

    def put_scanned(self, scanned: ScannedTable, found: Sequence[SuggestionRecord]) -> None:
        """Keep a look at a table, with everything that should be suggested about it now, in one transaction.

        A suggestion that waits already for the same column and of the same kind is brought up to date; one that waits
        and is not found any more is gone. What people decided stays as it is.
        """

    def scanned(self, datasets: Sequence[DatasetRef] | None = None) -> list[ScannedTable]:
        """The last looks at some tables, or at all; by name."""

    def suggestion(self, id_prefix: str) -> SuggestionRecord | None:
        """A suggestion by id or unique prefix."""

    def suggestions(self, state: str = "", datasets: Sequence[DatasetRef] | None = None) -> list[SuggestionRecord]:
        """Suggestions of that state, or all; of some tables, or of all; oldest first."""

    def review(self, reviews: Sequence[Review]) -> None:
        """Keep decisions, all or none of them.

        Raises:
            PrivlineageError: PL905 for an unknown suggestion, PL906 for one that was decided so already, or accepted.
        """


def not_reviewable(known: SuggestionRecord | None, review: Review) -> PrivlineageError | None:
    """Why a decision about a suggestion cannot be taken; None when it can."""
    if known is None:
        hint = "see `privlineage review list --state all`"
        return PrivlineageError("PL905", f"no suggestion `{review.suggestion}` is known", hint=hint)
    if known.state is SuggestionState.ACCEPTED:
        hint = f"to take the claim back: privlineage untag {known.column} {known.said[-1].category or ''}".rstrip()
        return _decided(known, hint)
    if known.state is review.state:
        return _decided(known, "nothing needs to be done")
    if known.state is SuggestionState.GONE:
        text = f"`{known.id}` is not suggested any more: a later scan did not find it"
        return PrivlineageError("PL906", text, hint=f"tag it by yourself: privlineage tag {known.column} CATEGORY")
    return None


def _decided(known: SuggestionRecord, hint: str) -> PrivlineageError:
    last = known.said[-1]
    text = f"`{known.id}` was {known.state} by {last.by.name or 'nobody'} on {last.at[:10]} already"
    return PrivlineageError("PL906", text, hint=hint)
