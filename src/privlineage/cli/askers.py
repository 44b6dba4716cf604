"""Who a command is from: whom a server knows, else who `--by` says, and the user of this machine."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from privlineage.cli.opened import author_of

if TYPE_CHECKING:
    from privlineage.core.people import Identity
    from privlineage.store.protocol import Store

__all__ = ["UNVERIFIED", "ByOption", "ReasonOption", "asked_by"]

ByOption = Annotated[
    str | None,
    typer.Option("--by", help="Who says so, where no server knows; else the user of this machine. It proves nothing."),
]
ReasonOption = Annotated[str, typer.Option("--reason", help="Why.")]

UNVERIFIED = "identities are not verified in a store of one file: anyone who can write it could have said so"


def asked_by(store: Store, by: str | None) -> tuple[Identity, ...]:
    """Everybody a command is from."""
    from privlineage.service.people.identity import askers

    return askers(store, by or "", author_of(None))
