"""What a look at a table should suggest, in view of the tags that are there and of what people decided before."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from privlineage.core.labels import Tag
from privlineage.core.refs import ColumnRef
from privlineage.core.taxonomy import is_within, related
from privlineage.service.scanning.content import has_changed
from privlineage.store.suggesting import (
    DECIDED,
    ColumnFinding,
    ScannedTable,
    SuggestionKind,
    SuggestionRecord,
    SuggestionState,
)

__all__ = ["Disagreeing", "new_suggestion_id", "suggested"]

_MASKING = {SuggestionKind.STALE_LABEL: "stale", SuggestionKind.FAKE_MASKING: "fake"}
"""Kinds that ask another question than what the column holds: an answer to one is none to the other."""


@dataclass(frozen=True, slots=True)
class Disagreeing:
    """That a column's content and its labels disagree, as far as a suggestion needs it.

    Attributes:
        kind: how.
        category: the category the content shows; None where it shows none.
        reasons: why, strongest first.
        next_step: what settles it.
        note: what the labels say.
    """

    kind: SuggestionKind
    category: str | None
    reasons: tuple[str, ...]
    next_step: str
    note: str = ""


def new_suggestion_id() -> str:
    """A fresh suggestion id.

    >>> len(new_suggestion_id())
    12
    """
    return f"S-{secrets.token_hex(5).upper()}"


def suggested(
    look: ScannedTable,
    tags: Iterable[Tag],
    before: Sequence[SuggestionRecord],
    disagreeing: Mapping[str, Disagreeing] | None = None,
    carried: Mapping[str, Sequence[str]] | None = None,
) -> list[SuggestionRecord]:
    """What waits for a review after a look at a table.

    A column whose tags, or labels that came along the lineage, fit what it seems to hold is not suggested, nor one that
    somebody decided about, until its content changes; nothing is ever suggested again where somebody said so.

    Args:
        look: what was found.
        tags: the tags in force on the table.
        before: every suggestion that was ever made about it.
        disagreeing: columns whose labels say otherwise than their content (`service.contents`), by path.
        carried: the categories of the labels that columns carry, by path.
    """
    claims = list(tags)
    by_column: dict[ColumnRef, list[SuggestionRecord]] = {}
    for each in before:
        if each.state in DECIDED:
            by_column.setdefault(each.column, []).append(each)
    found = []
    for finding in look.columns:
        column = look.dataset.column(finding.path)
        made = _made(look, column, finding, claims, (disagreeing or {}).get(finding.path))
        if made is None or _is_labelled(made, (carried or {}).get(finding.path, ())):
            continue
        decided = [
            each
            for each in by_column.get(column, ())
            if each.state is SuggestionState.NEVER or _MASKING.get(each.kind) == _MASKING.get(made.kind)
        ]
        told = _told_again(made, decided)
        if told is not None:
            found.append(told)
    return found


def _made(
    look: ScannedTable, column: ColumnRef, finding: ColumnFinding, tags: Sequence[Tag], other: Disagreeing | None
) -> SuggestionRecord | None:
    """What the finding alone would suggest, whatever people said before."""
    if other is not None:
        made = _record(look, column, finding, other.kind)
        return replace(
            made, category=other.category, evidence=other.reasons, next_step=other.next_step, note=other.note
        )
    if finding.category is None:
        return None
    covering = [tag for tag in tags if tag.column.covers(finding.path)]
    claimed = [tag.atom.category for tag in covering if tag.atom is not None]
    if any(related(category, finding.category) for category in claimed):
        return None
    if not covering:
        return _record(look, column, finding, SuggestionKind.PERSONAL)
    said = ", ".join(dict.fromkeys(claimed)) or "none"
    by = covering[0].author if covering[0].by != "bundle" else "the bundle"
    made = _record(look, column, finding, SuggestionKind.CONTRADICTS)
    return replace(made, note=f"{by or 'somebody'} tagged it {said}")


def _is_labelled(made: SuggestionRecord, categories: Sequence[str]) -> bool:
    """Whether the lineage labels a column already with what it seems to hold: a tag would say nothing new."""
    said = made.category
    return made.kind is SuggestionKind.PERSONAL and said is not None and any(related(each, said) for each in categories)


def _record(look: ScannedTable, column: ColumnRef, finding: ColumnFinding, kind: SuggestionKind) -> SuggestionRecord:
    return SuggestionRecord(
        new_suggestion_id(),
        column,
        kind,
        finding.category,
        finding.confidence,
        finding.evidence,
        look.at,
        look.scan,
        look.model,
        look.sample,
        finding.content,
        finding.masked,
    )


def _told_again(made: SuggestionRecord, decided: Sequence[SuggestionRecord]) -> SuggestionRecord | None:
    """The suggestion, unless somebody decided about the same content already; with what they decided then."""
    if not decided:
        return made
    # Whoever said never meant every suggestion about the column: a decision about another one does not end that.
    if any(each.state is SuggestionState.NEVER for each in decided):
        return None
    last = max(decided, key=lambda each: each.said[-1].at if each.said else "")
    if not _is_new(made, last):
        return None
    said = last.said[-1]
    text = f"changed since {said.by.name or 'somebody'} {last.state} {last.category or 'it'} on {said.at[:10]}"
    return replace(made, note=f"{text}; {made.note}" if made.note else text)


def _is_new(made: SuggestionRecord, last: SuggestionRecord) -> bool:
    """Whether the column holds something else than when it was decided about.

    Other detectors may see another category in the same content: that alone overturns nobody.
    """
    if has_changed(last.content, made.content):
        return True
    same_eyes = made.model == last.model and made.kind is last.kind
    one, other = made.category or "", last.category or ""
    return same_eyes and one != other and not is_within(one, other) and not is_within(other, one)
