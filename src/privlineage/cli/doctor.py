"""`privlineage doctor`: whether the gate is really active here, and what it did in the last days."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from privlineage.cli.options import FormatOption, OutputFormat, StoreOption
from privlineage.cli.screen import guarded_stdout, say, show_json
from privlineage.cli.storage import optional_store_url
from privlineage.core.errors import PrivlineageError

if TYPE_CHECKING:
    from privlineage.service.answering.doctor import Activity, Check

__all__ = ["doctor"]

_MARKS = {"good": ("✓", "green"), "warning": ("!", "yellow"), "bad": ("✗", "red"), "unknown": ("·", "")}


def doctor(
    *,
    days: Annotated[int, typer.Option("--days", min=1, max=3650, help="How many days back to look.")] = 7,
    team: Annotated[str, typer.Option("--team", help="Count what is that team's alone.")] = "",
    store: StoreOption = None,
    output: FormatOption = OutputFormat.text,
) -> int:
    """Say whether the gate is active in this Airflow, and what it decided.

    Exit 1 when something is wrong, 2 when the store cannot be opened.
    """
    from privlineage.airflow.activation import airflow_checks

    with guarded_stdout():
        checks = airflow_checks()
    url = optional_store_url(store)
    stored, activity = _look_at_store(url, days, team)
    checks += stored
    active = all(check.standing != "bad" for check in checks)
    if output is OutputFormat.json:
        show_json(
            {
                "active": active,
                "checks": [check.to_json() for check in checks],
                "activity": activity.to_json() if activity is not None else None,
            }
        )
    else:
        _show(checks, activity, active=active)
    if url is not None and activity is None and any(check.standing == "bad" for check in stored):
        return 2
    return 0 if active else 1


def _look_at_store(url: str | None, days: int, team: str) -> tuple[list[Check], Activity | None]:
    from privlineage.service.answering.doctor import Check, Standing, activity_of, store_checks
    from privlineage.service.clock import utc_now
    from privlineage.store.http.address import is_server
    from privlineage.store.open import open_store

    if url is None:
        return [Check("store", Standing.BAD, "none is configured")], None
    if url.startswith("airflow:"):
        return [Check("store", Standing.UNKNOWN, "the API server's: ask there, or with --store of its database")], None
    try:
        opened = open_store(url)
        try:
            return store_checks(opened, utc_now()), activity_of(opened, days, utc_now(), team)
        finally:
            opened.close()
    except PrivlineageError as error:
        if error.code == "PL302":
            raise
        if error.code == "PL205" and is_server(url):
            return [_deciding(url)], None
        return [Check("store", Standing.BAD, str(error))], None


def _deciding(url: str) -> Check:
    """Whether a server decides for us, whose token may not read: a worker's."""
    from privlineage.service.answering.doctor import Check, Standing
    from privlineage.service.serving.over_http import decider_at

    try:
        bundle = decider_at(url).governance().bundle
    except PrivlineageError as error:
        return Check("store", Standing.BAD, str(error))
    return Check("store", Standing.GOOD, f"a server decides, under bundle {bundle[:12]}; our token may not read it")


def _show(checks: list[Check], activity: Activity | None, *, active: bool) -> None:
    from privlineage.service.answering.doctor import SHOWN

    say(
        "The gate is active" if active else "The gate is NOT active, or something is wrong", "bold" if active else "red"
    )
    width = max(len(check.name) for check in checks)
    for check in checks:
        mark, style = _MARKS[check.standing.value]
        say(f"  {mark} {check.name.ljust(width)}  {check.detail}", style)
    if activity is None:
        return
    outcomes = ", ".join(f"{count} {outcome}" for outcome, count in activity.outcomes.items())
    say(f"\nLast {activity.days} days: {activity.verdicts} verdicts ({outcomes})")
    for what, tasks in (
        ("opaque", activity.opaque),
        ("unresolved", activity.unresolved),
        ("unreviewed", activity.unreviewed),
        ("would block", activity.would_block),
    ):
        named = ", ".join(f"{task} ×{count}" for task, count in tasks[:SHOWN])
        more = f", and {len(tasks) - SHOWN} more" if len(tasks) > SHOWN else ""
        say(f"  {what.ljust(11)}  {len(tasks)} tasks{': ' if tasks else ''}{named}{more}")
