"""Proposals behind a server."""

from __future__ import annotations

from typing import cast

from privlineage.store.http.calling import Calls
from privlineage.store.proposing import Proposal

__all__ = ["HttpProposing"]


class HttpProposing(Calls):
    """The part of a store that keeps proposals, as `store.proposing.Proposing` has it."""

    @property
    def is_shared(self) -> bool:
        """Always: a server stands before it."""
        return True

    def add_proposal(self, proposal: Proposal) -> None:
        """Keep a new proposal."""
        self._call("add_proposal", proposal=proposal)

    def settle_proposal(self, proposal: Proposal) -> None:
        """Keep an open proposal after one more statement."""
        self._call("settle_proposal", proposal=proposal)

    def proposal(self, id_prefix: str) -> Proposal | None:
        """A proposal by id or unique prefix."""
        return cast("Proposal | None", self._call("proposal", id_prefix=id_prefix))

    def proposals(self, state: str = "") -> list[Proposal]:
        """Proposals of that state, or all; newest first."""
        return cast("list[Proposal]", self._call("proposals", state=state))
