"""A change that may wait for another person's approval: submitted by a command, and what the command says of it."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from privlineage.cli.askers import UNVERIFIED
from privlineage.cli.opened import opened_store
from privlineage.cli.options import OutputFormat
from privlineage.cli.screen import note, say, show_json
from privlineage.cli.storage import store_url

if TYPE_CHECKING:
    from privlineage.core.people import Identity
    from privlineage.service.approving.proposals import Proposals, Submitted
    from privlineage.store.proposing import Proposal

__all__ = ["opened_proposals", "proposal_json", "show_submitted", "subject_of", "waiting_for"]


@contextlib.contextmanager
def opened_proposals(url: str | None) -> Iterator[Proposals]:
    """The proposals of a store."""
    from privlineage.service.approving.proposals import Proposals
    from privlineage.service.clock import utc_now

    with opened_store(url) as opened:
        yield Proposals(opened, utc_now, store_url=store_url(url))


def waiting_for(proposals: Proposals, submitted: Submitted) -> str:
    """What somebody reads whose change waits for approval; empty where nothing waits."""
    from privlineage.policy.teams import signers_of

    proposal = submitted.proposal
    if submitted.done or proposal is None:
        return ""
    approvers = ", ".join(proposals.bundle().policy.exemptions.approvers)
    lines = [
        f"{proposal.id} waits for approval; nothing was changed   (approver: {approvers})",
        f"  approve   privlineage proposals approve {proposal.id}",
    ]
    if proposal.kind == "bundle":
        lines.append(f"  or sign   a commit with the line  Privlineage-Approve: {proposal.hash}")
    elif signers_of(proposals.bundle().teams):
        lines.append(f"  or sign   a commit with the line  Privlineage-Approve: {proposal.id}   (then: --commits DIR)")
    if not proposal.author.is_real:
        lines.append(f"  author    {proposal.author}: it takes two approvers, unless the change is signed")
    return "\n".join(lines)


def show_submitted(
    submitted: Submitted,
    authors: Sequence[Identity],
    told: Mapping[str, Any],
    text: str,
    *,
    output: OutputFormat,
    loosens: bool = True,
    has_effect: bool = True,
) -> int:
    """Print what became of a change, and say where nobody verified who loosened something.

    Args:
        submitted: what became of it.
        authors: whom it is from.
        told: what JSON says of the change itself.
        text: what is said otherwise.
        output: how.
        loosens: whether it loosens.
        has_effect: whether it changed anything once it was done.

    Returns:
        0 when it took effect, else 1.
    """
    verified, took_effect = authors[0].is_real, submitted.done and has_effect
    if output is OutputFormat.json:
        proposal = proposal_json(submitted.proposal) if submitted.proposal else None
        became = {"loosens": loosens, "identity_verified": verified, "done": submitted.done, "proposal": proposal}
        show_json({**told, **became})
    else:
        say(text)
    if loosens and took_effect and not verified:
        note(f"this loosens what is checked; {UNVERIFIED}")
    return 0 if took_effect else 1


def proposal_json(proposal: Proposal, *, out_of_date: bool = False) -> dict[str, Any]:
    """A proposal as JSON; the files of a bundle are left out."""
    return {
        "id": proposal.id,
        "state": proposal.state.value,
        "kind": proposal.kind.value,
        "subject": subject_of(proposal),
        "hash": proposal.hash,
        "before": proposal.before or None,
        "out_of_date": out_of_date,
        "authors": [_identity_json(author) for author in proposal.authors],
        "at": proposal.at,
        "reason": proposal.reason,
        "loosens": list(proposal.loosens),
        "tightens": list(proposal.tightens),
        "statements": [
            {"by": _identity_json(each.by), "state": each.state.value, "at": each.at, "reason": each.reason}
            for each in proposal.statements
        ],
    }


def _identity_json(identity: Identity) -> dict[str, Any]:
    return {"name": identity.name, "how": identity.how, "verified": identity.is_real}


def subject_of(proposal: Proposal) -> str:
    """What a proposal is about: a bundle by the beginning of its hash, a column, a dataset."""
    if proposal.kind == "bundle":
        return proposal.hash[:12]
    return " ".join(part for part in proposal.subject if part)
