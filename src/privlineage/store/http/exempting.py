"""Exemptions behind a server."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from privlineage.store.exempting import ExemptionEntry, ExemptionQuery, ExemptionRecord
from privlineage.store.http.calling import Calls

__all__ = ["HttpExempting"]


class HttpExempting(Calls):
    """The part of a store that keeps exemptions, as `store.exempting.Exempting` has it."""

    def add_exemption(self, record: ExemptionRecord) -> None:
        """Keep a new request."""
        self._call("add_exemption", record=record)

    def change_exemption(self, record: ExemptionRecord, was: str) -> bool:
        """Keep an exemption's next state."""
        return cast("bool", self._call("change_exemption", record=record, was=was))

    def exemption(self, id_prefix: str) -> ExemptionEntry | None:
        """An exemption by id or unique prefix."""
        return cast("ExemptionEntry | None", self._call("exemption", id_prefix=id_prefix))

    def exemptions(self, query: ExemptionQuery) -> list[ExemptionEntry]:
        """Exemptions, newest request first."""
        return cast("list[ExemptionEntry]", self._call("exemptions", query=query))

    def exemptions_in_force(self, dag_id: str, task_id: str, at: str) -> Sequence[ExemptionRecord]:
        """Those that hold for a task at a moment."""
        found = self._call("exemptions_in_force", dag_id=dag_id, task_id=task_id, at=at)
        return cast("Sequence[ExemptionRecord]", found)
