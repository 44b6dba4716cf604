"""`privlineage review`: what scans suggest, and people's answers to it."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any, TypeAlias

import typer

from privlineage.cli.askers import ByOption, ReasonOption, asked_by
from privlineage.cli.options import FormatOption, OutputFormat, StoreOption
from privlineage.cli.screen import note, say, say_line, show_error, show_json, table
from privlineage.cli.submitted import opened_proposals, waiting_for
from privlineage.core.errors import PrivlineageError

if TYPE_CHECKING:
    from privlineage.core.people import Identity
    from privlineage.service.scanning.reviewing import Decided, Reviews
    from privlineage.store.suggesting import SuggestionRecord

__all__ = ["accept", "list_", "never", "reject", "show"]


_OF_ALL = frozenset({"PL501", "PL502", "PL503", "PL504", "PL506"})
"""What is wrong with the store is wrong with every suggestion: it is said once."""


class State(StrEnum):
    """Which suggestions; members are named like their values, as in `cli.options`."""

    waiting = "waiting"
    accepted = "accepted"
    rejected = "rejected"
    never = "never"
    gone = "gone"
    all = "all"


class Kind(StrEnum):
    """What is said of the column."""

    personal = "personal"
    contradicts = "contradicts"
    dark_flow = "dark_flow"
    stale_label = "stale_label"
    fake_masking = "fake_masking"


IdsArgument = Annotated[
    list[str] | None, typer.Argument(metavar="[SUGGESTION]...", help="Ids, beginnings of them, or columns.")
]
SourceOption = Annotated[str, typer.Option("--source", help="Of that source alone.")]
TableOption = Annotated[list[str] | None, typer.Option("--table", help="Of tables that match a pattern.")]
CategoryOption = Annotated[str, typer.Option("--category", help="Of that category, or one below it.")]
KindOption = Annotated[Kind | None, typer.Option("--kind", help="Of that kind alone.")]
AboveOption = Annotated[
    float | None, typer.Option("--above", min=0, max=1, help="At least as sure as that; without ids, all of them.")
]
AllOption = Annotated[bool, typer.Option("--all", help="All that the filters let through.")]


def list_(
    *,
    state: Annotated[State, typer.Option("--state", help="In that state alone.")] = State.waiting,
    source: SourceOption = "",
    table: TableOption = None,
    category: CategoryOption = "",
    kind: KindOption = None,
    above: AboveOption = None,
    store: StoreOption = None,
    output: FormatOption = OutputFormat.text,
) -> int:
    """List what waits for a review, the surest first."""
    from privlineage.service.scanning.reviewing import Filter

    wanted = "" if state is State.all else state.value
    asked = Filter(wanted, source, tuple(table or ()), category, kind.value if kind else "", above or 0.0)
    with _opened(store) as reviews:
        found = reviews.chosen(asked)
    if output is OutputFormat.json:
        show_json([_json(each) for each in found])
    elif not found:
        say("nothing waits for a review" if state is State.waiting else "no suggestions")
    else:
        _show_list(found)
    return 0


def show(
    suggestion: Annotated[str, typer.Argument(metavar="SUGGESTION", help="An id, or the column it waits for.")],
    *,
    store: StoreOption = None,
    output: FormatOption = OutputFormat.text,
) -> int:
    """Show one suggestion: the reasons, the sample it rests on, and what was decided before."""
    with _opened(store) as reviews:
        found = reviews.find(suggestion)
    if output is OutputFormat.json:
        show_json(_json(found))
        return 0
    for line in _told(found):
        say_line(line)
    return 0


def accept(
    suggestions: IdsArgument = None,
    *,
    tag_as: Annotated[str, typer.Option("--as", metavar="CATEGORY", help="What it holds, if not that.")] = "",
    all_: AllOption = False,
    above: AboveOption = None,
    source: SourceOption = "",
    table: TableOption = None,
    category: CategoryOption = "",
    kind: KindOption = None,
    by: ByOption = None,
    reason: ReasonOption = "",
    store: StoreOption = None,
    output: FormatOption = OutputFormat.text,
) -> int:
    """Say that suggestions are right: their columns are tagged. Exit 1 where something waits for approval."""
    chosen = _Chosen(suggestions, all_, above, source, table, category, kind)
    return _decide(
        store, chosen, by, output, lambda reviews, each, authors: reviews.accept(each, authors, reason, tag_as)
    )


def reject(
    suggestions: IdsArgument = None,
    *,
    all_: AllOption = False,
    above: AboveOption = None,
    source: SourceOption = "",
    table: TableOption = None,
    category: CategoryOption = "",
    kind: KindOption = None,
    by: ByOption = None,
    reason: ReasonOption = "",
    store: StoreOption = None,
    output: FormatOption = OutputFormat.text,
) -> int:
    """Say that suggestions are wrong: their columns are tagged `none`, until their content changes."""
    chosen = _Chosen(suggestions, all_, above, source, table, category, kind)
    return _decide(store, chosen, by, output, lambda reviews, each, authors: reviews.reject(each, authors, reason))


def never(
    suggestions: IdsArgument = None,
    *,
    all_: AllOption = False,
    above: AboveOption = None,
    source: SourceOption = "",
    table: TableOption = None,
    category: CategoryOption = "",
    kind: KindOption = None,
    by: ByOption = None,
    reason: ReasonOption = "",
    store: StoreOption = None,
    output: FormatOption = OutputFormat.text,
) -> int:
    """Say that nothing shall be suggested about these columns again, whatever they will hold."""
    chosen = _Chosen(suggestions, all_, above, source, table, category, kind)
    return _decide(store, chosen, by, output, lambda reviews, each, authors: reviews.never(each, authors, reason))


@dataclass(frozen=True, slots=True)
class _Chosen:
    """Which suggestions a decision is about: those that are named, or those that filters let through."""

    named: list[str] | None
    every: bool
    above: float | None
    source: str
    tables: list[str] | None
    category: str
    kind: Kind | None

    def of(self, reviews: Reviews) -> list[SuggestionRecord]:
        """The suggestions.

        Raises:
            PrivlineageError: PL001, when nothing or both is said; PL905, for one that is not known.
        """
        from privlineage.service.scanning.reviewing import Filter

        filters = (self.source, self.tables, self.category, self.kind)
        if self.named:
            if self.every or self.above is not None or any(filters):
                raise PrivlineageError("PL001", "suggestions are named, and filters are set", hint="leave one out")
            return [reviews.find(text) for text in dict.fromkeys(self.named)]
        if not self.every and self.above is None:
            hint = "name suggestions, or pass --above 0.9, or --all; filters narrow both"
            raise PrivlineageError("PL001", "nothing says which suggestions", hint=hint)
        kind = self.kind.value if self.kind else ""
        wanted = Filter("waiting", self.source, tuple(self.tables or ()), self.category, kind, self.above or 0.0)
        return reviews.chosen(wanted)


_Decision: TypeAlias = "Callable[[Reviews, SuggestionRecord, Sequence[Identity]], Decided]"


def _decide(store: str | None, chosen: _Chosen, by: str | None, output: OutputFormat, decision: _Decision) -> int:
    """Take a decision about each of some suggestions; what cannot be decided is told, and the others go on."""
    taken: list[Decided] = []
    errors: list[tuple[SuggestionRecord, PrivlineageError]] = []
    with _opened(store) as reviews:
        found = chosen.of(reviews)
        authors = asked_by(reviews.proposals.store, by)
        for each in found:
            try:
                taken.append(decision(reviews, each, authors))
            except PrivlineageError as error:
                if len(found) == 1 or error.code in _OF_ALL:
                    raise
                errors.append((each, error))
        waiting = [waiting_for(reviews.proposals, each.submitted) for each in taken if each.submitted is not None]
    if output is OutputFormat.json:
        show_json([_json(each.record) for each in taken])
    else:
        for decided in taken:
            _say_decided(decided)
        for text in filter(None, waiting):
            say(text)
        if not found:
            say("nothing waits for a review")
    for record, problem in errors:
        note(f"{record.id} {record.column}:")
        show_error(problem)
    return 1 if errors or any(waiting) else 0


def _say_decided(decided: Decided) -> None:
    record = decided.record
    last = record.said[-1]
    what = f"{record.column} is tagged {last.category}" if last.category else f"{record.column}"
    if last.proposal:
        what = f"{record.column}: the tag waits for approval"
    elif record.state == "rejected" and decided.submitted is not None:
        what = f"{record.column} is tagged none: reviewed, nothing personal"
    say_line(f"{record.id} {record.state}: {what}")
    if record.state == "accepted" and record.next_step and not last.category:
        say_line(f"  next: {record.next_step}")


def _show_list(found: Sequence[SuggestionRecord]) -> None:
    rows = [[each.id, f"{each.confidence:.2f}", each.category or "-", str(each.column), _about(each)] for each in found]
    table(["suggestion", "sure", "category", "column", "what"], rows)


def _about(record: SuggestionRecord) -> str:
    kind = "" if record.kind == "personal" else record.kind.value.replace("_", " ")
    state = "" if record.waits else record.state.value
    return "; ".join(part for part in (state, kind, record.note) if part)


def _told(record: SuggestionRecord) -> Iterator[str]:
    yield f"{record.id}  {record.column}  {record.state}"
    yield f"  seems     {record.category or 'nothing personal'} ({record.confidence:.2f}), {record.kind.value}"
    for number, text in enumerate(record.evidence):
        yield f"  {'because' if number == 0 else '':<9} {text}"
    if record.masked:
        yield f"  masked    {record.masked}"
    if record.note:
        yield f"  note      {record.note}"
    sample = record.sample
    of = f" of {sample.read:,} read" if sample.read > sample.rows else ""
    seed = "" if "seed" in sample.method else f", seed {sample.seed}"
    yield f"  sample    {sample.rows:,} rows{of} ({sample.method or 'unknown'}{seed})"
    yield f"  found     {record.at[:16].replace('T', ' ')}, first {record.first_at[:16].replace('T', ' ')}"
    yield f"  by        scan {record.scan}, detectors {record.model}"
    for said in record.said:
        why = f": {said.reason}" if said.reason else ""
        proposal = f" (proposal {said.proposal})" if said.proposal else ""
        yield f"  {said.state.value:<9} by {said.by} at {said.at[:16].replace('T', ' ')}{proposal}{why}"
    if record.next_step:
        yield f"  next      {record.next_step}"


def _json(record: SuggestionRecord) -> dict[str, Any]:
    return {
        "id": record.id,
        "column": str(record.column),
        "state": record.state.value,
        "kind": record.kind.value,
        "category": record.category,
        "confidence": record.confidence,
        "evidence": list(record.evidence),
        "masked": record.masked,
        "note": record.note,
        "next_step": record.next_step,
        "at": record.at,
        "first_at": record.first_at,
        "scan": record.scan,
        "model": record.model,
        "sample": {"rows": record.sample.rows, "read": record.sample.read, "method": record.sample.method},
        "said": [
            {
                "state": said.state.value,
                "by": said.by.name,
                "verified": said.by.is_real,
                "at": said.at,
                "reason": said.reason,
                "category": said.category,
                "proposal": said.proposal or None,
            }
            for said in record.said
        ],
    }


@contextlib.contextmanager
def _opened(url: str | None) -> Iterator[Reviews]:
    from privlineage.service.scanning.reviewing import Reviews

    with opened_proposals(url) as proposals:
        yield Reviews(proposals)
