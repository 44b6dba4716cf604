"""`privlineage tag` and `untag`: people's claims about columns."""

from __future__ import annotations

from typing import Annotated

import typer

from privlineage.cli.options import FormatOption, OutputFormat, StoreOption
from privlineage.cli.proposals import asked_by, opened_proposals, proposal_json, waiting_for
from privlineage.cli.screen import note, say, show_json
from privlineage.core.labels import Tag

__all__ = ["UNVERIFIED", "tag", "untag"]

UNVERIFIED = "identities are not verified in a store of one file: anyone who can write it could have said so"

ByOption = Annotated[str | None, typer.Option("--by", help="Who says so; else the user of this machine.")]
ReasonOption = Annotated[str, typer.Option("--reason", help="Why.")]


def tag(
    ref: Annotated[str, typer.Argument(metavar="REF", help="A column, as in wh.public.customers#email.")],
    category: Annotated[
        str, typer.Argument(metavar="CATEGORY", help="A data category, or none: reviewed, nothing personal.")
    ],
    *,
    identifiability: Annotated[
        str, typer.Option("--identifiability", help="identified, pseudonymised or aggregated.")
    ] = "identified",
    origin: Annotated[str, typer.Option("--origin", help="Whose law follows the data: a country code.")] = "",
    use: Annotated[list[str] | None, typer.Option("--use", help="An allowed use; repeat it for several.")] = None,
    subject: Annotated[list[str] | None, typer.Option("--subject", help="A kind of people; may be repeated.")] = None,
    controller: Annotated[str, typer.Option("--controller", help="Who answers for the data.")] = "",
    by: ByOption = None,
    reason: ReasonOption = "",
    store: StoreOption = None,
    output: FormatOption = OutputFormat.text,
) -> int:
    """Say that a column holds a category of personal data, or that it was reviewed and holds none."""
    from privlineage.service.claiming import claim

    with opened_proposals(store) as proposals:
        authors = asked_by(proposals, by)
        made = claim(
            proposals.bundle(),
            ref,
            category,
            author=authors[0].name,
            at=proposals.clock(),
            identifiability=identifiability,
            origin=origin,
            uses=use or None,
            subjects=sorted(subject or ()),
            controller=controller,
        )
        found = proposals.tag(made, authors, reason)
        waits = waiting_for(proposals, found)
    loosens, verified = made.atom is None, authors[0].is_real
    if output is OutputFormat.json:
        proposal = proposal_json(found.proposal) if found.proposal else None
        told = {**_tag_json(made), "reason": reason, "loosens": loosens, "identity_verified": verified}
        show_json({**told, "done": found.done, "proposal": proposal})
    else:
        what = made.atom or "none: reviewed, nothing personal"
        say(waits or f"{made.column} is tagged {what} by {made.author}")
    if loosens and found.done and not verified:
        note(f"this loosens what is checked; {UNVERIFIED}")
    return 0 if found.done else 1


def untag(
    ref: Annotated[str, typer.Argument(metavar="REF", help="A column, as in wh.public.customers#email.")],
    category: Annotated[
        str | None, typer.Argument(metavar="[CATEGORY]", help="Which claim; all of people's claims where absent.")
    ] = None,
    *,
    by: ByOption = None,
    reason: ReasonOption = "",
    store: StoreOption = None,
    output: FormatOption = OutputFormat.text,
) -> int:
    """Withdraw what people claimed of a column; what the bundle claims is withdrawn in the bundle."""
    with opened_proposals(store) as proposals:
        authors = asked_by(proposals, by)
        found = proposals.untag(proposals.bundle().sources.column(ref), category, authors, reason)
        waits = waiting_for(proposals, found)
    gone, verified = found.withdrawn, authors[0].is_real
    if output is OutputFormat.json:
        proposal = proposal_json(found.proposal) if found.proposal else None
        told = {"ref": ref, "withdrawn": gone, "loosens": True, "identity_verified": verified}
        show_json({**told, "done": found.done, "proposal": proposal})
    else:
        say(waits or f"{gone} claim{'s' if gone != 1 else ''} about {ref} withdrawn by {authors[0].name}")
    if found.done and not verified:
        note(f"this loosens what is checked; {UNVERIFIED}")
    return 0 if found.done else 1


def _tag_json(made: Tag) -> dict[str, object]:
    atom = made.atom
    return {
        "ref": str(made.column),
        "category": atom.category if atom else None,
        "identifiability": atom.identifiability.value if atom else None,
        "author": made.author,
        "at": made.at,
    }
