"""What scans found, behind a server."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from privlineage.core.refs import DatasetRef
from privlineage.store.http.calling import Calls
from privlineage.store.suggesting import Review, ScannedTable, ScanRecord, SuggestionRecord

__all__ = ["HttpSuggesting"]


class HttpSuggesting(Calls):
    """The part of a store that keeps what scans found, as `store.suggesting.Suggesting` has it."""

    def put_scan(self, scan: ScanRecord) -> None:
        """Keep a scan that began or ended."""
        self._call("put_scan", scan=scan)

    def scans(self, key: str = "", limit: int = 100) -> list[ScanRecord]:
        """Scans, newest first."""
        return cast("list[ScanRecord]", self._call("scans", key=key, limit=limit))

    def put_scanned(self, scanned: ScannedTable, found: Sequence[SuggestionRecord]) -> None:
        """Keep a look at a table, with what it suggests."""
        self._call("put_scanned", scanned=scanned, found=list(found))

    def scanned(self, datasets: Sequence[DatasetRef] | None = None) -> list[ScannedTable]:
        """The last looks at tables."""
        asked = None if datasets is None else list(datasets)
        return cast("list[ScannedTable]", self._call("scanned", datasets=asked))

    def suggestion(self, id_prefix: str) -> SuggestionRecord | None:
        """A suggestion by id or unique prefix."""
        return cast("SuggestionRecord | None", self._call("suggestion", id_prefix=id_prefix))

    def suggestions(self, state: str = "", datasets: Sequence[DatasetRef] | None = None) -> list[SuggestionRecord]:
        """Suggestions, oldest first."""
        asked = None if datasets is None else list(datasets)
        return cast("list[SuggestionRecord]", self._call("suggestions", state=state, datasets=asked))

    def review(self, reviews: Sequence[Review]) -> None:
        """Keep decisions."""
        self._call("review", reviews=list(reviews))
