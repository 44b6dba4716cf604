"""`privlineage retire`: somebody says that what a dataset held is gone."""

from __future__ import annotations

from typing import Annotated

import typer

from privlineage.cli.askers import ByOption, asked_by
from privlineage.cli.options import FormatOption, OutputFormat, StoreOption
from privlineage.cli.submitted import opened_proposals, show_submitted, waiting_for
from privlineage.core.errors import PrivlineageError

__all__ = ["retire"]


def retire(
    ref: Annotated[str, typer.Argument(metavar="REF", help="A dataset, as in wh.public.customers.")],
    *,
    reason: Annotated[str, typer.Option("--reason", help="Why: how it is known that it is gone.")] = "",
    by: ByOption = None,
    store: StoreOption = None,
    output: FormatOption = OutputFormat.text,
) -> int:
    """Say that what a dataset held is gone, which privlineage cannot see: deleted, or emptied from outside."""
    if not reason.strip():
        raise PrivlineageError("PL001", "nobody said why", hint='pass --reason "…": it is kept in the audit')
    with opened_proposals(store) as proposals:
        authors = asked_by(proposals.store, by)
        column = proposals.bundle().sources.column(ref)
        if not column.is_whole:
            hint = f"name it: `{column.dataset}`"
            raise PrivlineageError("PL001", "only a dataset as a whole is retired", hint=hint)
        found = proposals.retire(column.dataset, authors, reason)
        waits = waiting_for(proposals, found)
    ended = found.withdrawn
    if waits:
        text = waits
    elif ended:
        text = f"what {column.dataset} held is retired by {authors[0].name}: its labels end"
    else:
        text = f"nothing was retired: a task that has not ended may still be writing {column.dataset}"
    told = {"ref": str(column.dataset), "retired": ended}
    return show_submitted(found, authors, told, text, output=output, has_effect=bool(ended))
