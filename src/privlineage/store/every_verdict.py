"""Every verdict that a query means, however many there are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from privlineage.core.verdict import Verdict
from privlineage.store.protocol import Store, VerdictQuery

__all__ = ["every_verdict"]

_PAGE = 200


def every_verdict(store: Store, query: VerdictQuery) -> Iterator[Verdict]:
    """The verdicts a query means, newest first, page by page; its `limit` is left aside.

    Newer ones may come in meanwhile and push others onto the next page: none is told twice.
    """
    told: set[str] = set()
    skip = query.skip
    while page := store.verdicts(replace(query, limit=_PAGE, skip=skip)):
        yield from (verdict for verdict in page if verdict.id not in told)
        if len(page) < _PAGE:
            return
        told.update(verdict.id for verdict in page)
        skip += len(page)
