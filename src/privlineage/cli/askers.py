"""Who a command is from: whom a server knows, else who `--by` says, and the user of this machine."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from privlineage.core.people import Identity
    from privlineage.store.protocol import Store

__all__ = ["UNVERIFIED", "ByOption", "ReasonOption", "asked_by", "author_of"]

ByOption = Annotated[
    str | None,
    typer.Option("--by", help="Who says so, where no server knows; else the user of this machine. It proves nothing."),
]
ReasonOption = Annotated[str, typer.Option("--reason", help="Why.")]

UNVERIFIED = "identities are not verified in a store of one file: anyone who can write it could have said so"


def asked_by(store: Store, by: str | None) -> tuple[Identity, ...]:
    """Everybody a command is from."""
    from privlineage.service.people.identity import askers, user_here

    return askers(store, by or "", user_here())


def author_of(by: str | None) -> str:
    """The name a command is recorded under, where no server knows better."""
    from privlineage.service.people.identity import user_here

    return by or user_here()
