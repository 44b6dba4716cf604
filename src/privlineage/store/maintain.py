"""What is done to a store as a whole, by people: check it, move it, mend it, bring it to a newer version."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from privlineage.store.sql.checking import StoreCheck

__all__ = ["check_store", "export_store", "import_store", "migrate_store", "propagate_store"]

_AUDITED_SINCE = 3
"""The schema version from which on a store keeps an audit."""


def check_store(url: str) -> StoreCheck:
    """What is wrong inside a store.

    Raises:
        PrivlineageError: PL001 and PL501 to PL504, when it cannot be opened.
    """
    from privlineage.store.sql.bundles import weakening_in_force
    from privlineage.store.sql.checking import check
    from privlineage.store.sql.urls import database_of

    with closing(database_of(url)) as database:
        database.identify()
        with database.read() as connection:
            return check(connection, weakening_in_force(connection))


@contextmanager
def export_store(url: str) -> Iterator[Iterator[str]]:
    """The lines of an export, of one state of the store whatever is written meanwhile.

    Raises:
        PrivlineageError: PL001 and PL501 to PL504, when it cannot be opened; PL503 also for a store one version ahead,
            which can be used and of which not everything is known here.
    """
    from privlineage.store.sql.transfer import rows_of
    from privlineage.store.sql.urls import database_of

    with closing(database_of(url)) as database:
        database.identify(exactly=True)
        with database.read() as connection:
            yield rows_of(connection)


def import_store(url: str, lines: Iterable[str], name: str) -> dict[str, int]:
    """Create a store from an export: the same store, with its id, in another place. All of it or nothing.

    Args:
        url: where it is to be; nothing may be there.
        lines: the lines of the export.
        name: the file's name, for errors.

    Returns:
        The number of rows by table.

    Raises:
        PrivlineageError: PL001, PL501, PL502, PL504 and PL505 as `init_store` does, PL103 when the lines are no whole
            export, PL503 when they are of another schema version.
    """
    from privlineage.store.sql.creating import create
    from privlineage.store.sql.transfer import take_in

    counts: dict[str, int] = {}
    create(url, lambda connection: counts.update(take_in(connection, lines, name)))
    return counts


def propagate_store(url: str, at: str) -> int:
    """Recompute every label from tags and facts, and say how many columns changed by it: none, in a healthy store.

    Raises:
        PrivlineageError: PL001 and PL501 to PL504, when it cannot be opened.
    """
    from privlineage.store.sql.bundles import weakening_in_force
    from privlineage.store.sql.labels import recompute
    from privlineage.store.sql.urls import database_of

    with closing(database_of(url)) as database:
        database.identify()
        with database.write() as connection:
            return recompute(connection, weakening_in_force(connection), at)


def migrate_store(url: str, at: str) -> tuple[int, int]:
    """Bring a store to the schema version of this privlineage, in one transaction, and its labels with it.

    Labels are computed anew: an older privlineage kept the strongest way of each alone.

    Args:
        url: where it is.
        at: the time, ISO 8601 in UTC.

    Returns:
        The version before and after.

    Raises:
        PrivlineageError: PL001, PL501, PL502 and PL504 when it cannot be opened, PL503 when it is newer than this.
    """
    from privlineage.core.errors import PrivlineageError
    from privlineage.store.sql.audit.adopting import adopt
    from privlineage.store.sql.bundles import weakening_in_force
    from privlineage.store.sql.creating import migrate
    from privlineage.store.sql.labels import recompute
    from privlineage.store.sql.tables import SCHEMA_VERSION
    from privlineage.store.sql.urls import database_of

    with closing(database_of(url)) as database:
        before = database.version()
        if before > SCHEMA_VERSION:
            raise PrivlineageError(
                "PL503",
                f"the store `{database.name}` has schema version {before}, newer than {SCHEMA_VERSION}",
                hint="upgrade privlineage here",
            )
        if before < SCHEMA_VERSION:
            with database.write() as connection:
                migrate(connection)
                if before < _AUDITED_SINCE:
                    adopt(connection, at)
                recompute(connection, weakening_in_force(connection), at)
        return before, SCHEMA_VERSION
