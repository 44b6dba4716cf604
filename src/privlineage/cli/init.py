"""`privlineage init`: a store, and a bundle to begin with."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from privlineage.cli.options import StoreOption
from privlineage.cli.screen import say
from privlineage.cli.storage import optional_store_url
from privlineage.core.errors import PrivlineageError
from privlineage.policy.starter import starter_cases, starter_files
from privlineage.store.passwords import without_password

__all__ = ["init"]

DEFAULT_STORE = "sqlite:///privlineage.db"


def init(
    folder: Annotated[Path, typer.Argument(metavar="[DIR]", help="Where the bundle goes.")] = Path("bundle"),
    *,
    bundle: Annotated[
        bool, typer.Option("--bundle/--no-bundle", help="Write a commented bundle in observe mode.")
    ] = True,
    store: StoreOption = None,
) -> int:
    """Create a store, and write a commented bundle in observe mode; files that are there stay as they are.

    Only this and `store import` create a store: everywhere else a missing one is an error, not a clean slate.
    """
    from privlineage.service.clock import utc_now
    from privlineage.store.open import init_store

    url = optional_store_url(store) or DEFAULT_STORE
    if bundle:
        _check(folder)
    init_store(url, clock=utc_now).close()
    say(f"created the store {without_password(url)}")
    if bundle:
        written, kept = _write(folder)
        if written:
            say(f"wrote {', '.join(written)} in {folder}")
        if kept:
            say(f"kept {', '.join(kept)} in {folder}, as they were there")
        say("\nNext:")
        say(f"  1. describe your sources, tags and zones in {folder}")
        say(f"  2. privlineage apply {folder} --store {without_password(url)}")
        say("  3. in airflow.cfg, under [privlineage]:  store = the same URL, with an absolute path")
        say("  4. privlineage doctor")
    return 0


def _check(folder: Path) -> None:
    """Find out before anything is created whether the folder can be one."""
    if folder.exists() and not folder.is_dir():
        raise PrivlineageError("PL002", f"`{folder}` is there and is no folder", hint="name another one")


def _write(folder: Path) -> tuple[list[str], list[str]]:
    written, kept = [], []
    try:
        for name, text in sorted({**starter_files(), **starter_cases()}.items()):
            target = folder / name
            if target.exists():
                kept.append(name)
            else:
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_text(text, encoding="utf-8")
                written.append(name)
    except OSError as error:
        reason = (error.strerror or type(error).__name__).lower()
        raise PrivlineageError("PL002", f"`{folder}` cannot be written: {reason}") from None
    return written, kept
