"""`privlineage why`: the shortest path by which a column carries a label."""

from __future__ import annotations

from typing import Annotated

import typer

from privlineage.cli.opened import opened_catalog
from privlineage.cli.options import FormatOption, OutputFormat, StoreOption
from privlineage.cli.screen import say, show_json
from privlineage.core.movement import WitnessStep

__all__ = ["functions_text", "why"]


def why(
    ref: Annotated[str, typer.Argument(metavar="REF", help="A column, as in wh.mart.stage#email.")],
    label: Annotated[str, typer.Argument(metavar="LABEL", help="A data category; a wider one finds narrower ones.")],
    *,
    store: StoreOption = None,
    output: FormatOption = OutputFormat.text,
) -> int:
    """Show the shortest path from a tagged column that gives a column its label."""
    from privlineage.service.answering.as_json import witness_json
    from privlineage.service.answering.finding_column import known_column

    with opened_catalog(store) as catalog:
        column = known_column(catalog, ref)
        found = catalog.why(column, label)
    if output is OutputFormat.json:
        show_json(witness_json(column, label, found))
        return 0
    say(f"{column} carries {label}, because")
    say(f"  {found.start} is tagged")
    for step in found.steps[1:]:
        how = "" if step.strength.name == "VALUE" else f" ({step.strength.name.lower()} influence)"
        say(f"  → {step.column}  by {step.via or 'an unnamed job'}{functions_text(step)}{how}")
    return 0


def functions_text(step: WitnessStep) -> str:
    """The functions of a step, as people write them: outermost first."""
    if not step.path:
        return ""
    return f" through {''.join(f'{use.function}(' for use in reversed(step.path))}…{')' * len(step.path)}"
