"""`privlineage proposals`: what loosens and waits for somebody else, and the answers to it."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from privlineage.cli.opened import author_of, opened_store
from privlineage.cli.options import FormatOption, OutputFormat, StoreOption
from privlineage.cli.screen import note, say, say_line, show_json, table
from privlineage.cli.storage import store_url

if TYPE_CHECKING:
    from privlineage.core.people import Identity
    from privlineage.service.approving.proposals import Proposals, Submitted
    from privlineage.store.proposing import Proposal

__all__ = [
    "approve",
    "asked_by",
    "list_",
    "opened_proposals",
    "proposal_json",
    "reject",
    "show",
    "waiting_for",
    "withdraw",
]

ByOption = Annotated[str | None, typer.Option("--by", help="Who says so, where no server knows; it proves nothing.")]
ReasonOption = Annotated[str, typer.Option("--reason", help="Why.")]
IdArgument = Annotated[str, typer.Argument(metavar="PROPOSAL", help="A proposal's id, or the beginning of one.")]


class State(StrEnum):
    """Which proposals; members are named like their values, as in `cli.options`."""

    open = "open"
    approved = "approved"
    rejected = "rejected"
    withdrawn = "withdrawn"
    all = "all"


@contextlib.contextmanager
def opened_proposals(url: str | None) -> Iterator[Proposals]:
    """The proposals of a store."""
    from privlineage.service.approving.proposals import Proposals
    from privlineage.service.clock import utc_now

    with opened_store(url) as opened:
        yield Proposals(opened, utc_now, store_url=store_url(url))


def asked_by(proposals: Proposals, by: str | None) -> tuple[Identity, ...]:
    """Who asks: whom a server knows, else who they say they are and the user of this machine."""
    from privlineage.service.people.identity import askers

    return askers(proposals.store, by or "", author_of(None))


def list_(
    *,
    state: Annotated[State, typer.Option("--state", help="Of that state alone.")] = State.open,
    store: StoreOption = None,
    output: FormatOption = OutputFormat.text,
) -> int:
    """List what waits for approval, newest first."""
    with opened_proposals(store) as proposals:
        found = proposals.store.proposals("" if state is State.all else state.value)
        stale = {each.id for each in found if each.is_open and proposals.is_out_of_date(each)}
    if output is OutputFormat.json:
        show_json([proposal_json(each, out_of_date=each.id in stale) for each in found])
        return 0
    if not found:
        say("nothing waits for approval" if state is State.open else "no proposals")
        return 0
    rows = [
        [
            each.id,
            "out of date" if each.id in stale else each.state.value,
            each.kind.value,
            _subject(each),
            str(each.author),
            each.at[:16].replace("T", " "),
            f"{len(each.loosens)} loosen, {len(each.tightens)} tighten",
        ]
        for each in found
    ]
    table(["proposal", "state", "what", "of", "by", "at", "changes"], rows)
    return 0


def show(proposal: IdArgument, *, store: StoreOption = None, output: FormatOption = OutputFormat.text) -> int:
    """Show one proposal: what it loosens and tightens, who made it, and what was said of it."""
    with opened_proposals(store) as proposals:
        found = proposals.find(proposal)
        stale = found.is_open and proposals.is_out_of_date(found)
    if output is OutputFormat.json:
        show_json(proposal_json(found, out_of_date=stale))
        return 0
    for line in _told(found, stale=stale):
        say_line(line, "yellow" if line.startswith("  loosens") else "")
    return 0


def approve(
    proposal: IdArgument,
    *,
    reason: ReasonOption = "",
    by: ByOption = None,
    store: StoreOption = None,
    output: FormatOption = OutputFormat.text,
) -> int:
    """Approve what somebody else proposed; it takes effect at once. Exit 1 while it takes one more approval.

    Who you are must be proven: by a server's token, by Airflow, or by a signed commit that `privlineage apply` finds.
    """
    with opened_proposals(store) as proposals:
        found = proposals.approve(proposal, asked_by(proposals, by)[0], reason)
    done = found.proposal
    if output is OutputFormat.json:
        show_json({**(proposal_json(done) if done else {}), "done": found.done, "remarks": list(found.remarks)})
    elif done is not None:
        effect = f"{done.kind} {_subject(done)} is in force" if found.done else "nothing was changed yet"
        say(f"{done.id} is {'approved' if found.done else 'approved once'}: {effect}")
    for remark in found.remarks:
        note(remark)
    return 0 if found.done else 1


def reject(
    proposal: IdArgument,
    *,
    reason: ReasonOption = "",
    by: ByOption = None,
    store: StoreOption = None,
    output: FormatOption = OutputFormat.text,
) -> int:
    """Say, as an approver, that a proposal shall not take effect."""
    with opened_proposals(store) as proposals:
        _show(proposals.reject(proposal, asked_by(proposals, by)[0], reason), output)
    return 0


def withdraw(
    proposal: IdArgument,
    *,
    reason: ReasonOption = "",
    by: ByOption = None,
    store: StoreOption = None,
    output: FormatOption = OutputFormat.text,
) -> int:
    """Take back what you proposed."""
    with opened_proposals(store) as proposals:
        _show(proposals.withdraw(proposal, asked_by(proposals, by)[0], reason), output)
    return 0


def waiting_for(proposals: Proposals, submitted: Submitted) -> str:
    """What somebody reads whose change waits for approval; empty where nothing waits."""
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
    if not proposal.author.is_real:
        lines.append(f"  author    {proposal.author}: it takes two approvers, unless the change is signed")
    return "\n".join(lines)


def proposal_json(proposal: Proposal, *, out_of_date: bool = False) -> dict[str, Any]:
    """A proposal as JSON; the files of a bundle are left out."""
    return {
        "id": proposal.id,
        "state": proposal.state.value,
        "kind": proposal.kind.value,
        "subject": _subject(proposal),
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


def _subject(proposal: Proposal) -> str:
    if proposal.kind == "bundle":
        return proposal.hash[:12]
    return " ".join(part for part in proposal.subject if part)


def _told(proposal: Proposal, *, stale: bool) -> Iterator[str]:
    state = "open, but another bundle came into force: apply it again" if stale else proposal.state.value
    yield f"{proposal.id}  {proposal.kind} {_subject(proposal)}  {state}"
    yield f"  made by   {', '.join(map(str, proposal.authors))} at {proposal.at}"
    if proposal.reason:
        yield f"  because   {proposal.reason}"
    yield from (f"  loosens   {text}" for text in proposal.loosens)
    yield from (f"  tightens  {text}" for text in proposal.tightens)
    for each in proposal.statements:
        yield f"  {each.state.value:<9} by {each.by} at {each.at}{f': {each.reason}' if each.reason else ''}"


def _show(proposal: Proposal, output: OutputFormat) -> None:
    if output is OutputFormat.json:
        show_json(proposal_json(proposal))
    else:
        say(f"{proposal.id} is {proposal.state}")
