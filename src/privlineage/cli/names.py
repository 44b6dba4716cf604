"""`privlineage names`: the right spelling of a reference."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from privlineage.cli.opened import opened_store
from privlineage.cli.options import FormatOption, OutputFormat, StoreOption
from privlineage.cli.screen import say, show_json
from privlineage.cli.storage import optional_store_url
from privlineage.core.sources import Sources
from privlineage.policy.model import Bundle
from privlineage.service.answering.names import Names, known_names, look_up
from privlineage.store.protocol import Store

__all__ = ["names"]


def names(
    text: Annotated[str, typer.Argument(metavar="TEXT", help="A reference, or any part of one.")],
    *,
    bundle: Annotated[Path | None, typer.Option("--bundle", metavar="DIR", help="Also look in this folder.")] = None,
    team: Annotated[str, typer.Option("--team", help="Of what that team owns alone.")] = "",
    store: StoreOption = None,
    output: FormatOption = OutputFormat.text,
) -> int:
    """Find how a dataset or column is spelled here, from what the store and the bundle have seen."""
    from privlineage.policy.load import load_folder

    folder = load_folder(bundle) if bundle is not None else None
    if folder is not None and optional_store_url(store) is None:
        found = _look_up(text, None, folder, team)
    else:
        with opened_store(store) as opened:
            found = _look_up(text, opened, folder, team)
    if output is OutputFormat.json:
        show_json(asdict(found))
    else:
        _show(found)
    return 0


def _look_up(text: str, store: Store | None, folder: Bundle | None, team: str) -> Names:
    from privlineage.service.bundle_in_force import bundle_if_any
    from privlineage.service.people.teams import of_team

    published = bundle_if_any(store) if store is not None else None
    in_force = folder or published
    sources = in_force.sources if in_force else Sources()
    if not team or in_force is None:
        return look_up(text, known_names(store, folder), sources)
    return look_up(text, known_names(store, folder, lambda dataset: of_team(in_force, dataset, team)), sources)


def _show(found: Names) -> None:
    if found.known:
        say(found.canonical)
        return
    if found.canonical and found.canonical != found.text:
        say(f"`{found.text}` means {found.canonical}, which nothing has been seen of")
    for name in found.matches:
        say(name)
    if not found.matches:
        say("nothing like it has been seen")
