"""`privlineage verdicts`: what was decided, newest first."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from privlineage.cli.opened import opened_store
from privlineage.cli.options import FormatOption, OutputFormat, StoreOption
from privlineage.cli.screen import say, show_json, table
from privlineage.core.verdict import Verdict

__all__ = ["verdicts"]


class Said(StrEnum):
    """What a verdict can say at run time; members are named like their values, as in `cli.options`."""

    allow = "allow"
    warn = "warn"
    block = "block"


def verdicts(
    *,
    dag: Annotated[str, typer.Option("--dag", metavar="DAG_ID", help="Of that DAG alone.")] = "",
    task: Annotated[str, typer.Option("--task", metavar="TASK_ID", help="Of tasks of that id alone.")] = "",
    outcome: Annotated[Said | None, typer.Option("--outcome", help="That ended so, as enforced.")] = None,
    would: Annotated[Said | None, typer.Option("--would", help="That would end so if all were enforced.")] = None,
    team: Annotated[
        str, typer.Option("--team", help="Of that team: its tasks, and what touches its datasets and zones.")
    ] = "",
    days: Annotated[int, typer.Option("--days", min=1, max=3650, help="How many days back to look.")] = 7,
    limit: Annotated[int, typer.Option("--limit", min=1, max=100_000, help="How many at most.")] = 50,
    store: StoreOption = None,
    output: FormatOption = OutputFormat.text,
) -> int:
    """List what was decided in the last days, newest first."""
    from privlineage.core.times import days_after
    from privlineage.core.verdict import Outcome
    from privlineage.service.answering.as_json import verdict_line
    from privlineage.service.answering.listing import listed
    from privlineage.service.clock import utc_now
    from privlineage.store.protocol import VerdictQuery

    query = VerdictQuery(since=days_after(utc_now(), -days), dag_id=dag, task_id=task, limit=limit)
    with opened_store(store) as opened:
        found = listed(
            opened,
            query,
            outcome=Outcome(outcome.value) if outcome else None,
            would=Outcome(would.value) if would else None,
            team=team,
        )
    if output is OutputFormat.json:
        show_json([verdict_line(verdict) for verdict in found])
    elif found:
        table(["verdict", "at", "task", "outcome", "enforced", "rules", "sinks"], map(_row, found))
    else:
        say(f"no such verdict in the last {days} days")
    return 0


def _row(verdict: Verdict) -> list[str]:
    return [
        verdict.id,
        verdict.at[:16].replace("T", " "),
        str(verdict.job),
        verdict.outcome.value,
        verdict.decision.would.value,
        ", ".join(verdict.decision.rules),
        ", ".join(str(sink.dataset) for sink in verdict.movement.sinks),
    ]
