"""What waits for somebody else's approval before it takes effect (law 9), and what was said of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Protocol

from privlineage.core.errors import PrivlineageError
from privlineage.core.people import Identity

__all__ = ["Proposal", "ProposalKind", "ProposalState", "Proposing", "Statement", "not_next", "other_in_force"]


class ProposalKind(StrEnum):
    """What would take effect."""

    BUNDLE = "bundle"
    TAG = "tag"
    UNTAG = "untag"
    RETIRE = "retire"


class ProposalState(StrEnum):
    """What became of a proposal; all but `open` are final."""

    OPEN = "open"
    APPROVED = "approved"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Statement:
    """What somebody said of a proposal.

    Attributes:
        by: who.
        state: what they want to become of it.
        at: when, ISO 8601 in UTC.
        reason: why, in their words.
    """

    by: Identity
    state: ProposalState
    at: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A loosening that waits, or waited, for approval.

    Attributes:
        id: `P-` and an upper-case hex number.
        kind: what would take effect.
        hash: what an approval approves: the bundle's hash, or that of the subject.
        authors: everybody who made it; whoever asked comes first.
        at: when, ISO 8601 in UTC.
        before: the hash of the bundle in force it was compared with.
        loosens: what it loosens, for people.
        tightens: what it tightens beside.
        reason: why, in the author's words.
        files: of a bundle: file name to text.
        subject: of a tag or untag: the column and the category, empty for all of them; of a retirement: the dataset.
        statements: what was said of it, oldest first.
        state: what became of it.
    """

    id: str
    kind: ProposalKind
    hash: str
    authors: tuple[Identity, ...]
    at: str
    before: str = ""
    loosens: tuple[str, ...] = ()
    tightens: tuple[str, ...] = ()
    reason: str = ""
    files: tuple[tuple[str, str], ...] = ()
    subject: tuple[str, ...] = ()
    statements: tuple[Statement, ...] = ()
    state: ProposalState = ProposalState.OPEN

    @property
    def author(self) -> Identity:
        """Who asked."""
        return self.authors[0]

    @property
    def is_open(self) -> bool:
        """Whether it still waits."""
        return self.state is ProposalState.OPEN

    def said(self, statement: Statement, *, final: bool = True) -> Proposal:
        """The proposal after somebody's statement, which settles it if it is final."""
        state = statement.state if final else self.state
        return replace(self, statements=(*self.statements, statement), state=state)


class Proposing(Protocol):
    """The part of a store that keeps proposals.

    `Store.publish`, `add_tags`, `remove_tags` and `retire` take the approved proposal they carry out, and settle it in
    the same transaction; what settles one without an effect, and an approval that does not suffice yet, is
    `settle_proposal`.
    """

    @property
    def is_shared(self) -> bool:
        """Whether people reach it who cannot write its file as they like: a server, or a database on one."""

    def add_proposal(self, proposal: Proposal) -> None:
        """Keep a new proposal."""

    def settle_proposal(self, proposal: Proposal) -> None:
        """Keep an open proposal after one more statement.

        Raises:
            PrivlineageError: PL821, when it is open no longer, or somebody said something else meanwhile.
        """

    def proposal(self, id_prefix: str) -> Proposal | None:
        """A proposal by id or unique prefix."""

    def proposals(self, state: str = "") -> list[Proposal]:
        """Proposals of that state, or all; newest first."""


def not_next(known: Proposal | None, proposal: Proposal) -> PrivlineageError | None:
    """Why a proposal is not the known one after one more statement; None when it is."""
    if known is None:
        return PrivlineageError(
            "PL821", f"no proposal `{proposal.id}` is known", hint="see `privlineage proposals list`"
        )
    if not known.is_open:
        hint = "nothing more can be said of it; propose anew where it is still wanted"
        return PrivlineageError("PL821", f"the proposal `{known.id}` is {known.state} already", hint=hint)
    if replace(proposal, statements=proposal.statements[:-1], state=known.state) != known:
        return PrivlineageError("PL821", f"the proposal `{known.id}` changed meanwhile", hint="look at it again")
    return None


def other_in_force(expected: str, found: str | None) -> PrivlineageError:
    """The error of a bundle that was compared with one that is in force no longer."""
    now = f"`{found[:12]}` is" if found else "none is"
    text = f"the bundle was compared with `{expected[:12] or 'none'}`, and {now} in force now"
    return PrivlineageError("PL824", text, hint="compare again")
