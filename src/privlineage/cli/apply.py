"""`privlineage apply`: validate a bundle, and publish it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from privlineage.cli.opened import author_of, opened_store
from privlineage.cli.options import FormatOption, OutputFormat, StoreOption
from privlineage.cli.screen import error_text, note, say, show_json
from privlineage.cli.storage import optional_store_url, store_url
from privlineage.cli.tag import UNVERIFIED

if TYPE_CHECKING:
    from privlineage.service.publish import Publication

__all__ = ["apply"]


def apply(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The bundle's folder.")],
    *,
    plan: Annotated[bool, typer.Option("--plan", help="Validate and compare, but change nothing.")] = False,
    by: Annotated[str | None, typer.Option("--by", help="Who publishes; else the user of this machine.")] = None,
    store: StoreOption = None,
    output: FormatOption = OutputFormat.text,
) -> int:
    """Validate a bundle and make it the one in force; with any error the last valid one stays.

    `--plan` needs no store: without one it validates alone.
    """
    from privlineage.policy.diff import changes
    from privlineage.policy.load import load_folder
    from privlineage.service.clock import utc_now
    from privlineage.service.publish import Publication, prepare, publish

    if plan and optional_store_url(store) is None:
        loaded = load_folder(folder)
        found = Publication(loaded, "", tuple(changes(None, loaded)))
    else:
        with opened_store(store) as opened:
            found = prepare(opened, folder)
            if not plan:
                publish(opened, found, author=author_of(by), at=utc_now(), store_url=store_url(store))
    _show(found, published=not plan, output=output)
    return 0


def _show(found: Publication, *, published: bool, output: OutputFormat) -> None:
    from privlineage.policy.diff import Direction

    bundle = found.bundle
    for warning in bundle.warnings:
        note(error_text(warning))
    loosening = [change for change in found.changes if change.direction is Direction.LOOSENS]
    if output is OutputFormat.json:
        show_json(
            {
                "bundle": bundle.hash,
                "before": found.active or None,
                "published": published,
                "changes": [
                    {"what": change.text, "loosens": change.direction is Direction.LOOSENS} for change in found.changes
                ],
                "warnings": [error_text(warning) for warning in bundle.warnings],
                "identity_verified": False,
            }
        )
    else:
        for change in found.changes:
            say(f"  {change}", "yellow" if change in loosening else "")
        what = "is in force" if published else "is valid; nothing was changed"
        say(
            f"bundle {bundle.hash[:12]} {what}: {len(list(bundle.sources))} sources, {len(bundle.tags)} tags, "
            f"{len(bundle.policy.zones)} zones, {len(bundle.policy.rules)} rules, {len(bundle.warnings)} warnings"
        )
    if loosening and published:
        note(f"{len(loosening)} of these changes loosen the policy; {UNVERIFIED}")
