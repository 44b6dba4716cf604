"""A store opened for one command, with the bundle in force."""

from __future__ import annotations

import contextlib
import getpass
from collections.abc import Iterator
from typing import TYPE_CHECKING

from privlineage.cli.storage import store_url
from privlineage.core.errors import PrivlineageError
from privlineage.core.refs import ColumnRef

if TYPE_CHECKING:
    from privlineage.service.catalog import Catalog
    from privlineage.store.protocol import Store

__all__ = ["author_of", "known_column", "opened_catalog", "opened_store"]


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
    from privlineage.service.catalog import Catalog
    from privlineage.service.clock import new_verdict_id, utc_now
    from privlineage.service.local import LocalDecider

    with opened_store(url) as store:
        yield Catalog(store, LocalDecider(store, utc_now, new_verdict_id).bundle())


def known_column(catalog: Catalog, text: str) -> ColumnRef:
    """The column a text names; a dataset's name means the dataset as a whole.

    Raises:
        PrivlineageError: PL301 when it is no reference, PL302 when the store has never seen its dataset.
    """
    from privlineage.service.names import nearest_names

    column = catalog.sources.column(text)
    if catalog.known(column):
        return column
    near = nearest_names(str(column.dataset), [str(dataset) for dataset in catalog.store.datasets()])
    hint = f"did you mean `{near[0]}`?" if near else f"look for it: privlineage names '{text}'"
    raise PrivlineageError("PL302", f"nothing is known of `{column.dataset}`", hint=hint)


def author_of(given: str | None) -> str:
    """Who acts: as given, else the user of this machine."""
    if given:
        return given
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        # Containers run under numbers that no user has.
        return ""
