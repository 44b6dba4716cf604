"""`privlineage proposals`: what loosens and waits for somebody else, and the answers to it."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from privlineage.cli.askers import ByOption, ReasonOption, asked_by
from privlineage.cli.options import FormatOption, OutputFormat, StoreOption
from privlineage.cli.screen import note, say, say_line, show_json, table
from privlineage.cli.submitted import opened_proposals, proposal_json, subject_of

if TYPE_CHECKING:
    from privlineage.store.proposing import Proposal

__all__ = ["approve", "list_", "reject", "show", "withdraw"]

IdArgument = Annotated[str, typer.Argument(metavar="PROPOSAL", help="A proposal's id, or the beginning of one.")]


class State(StrEnum):
    """Which proposals; members are named like their values, as in `cli.options`."""

    open = "open"
    approved = "approved"
    rejected = "rejected"
    withdrawn = "withdrawn"
    all = "all"


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
            subject_of(each),
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
    commits: Annotated[
        Path | None,
        typer.Option("--commits", metavar="DIR", help="As who signed `Privlineage-Approve: <id>` in this repository."),
    ] = None,
    by: ByOption = None,
    store: StoreOption = None,
    output: FormatOption = OutputFormat.text,
) -> int:
    """Approve what somebody else proposed; it takes effect at once. Exit 1 while it takes one more approval.

    Who you are must be proven: by a server's token, by Airflow, or by a signed commit; of a bundle `privlineage apply`
    finds it, too.
    """
    with opened_proposals(store) as proposals:
        if commits is not None:
            found = proposals.approve_signed(proposal, commits, reason)
        else:
            found = proposals.approve(proposal, asked_by(proposals.store, by)[0], reason)
    done = found.proposal
    if output is OutputFormat.json:
        show_json({**(proposal_json(done) if done else {}), "done": found.done, "remarks": list(found.remarks)})
    elif done is not None:
        effect = f"{done.kind} {subject_of(done)} is in force" if found.done else "nothing was changed yet"
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
        _show(proposals.reject(proposal, asked_by(proposals.store, by)[0], reason), output)
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
        _show(proposals.withdraw(proposal, asked_by(proposals.store, by)[0], reason), output)
    return 0


def _told(proposal: Proposal, *, stale: bool) -> Iterator[str]:
    state = "open, but another bundle came into force: apply it again" if stale else proposal.state.value
    yield f"{proposal.id}  {proposal.kind} {subject_of(proposal)}  {state}"
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
