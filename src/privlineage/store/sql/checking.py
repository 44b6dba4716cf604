"""Whether what a store keeps agrees with itself: labels with facts and tags, rows with each other and the audit."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from privlineage.core.declassify import Weakening
from privlineage.store.sql.audit.verifying import verify
from privlineage.store.sql.labels import stale_slots
from privlineage.store.sql.tables import metadata

__all__ = ["StoreCheck", "check"]


@dataclass(frozen=True, slots=True)
class StoreCheck:
    """What a check found.

    Attributes:
        stale: columns whose stored labels differ from a recomputation, as text, sorted.
        dangling: for each table, how many rows name a row that is not there.
        rows: for each table, how many rows it has.
        audit: what is not as the audit says, as text.
    """

    stale: tuple[str, ...]
    dangling: dict[str, int]
    rows: dict[str, int]
    audit: tuple[str, ...] = ()

    @property
    def good(self) -> bool:
        """Whether nothing is wrong."""
        return not self.stale and not self.dangling and not self.audit


def check(connection: Connection, weakening: Weakening) -> StoreCheck:
    """Look at everything, change nothing."""
    stale = tuple(sorted({str(slot.column) for slot in stale_slots(connection, weakening)}))
    dangling: dict[str, int] = {}
    rows: dict[str, int] = {}
    for table in metadata.sorted_tables:
        rows[table.name] = connection.execute(select(func.count()).select_from(table)).scalar_one()
        for column in table.columns:
            for key in column.foreign_keys:
                named = key.column
                lost = column.is_not(None) & ~select(named).where(named == column).exists()
                count: int = connection.execute(select(func.count()).select_from(table).where(lost)).scalar_one()
                if count:
                    dangling[table.name] = dangling.get(table.name, 0) + count
    audit = tuple(f"{finding.where}: {finding.detail}" for finding in verify(connection, ()).findings)
    return StoreCheck(stale, dangling, rows, audit)
