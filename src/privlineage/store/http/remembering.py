"""The past of a store behind a server."""

from __future__ import annotations

from collections.abc import Iterable
from typing import cast

from privlineage.core.refs import DatasetRef
from privlineage.store.http.calling import Calls
from privlineage.store.remembering import History

__all__ = ["HttpRemembering"]


class HttpRemembering(Calls):
    """The part of a store that answers for the past, as `store.remembering.Remembering` has it."""

    def history(self, datasets: Iterable[DatasetRef]) -> History | None:
        """The history of some datasets."""
        return cast("History | None", self._call("history", datasets=list(datasets)))
