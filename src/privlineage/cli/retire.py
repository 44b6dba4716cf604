"""`privlineage retire`: somebody says that what a dataset held is gone."""

from __future__ import annotations

from typing import Annotated

import typer

from privlineage.cli.options import FormatOption, OutputFormat, StoreOption
from privlineage.cli.proposals import asked_by, opened_proposals, proposal_json, waiting_for
from privlineage.cli.screen import note, say, show_json
from privlineage.cli.tag import UNVERIFIED
from privlineage.core.errors import PrivlineageError

__all__ = ["retire"]


def retire(
    ref: Annotated[str, typer.Argument(metavar="REF", help="A dataset, as in wh.public.customers.")],
    *,
    reason: Annotated[str, typer.Option("--reason", help="Why: how it is known that it is gone.")] = "",
    by: Annotated[str | None, typer.Option("--by", help="Who says so; else the user of this machine.")] = None,
    store: StoreOption = None,
    output: FormatOption = OutputFormat.text,
) -> int:
    """Say that what a dataset held is gone, which privlineage cannot see: deleted, or emptied from outside."""
    if not reason.strip():
        raise PrivlineageError("PL001", "nobody said why", hint='pass --reason "…": it is kept in the audit')
    with opened_proposals(store) as proposals:
        authors = asked_by(proposals, by)
        column = proposals.bundle().sources.column(ref)
        if not column.is_whole:
            hint = f"name it: `{column.dataset}`"
            raise PrivlineageError("PL001", "only a dataset as a whole is retired", hint=hint)
        found = proposals.retire(column.dataset, authors, reason)
        waits = waiting_for(proposals, found)
    ended, verified = found.withdrawn, authors[0].is_real
    if output is OutputFormat.json:
        proposal = proposal_json(found.proposal) if found.proposal else None
        told = {"ref": str(column.dataset), "retired": ended, "loosens": True, "identity_verified": verified}
        show_json({**told, "done": found.done, "proposal": proposal})
    elif waits or ended:
        say(waits or f"what {column.dataset} held is retired by {authors[0].name}: its labels end")
    else:
        say(f"nothing was retired: a task that has not ended may still be writing {column.dataset}")
    if found.done and ended and not verified:
        note(f"this loosens what is checked; {UNVERIFIED}")
    return 0 if found.done and ended else 1
