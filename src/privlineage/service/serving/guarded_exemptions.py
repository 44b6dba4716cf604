"""Exemptions on the server's side: asked for, approved and revoked as the caller, by the rules that hold here."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from privlineage.core.people import Identity
from privlineage.service.approving.exemptions import Exemptions
from privlineage.service.clock import new_exemption_id
from privlineage.store.exempting import ExemptionRecord
from privlineage.store.protocol import Store

__all__ = ["GUARDED_EXEMPTIONS", "GuardedExemptions"]

GUARDED_EXEMPTIONS = ("add_exemption", "change_exemption")
"""The methods of a store that a server answers by `GuardedExemptions` instead of by its store."""

_ID = re.compile("E-[0-9A-F]{10}")


@dataclass(frozen=True, slots=True)
class GuardedExemptions:
    """The writing methods of `store.exempting.Exempting`, for one caller.

    Of what the caller sends, the verdict, the rules, the days, the reason and what is to become of it are a wish; what
    an exemption is bound to, when and for how long it holds is worked out here from the verdict.

    Attributes:
        store: the server's store.
        identity: who asks, proven.
        clock: the time, ISO 8601 in UTC.
    """

    store: Store
    identity: Identity
    clock: Callable[[], str]

    def add_exemption(self, record: ExemptionRecord) -> None:
        """Ask for an exemption as the caller.

        Raises:
            PrivlineageError: as `service.approving.exemptions.Exemptions.request`.
        """
        is_free = _ID.fullmatch(record.id) is not None and self.store.exemption(record.id) is None
        asking = Exemptions(self.store, self.clock, (lambda: record.id) if is_free else new_exemption_id)
        asking.request(
            record.verdict, reason=record.requested.why, by=self.identity, days=record.days, rules=record.rules
        )

    def change_exemption(self, record: ExemptionRecord, was: str) -> bool:  # noqa: ARG002  # it is looked up
        """Revoke an exemption, or approve it, as the caller.

        Raises:
            PrivlineageError: as `service.approving.exemptions.Exemptions.approve` and `revoke`.
        """
        exemptions = Exemptions(self.store, self.clock, new_exemption_id)
        if record.revoked is not None:
            exemptions.revoke(record.id, self.identity, record.revoked.why)
        else:
            exemptions.approve(record.id, self.identity, record.approved.why if record.approved is not None else "")
        return True
