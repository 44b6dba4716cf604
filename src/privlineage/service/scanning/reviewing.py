"""Reviews: what people decide about suggestions, and what follows from it: a tag, the tag `none`, or silence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from privlineage.core.errors import PrivlineageError
from privlineage.core.labels import Tag
from privlineage.core.patterns import Pattern
from privlineage.core.people import Identity
from privlineage.core.sources import Sources
from privlineage.core.taxonomy import is_within
from privlineage.service.approving.proposals import Proposals, Submitted
from privlineage.service.claiming import claim
from privlineage.store.suggesting import Review, SuggestionKind, SuggestionRecord, SuggestionState, not_reviewable

__all__ = ["Decided", "Filter", "Reviews"]

_SAYS_NOTHING_NEW = frozenset({SuggestionKind.STALE_LABEL})
"""Kinds whose acceptance tags nothing: what follows is their next step."""


@dataclass(frozen=True, slots=True)
class Filter:
    """Which suggestions.

    Attributes:
        state: in that state alone; any where empty.
        source: of that declared source or namespace alone.
        tables: of tables that one of these patterns matches.
        category: of that category or one below it.
        kind: of that kind alone.
        above: at least as sure as that.
    """

    state: str = SuggestionState.WAITING
    source: str = ""
    tables: tuple[str, ...] = ()
    category: str = ""
    kind: str = ""
    above: float = 0.0

    def lets(self, record: SuggestionRecord, sources: Sources) -> bool:
        """Whether a suggestion is among them."""
        dataset = record.column.dataset
        return (
            self.state in ("", record.state)
            and self.source in ("", dataset.source)
            and self.kind in ("", record.kind)
            and (not self.category or is_within(record.category or "", self.category))
            and record.confidence >= self.above
            and (not self.tables or any(_is_named(text, record, sources) for text in self.tables))
        )


@dataclass(frozen=True, slots=True)
class Decided:
    """What became of a decision.

    Attributes:
        record: the suggestion after it.
        submitted: what became of the tag it makes; None where it makes none.
        error: why it could not be taken, of one among several.
    """

    record: SuggestionRecord
    submitted: Submitted | None = None
    error: PrivlineageError | None = None


@dataclass(frozen=True, slots=True)
class Reviews:
    """The review queue of one store.

    Attributes:
        proposals: of the same store: tags go the way that `privlineage tag` goes.
    """

    proposals: Proposals

    def find(self, text: str) -> SuggestionRecord:
        """A suggestion by its id, the beginning of one, or the column it waits for.

        Raises:
            PrivlineageError: PL905, when there is none, or several kinds wait for the column.
        """
        found = self.proposals.store.suggestion(text)
        if found is not None:
            return found
        if "#" in text:
            column = self.proposals.bundle().sources.column(text)
            own = [each for each in self.proposals.store.suggestions("", [column.dataset]) if each.column == column]
            waiting = [each for each in own if each.waits]
            if len(waiting) == 1 or (not waiting and own):
                return waiting[0] if waiting else own[-1]
            if waiting:
                hint = f"name one: {', '.join(f'{each.id} ({each.kind})' for each in waiting)}"
                raise PrivlineageError("PL905", f"several suggestions wait for `{text}`", hint=hint)
        hint = "see `privlineage review list --state all`"
        raise PrivlineageError("PL905", f"no suggestion `{text}` is known", hint=hint)

    def chosen(self, wanted: Filter) -> list[SuggestionRecord]:
        """The suggestions that a filter lets through, the surest first."""
        in_force = self.proposals.store.active_bundle()
        sources = self.proposals.bundle().sources if in_force is not None else Sources()
        found = [each for each in self.proposals.store.suggestions(wanted.state) if wanted.lets(each, sources)]
        return sorted(found, key=lambda each: (-each.confidence, each.column))

    def accept(
        self, record: SuggestionRecord, authors: Sequence[Identity], reason: str = "", category: str = ""
    ) -> Decided:
        """Say that a suggestion is right: the column is tagged, as `privlineage tag` does it.

        Args:
            record: the suggestion.
            authors: whom it is from.
            reason: why.
            category: what the column holds, where that is not what was suggested.

        Raises:
            PrivlineageError: PL905 and PL906 when it cannot be decided, PL104 for an unknown category, PL001 where none
                is suggested and none was said, PL823 where the tag needs approval first.
        """
        self._check(record, SuggestionState.ACCEPTED, authors)
        if record.kind in _SAYS_NOTHING_NEW and not category:
            return self._keep(record, SuggestionState.ACCEPTED, authors, reason)
        wanted = category or record.category
        if not wanted:
            raise PrivlineageError("PL001", f"`{record.id}` suggests no category", hint="say it with --category")
        bundle = self.proposals.bundle()
        made = claim(bundle, str(record.column), wanted, author=authors[0].name, at=self.proposals.clock())
        submitted = self.proposals.tag(made, authors, reason or f"review of {record.id}")
        return self._keep(record, SuggestionState.ACCEPTED, authors, reason, wanted, submitted)

    def reject(self, record: SuggestionRecord, authors: Sequence[Identity], reason: str = "") -> Decided:
        """Say that a suggestion is wrong: where nothing is claimed of the column, it is tagged `none`.

        Raises:
            PrivlineageError: PL905 and PL906, when it cannot be decided.
        """
        self._check(record, SuggestionState.REJECTED, authors)
        claims = self.proposals.store.tags([record.column.dataset])
        if record.kind in _SAYS_NOTHING_NEW or any(tag.column.covers(record.column.path) for tag in claims):
            return self._keep(record, SuggestionState.REJECTED, authors, reason)
        made = Tag(record.column, None, authors[0].name, self.proposals.clock(), "person")
        submitted = self.proposals.tag(made, authors, reason or f"review of {record.id}")
        return self._keep(record, SuggestionState.REJECTED, authors, reason, None, submitted)

    def never(self, record: SuggestionRecord, authors: Sequence[Identity], reason: str = "") -> Decided:
        """Say that nothing shall ever be suggested about the column again; it is not tagged.

        Raises:
            PrivlineageError: PL905 and PL906, when it cannot be decided.
        """
        self._check(record, SuggestionState.NEVER, authors)
        return self._keep(record, SuggestionState.NEVER, authors, reason)

    def _check(self, record: SuggestionRecord, state: SuggestionState, authors: Sequence[Identity]) -> None:
        """Before anything is tagged; the store looks again when it keeps the decision."""
        problem = not_reviewable(record, Review(record.id, "", state, authors[0], ""))
        if problem is not None:
            raise problem

    def _keep(  # noqa: PLR0917  # the words of one sentence, in their order
        self,
        record: SuggestionRecord,
        state: SuggestionState,
        authors: Sequence[Identity],
        reason: str,
        category: str | None = None,
        submitted: Submitted | None = None,
    ) -> Decided:
        waits = submitted is not None and not submitted.done and submitted.proposal is not None
        proposal = submitted.proposal.id if waits and submitted is not None and submitted.proposal is not None else ""
        said = Review(
            record.id, str(record.column), state, authors[0], self.proposals.clock(), reason, category, proposal
        )
        self.proposals.store.review([said])
        return Decided(self.proposals.store.suggestion(record.id) or record.after(said), submitted)


def _is_named(text: str, record: SuggestionRecord, sources: Sources) -> bool:
    return Pattern(text).matches(record.column.dataset, sources)
