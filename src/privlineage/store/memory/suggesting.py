"""What scans found, in a process's memory."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from privlineage.core.refs import ColumnRef, DatasetRef
from privlineage.store.auditing import AuditKind
from privlineage.store.memory.auditing import MemoryAuditing
from privlineage.store.suggesting import (
    Review,
    ScannedTable,
    ScanRecord,
    SuggestionRecord,
    SuggestionState,
    not_reviewable,
)

__all__ = ["MemorySuggesting"]


@dataclass
class MemorySuggesting(MemoryAuditing):
    """The part of `MemoryStore` that keeps what scans found; its methods' meaning stands in `store.suggesting`."""

    _scans: dict[str, ScanRecord] = field(default_factory=dict)
    _looks: dict[DatasetRef, ScannedTable] = field(default_factory=dict)
    _suggested: dict[str, SuggestionRecord] = field(default_factory=dict)
    _reviews: list[Review] = field(default_factory=list)

    def put_scan(self, scan: ScanRecord) -> None:
        """Keep a scan that began or ended."""
        self._scans[scan.id] = scan

    def scans(self, key: str = "", limit: int = 100) -> list[ScanRecord]:
        """Scans, newest first."""
        return [each for each in reversed(self._scans.values()) if key in ("", each.key)][:limit]

    def put_scanned(self, scanned: ScannedTable, found: Sequence[SuggestionRecord]) -> None:
        """Keep a look at a table, with what it suggests."""
        self._looks[scanned.dataset] = scanned
        waiting = {(each.column, each.kind): each for each in self.suggestions("waiting", [scanned.dataset])}
        for record in found:
            known = waiting.pop((record.column, record.kind), None)
            if known is not None:
                self._suggested[known.id] = known.found_again(record)
            else:
                self._suggested.setdefault(record.id, record.begun())
        for left in waiting.values():
            self._suggested[left.id] = replace(left, state=SuggestionState.GONE)

    def scanned(self, datasets: Sequence[DatasetRef] | None = None) -> list[ScannedTable]:
        """The last looks at tables."""
        return [look for dataset, look in sorted(self._looks.items()) if datasets is None or dataset in datasets]

    def suggestion(self, id_prefix: str) -> SuggestionRecord | None:
        """A suggestion by id or unique prefix."""
        wanted = id_prefix.upper()
        found = [each for name, each in self._suggested.items() if wanted and name.startswith(wanted)]
        exact = [each for each in found if each.id == wanted]
        return exact[0] if exact else found[0] if len(found) == 1 else None

    def suggestions(self, state: str = "", datasets: Sequence[DatasetRef] | None = None) -> list[SuggestionRecord]:
        """Suggestions, oldest first."""
        return [
            each
            for each in self._suggested.values()
            if state in ("", each.state) and (datasets is None or each.column.dataset in datasets)
        ]

    def review(self, reviews: Sequence[Review]) -> None:
        """Keep decisions."""
        after = dict(self._suggested)
        said = []
        for review in reviews:
            known = after.get(review.suggestion)
            problem = not_reviewable(known, review)
            if problem is not None or known is None:
                raise problem or AssertionError("a suggestion that is not known is not reviewable")
            said.append(replace(review, column=str(known.column)))
            after[known.id] = known.after(said[-1])
        self._suggested = after
        for each in said:
            self._reviews.append(each)
            words = {"suggestion": each.suggestion, "state": each.state.value, "category": each.category}
            record = ("review", str(len(self._reviews)), each)
            body = {**words, "reason": each.reason}
            self._audit.note(AuditKind.REVIEW, each.column, str(each.by), each.at, record, body=body)

    def _audited_reviews(self) -> dict[tuple[str, str], object]:
        return {("review", str(number)): each for number, each in enumerate(self._reviews, start=1)}

    def _rename_scanned(
        self, dataset: Callable[[DatasetRef], DatasetRef], column: Callable[[DatasetRef, str], ColumnRef]
    ) -> None:
        looks, self._looks = sorted(self._looks.values(), key=lambda look: look.at), {}
        for look in looks:
            self._looks[dataset(look.dataset)] = replace(look, dataset=dataset(look.dataset))
        self._suggested = {
            name: replace(each, column=column(dataset(each.column.dataset), each.column.path))
            for name, each in self._suggested.items()
        }
