"""New proposals: their ids, and what follows from what one about a column or a dataset asks for."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import replace

from privlineage.store.proposing import Proposal, ProposalKind

__all__ = ["about_column", "new_proposal_id"]


def about_column(proposal: Proposal) -> Proposal:
    """A proposal about a column, with what follows from its kind and subject: the hash, and what it loosens.

    >>> from privlineage.core.people import Identity
    >>> made = Proposal("P-1", ProposalKind.UNTAG, "", (Identity("ana"),), "", subject=("wh.t#c", "user.name"))
    >>> about_column(made).loosens
    ('`wh.t#c` loses `user.name`',)
    """
    column, category = (*proposal.subject, "", "")[:2]
    what = f"`{column}` counts as reviewed: nothing personal"
    if proposal.kind is ProposalKind.UNTAG:
        what = f"`{column}` loses {f'`{category}`' if category else 'everything that people claimed of it'}"
    if proposal.kind is ProposalKind.RETIRE:
        what = f"`{column}` counts as empty: the labels of what it holds end"
    digest = hashlib.sha256(f"{proposal.kind}\0{column}\0{category}".encode()).hexdigest()
    return replace(proposal, hash=digest, subject=(column, category), before="", loosens=(what,), tightens=(), files=())


def new_proposal_id() -> str:
    """A fresh proposal id.

    >>> len(new_proposal_id())
    12
    """
    return f"P-{secrets.token_hex(5).upper()}"
