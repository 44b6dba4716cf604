"""A store opened for one command, with the bundle in force."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import TYPE_CHECKING

from privlineage.cli.storage import store_url

if TYPE_CHECKING:
    from privlineage.service.answering.catalog import Catalog
    from privlineage.store.protocol import Store

__all__ = ["opened_catalog", "opened_store"]


@contextlib.contextmanager
def opened_store(url: str | None) -> Iterator[Store]:
    """The store of a command, closed afterwards.

    Raises:
        PrivlineageError: PL003 when none is configured, PL501 to PL504 when it cannot be used.
    """
    from privlineage.store.open import open_store

    store = open_store(store_url(url))
    try:
        yield store
    finally:
        store.close()


@contextlib.contextmanager
def opened_catalog(url: str | None) -> Iterator[Catalog]:
    """Questions to a store, under its bundle.

    Raises:
        PrivlineageError: as `opened_store`, and PL506 when no bundle was ever published.
    """
    from privlineage.service.answering.catalog import Catalog
    from privlineage.service.clock import new_verdict_id, utc_now
    from privlineage.service.deciding.local import LocalDecider

    with opened_store(url) as store:
        yield Catalog(store, LocalDecider(store, utc_now, new_verdict_id).bundle())
