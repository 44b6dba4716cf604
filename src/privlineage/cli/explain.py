"""`privlineage explain`: a stored verdict with everything that fired."""

from __future__ import annotations

from typing import Annotated

import typer

from privlineage.cli.opened import opened_store
from privlineage.cli.options import FormatOption, OutputFormat, StoreOption
from privlineage.cli.screen import say, show_json
from privlineage.core.errors import PrivlineageError
from privlineage.core.verdict import Finding

__all__ = ["explain"]


def explain(
    verdict: Annotated[str, typer.Argument(metavar="VERDICT", help="A verdict's id, or the beginning of one.")],
    *,
    store: StoreOption = None,
    output: FormatOption = OutputFormat.text,
) -> int:
    """Show why a task was allowed, warned of or blocked: every rule that fired, each with its path."""
    from privlineage.service.answering.as_json import verdict_json
    from privlineage.service.answering.message import message

    with opened_store(store) as opened:
        found = opened.verdict(verdict)
        if found is None:
            raise PrivlineageError(
                "PL802", f"no verdict `{verdict}` is known", hint="the task's log names it; `privlineage doctor` lists"
            )
    text = message(found, shown=len(found.decision.findings))
    if output is OutputFormat.json:
        show_json(verdict_json(found))
        return 0
    say(text)
    observed = [finding for finding in found.decision.findings if finding.outcome is not found.outcome]
    if observed:
        say("\nIt also fired, without changing the outcome:")
        for finding in observed:
            say(f"  {_line(finding)}")
    return 0


def _line(finding: Finding) -> str:
    where = f" into {finding.sink}" if finding.sink else ""
    return f"{finding.rule} ({finding.mode}: {finding.outcome}, enforced it would {finding.would}){where}"
