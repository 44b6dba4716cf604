"""`privlineage apply`: validate a bundle, and publish it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from privlineage.cli.apply_plan import bundle_line, show_plan
from privlineage.cli.askers import UNVERIFIED, ByOption, asked_by
from privlineage.cli.opened import opened_store
from privlineage.cli.options import FormatOption, OutputFormat, StoreOption
from privlineage.cli.screen import error_text, note, say, show_json
from privlineage.cli.storage import optional_store_url
from privlineage.cli.submitted import opened_proposals, proposal_json, waiting_for

if TYPE_CHECKING:
    from privlineage.service.approving.applying import Applied

__all__ = ["apply"]


def apply(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The bundle's folder.")],
    *,
    plan: Annotated[bool, typer.Option("--plan", help="Validate and compare, but change nothing.")] = False,
    by: ByOption = None,
    reason: Annotated[str, typer.Option("--reason", help="Why, for whoever has to approve what loosens.")] = "",
    store: StoreOption = None,
    output: FormatOption = OutputFormat.text,
) -> int:
    """Validate a bundle and make it the one in force; with any error the last valid one stays.

    What loosens waits for another person's approval, wherever people can prove who they are: exit 1.
    `--plan` needs no store: without one it validates alone, with one it replays the verdicts of the last days.
    """
    from privlineage.policy.diff.bundles import changes
    from privlineage.policy.load import load_folder
    from privlineage.service.approving.applying import apply_folder
    from privlineage.service.approving.publish import Publication, prepare
    from privlineage.service.clock import utc_now
    from privlineage.service.rollout.foreseen import foreseen

    if plan and optional_store_url(store) is None:
        loaded = load_folder(folder)
        show_plan(Publication(loaded, "", tuple(changes(None, loaded))), None, output=output)
    elif plan:
        with opened_store(store) as opened:
            found = prepare(opened, folder)
            effect = foreseen(opened, found, utc_now())
        show_plan(found, effect, output=output)
    else:
        with opened_proposals(store) as proposals:
            applied = apply_folder(proposals, folder, asked_by(proposals.store, by), reason)
            waits = waiting_for(proposals, applied.submitted)
        _show(applied, output=output)
        if output is OutputFormat.text and (told := waits or _approved(applied)):
            say(told)
        return 1 if waits else 0
    return 0


def _approved(applied: Applied) -> str:
    proposal = applied.submitted.proposal
    names = ", ".join(str(each.by) for each in proposal.statements) if proposal is not None else ""
    return f"{proposal.id} was approved by {names}" if proposal is not None else ""


def _remarks(applied: Applied, loosening: int) -> None:
    """What whoever applied a bundle should know of identities and approvals."""
    submitted = applied.submitted
    verified = all(author.is_real for author in applied.authors)
    if loosening and submitted.done and submitted.proposal is None and not verified:
        who = UNVERIFIED if not submitted.remarks else f"by {applied.authors[0]}"
        note(f"{loosening} of these changes loosen the policy; {who}")
    for remark in (*applied.remarks, *submitted.remarks) if loosening else ():
        note(remark)


def _show(applied: Applied, *, output: OutputFormat) -> None:
    from privlineage.policy.diff.bundles import Direction

    found, submitted = applied.publication, applied.submitted
    bundle, proposal = found.bundle, submitted.proposal
    for warning in bundle.warnings:
        note(error_text(warning))
    loosening = [change for change in found.changes if change.direction is Direction.LOOSENS]
    if output is OutputFormat.json:
        show_json(
            {
                "bundle": bundle.hash,
                "before": found.active or None,
                "published": submitted.done,
                "changes": [
                    {"what": change.text, "loosens": change.direction is Direction.LOOSENS} for change in found.changes
                ],
                "warnings": [error_text(warning) for warning in bundle.warnings],
                "proposal": proposal_json(proposal) if proposal is not None else None,
                "identity_verified": all(author.is_real for author in applied.authors),
            }
        )
    else:
        for change in found.changes:
            say(f"  {change}", "yellow" if change in loosening else "")
        say(bundle_line(bundle, "is in force" if submitted.done else "is valid; nothing was changed"))
    _remarks(applied, len(loosening))
