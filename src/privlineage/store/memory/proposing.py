"""Proposals in a process's memory."""

from __future__ import annotations

from dataclasses import dataclass, field

from privlineage.store.auditing import AuditKind
from privlineage.store.memory.auditing import MemoryAuditing
from privlineage.store.proposing import Proposal, not_next

__all__ = ["MemoryProposals"]


@dataclass
class MemoryProposals(MemoryAuditing):
    """The part of `MemoryStore` that keeps proposals; the methods' meaning stands in `store.proposing.Proposing`.

    Attributes:
        is_shared: whether people reach it who could not write it as they like; never so, but tests may say it.
    """

    is_shared: bool = False
    _proposals: dict[str, Proposal] = field(default_factory=dict)

    def add_proposal(self, proposal: Proposal) -> None:
        """Keep a new proposal."""
        self._proposals[proposal.id] = proposal
        self._note_proposal(proposal)

    def settle_proposal(self, proposal: Proposal) -> None:
        """Keep an open proposal after one more statement."""
        problem = not_next(self._proposals.get(proposal.id), proposal)
        if problem is not None:
            raise problem
        self._proposals[proposal.id] = proposal
        self._note_proposal(proposal)

    def _note_proposal(self, proposal: Proposal) -> None:
        last = proposal.statements[-1] if proposal.statements else None
        who, at = (last.by, last.at) if last else (proposal.author, proposal.at)
        words = {"kind": proposal.kind.value, "hash": proposal.hash, "state": proposal.state.value}
        self._audit.note(AuditKind.PROPOSAL, proposal.id, str(who), at, ("proposal", proposal.id, proposal), body=words)

    def proposal(self, id_prefix: str) -> Proposal | None:
        """A proposal by id or unique prefix."""
        wanted = id_prefix.upper()
        found = [each for name, each in self._proposals.items() if wanted and name.startswith(wanted)]
        exact = [each for each in found if each.id == wanted]
        return exact[0] if exact else found[0] if len(found) == 1 else None

    def proposals(self, state: str = "") -> list[Proposal]:
        """Proposals, newest first."""
        return [each for each in reversed(self._proposals.values()) if state in ("", each.state)]
