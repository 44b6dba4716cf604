"""`privlineage tag` and `untag`: people's claims about columns."""

from __future__ import annotations

from typing import Annotated

import typer

from privlineage.cli.askers import ByOption, ReasonOption, asked_by
from privlineage.cli.options import FormatOption, OutputFormat, StoreOption
from privlineage.cli.submitted import opened_proposals, show_submitted, waiting_for
from privlineage.core.labels import Tag

__all__ = ["tag", "untag"]


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
        authors = asked_by(proposals.store, by)
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
    what = made.atom or "none: reviewed, nothing personal"
    text = waits or f"{made.column} is tagged {what} by {made.author}"
    told = {**_tag_json(made), "reason": reason}
    return show_submitted(found, authors, told, text, output=output, loosens=made.atom is None)


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
        authors = asked_by(proposals.store, by)
        found = proposals.untag(proposals.bundle().sources.column(ref), category, authors, reason)
        waits = waiting_for(proposals, found)
    gone = found.withdrawn
    text = waits or f"{gone} claim{'s' if gone != 1 else ''} about {ref} withdrawn by {authors[0].name}"
    return show_submitted(found, authors, {"ref": ref, "withdrawn": gone}, text, output=output)


def _tag_json(made: Tag) -> dict[str, object]:
    atom = made.atom
    return {
        "ref": str(made.column),
        "category": atom.category if atom else None,
        "identifiability": atom.identifiability.value if atom else None,
        "author": made.author,
        "at": made.at,
    }
