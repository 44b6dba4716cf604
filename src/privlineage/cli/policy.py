"""`privlineage policy`: what a changed policy would do, before anybody publishes it."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from privlineage.cli.moments import moment
from privlineage.cli.opened import opened_store
from privlineage.cli.options import FormatOption, OutputFormat, StoreOption
from privlineage.cli.screen import error_text, note
from privlineage.core.errors import PrivlineageError

if TYPE_CHECKING:
    from privlineage.policy.model import Bundle

__all__ = ["OpenVerdicts", "simulate"]


class OpenVerdicts(StrEnum):
    """What verdicts do that cannot be replayed."""

    warn = "warn"
    fail = "fail"


def simulate(
    folder: Annotated[
        Path | None, typer.Argument(metavar="DIR", help="The changed bundle; without it, the one in force.")
    ] = None,
    *,
    since: Annotated[str, typer.Option("--since", help="From when on: 7d, 24h, or a date.")] = "7d",
    dag: Annotated[str, typer.Option("--dag", help="Of that DAG alone.")] = "",
    mode: Annotated[
        list[str] | None,
        typer.Option("--mode", metavar="NAME=MODE", help="Another mode of a zone, rule or `defaults`."),
    ] = None,
    enforce: Annotated[
        list[str] | None, typer.Option("--enforce", metavar="NAME,…", help="Zones, rules or `defaults` to enforce.")
    ] = None,
    undetermined: Annotated[
        OpenVerdicts, typer.Option("--undetermined", help="Whether verdicts that cannot be replayed fail.")
    ] = OpenVerdicts.warn,
    store: StoreOption = None,
    output: FormatOption = OutputFormat.text,
) -> int:
    """Replay recorded verdicts under a changed bundle, and list what would change; changes nothing.

    Exit 1 when something would newly be blocked.
    """
    from privlineage.cli.simulation_output import show_simulation
    from privlineage.policy.promotion import read_modes
    from privlineage.service.clock import utc_now
    from privlineage.service.rollout.simulate import simulate as replayed
    from privlineage.store.protocol import VerdictQuery

    modes = read_modes(mode or (), enforce or ())
    if folder is None and not modes:
        hint = "name a folder, or modes: `--enforce ZONE`"
        raise PrivlineageError("PL001", "nothing is said that would be different", hint=hint)
    target = _loaded(folder) if folder else None
    query = VerdictQuery(since=moment(since, utc_now()), dag_id=dag)
    with opened_store(store) as opened:
        found = replayed(opened, target, query, modes)
    show_simulation(found, since=query.since, modes=modes, output=output)
    stays_open = bool(found.open) and undetermined is OpenVerdicts.fail
    return 1 if found.is_finding or stays_open else 0


def _loaded(folder: Path) -> Bundle:
    from privlineage.policy.load import load_folder

    bundle = load_folder(folder)
    for warning in bundle.warnings:
        note(error_text(warning))
    return bundle
