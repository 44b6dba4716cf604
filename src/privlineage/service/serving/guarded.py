"""Law 9 on the server's side: what a caller asks of the store is done as that caller, and what loosens waits."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from privlineage.core.declassify import Weakening
from privlineage.core.errors import PrivlineageError
from privlineage.core.labels import Tag
from privlineage.core.people import Identity
from privlineage.core.refs import ColumnRef, DatasetRef
from privlineage.core.sources import Sources
from privlineage.core.times import as_text
from privlineage.policy.diff.rules import Direction
from privlineage.policy.load import load_files
from privlineage.service.approving.first_claims import refuse_first_claims
from privlineage.service.approving.proposals import Proposals
from privlineage.service.approving.proposed import about_column, new_proposal_id
from privlineage.service.approving.publish import Publication, compared, publish
from privlineage.store.proposing import Proposal, ProposalKind, ProposalState
from privlineage.store.protocol import BundleRecord, Store

__all__ = ["GUARDED", "Guarded"]

GUARDED = ("publish", "add_tags", "remove_tags", "retire", "retain", "add_proposal", "settle_proposal")
"""The methods of a store that law 9 speaks of: a server answers them by `Guarded` instead of by its store."""


@dataclass(frozen=True, slots=True)
class Guarded:
    """Some methods of a store, for one caller.

    What the caller sends is a wish: names, times, and what follows from a bundle's files are the server's own.

    Attributes:
        store: the server's store.
        identity: who asks, proven.
        clock: the time, ISO 8601 in UTC.
        store_url: the store's URL, for the marker beside a SQLite file.
    """

    store: Store
    identity: Identity
    clock: Callable[[], str]
    store_url: str = ""

    def publish(
        self,
        bundle: BundleRecord,
        sources: Sources | None = None,  # noqa: ARG002  # the files are read here
        tags: Sequence[Tag] = (),  # noqa: ARG002
        weakening: Weakening | None = None,  # noqa: ARG002
        *,
        instead_of: str | None = None,
        approved: Proposal | None = None,
    ) -> None:
        """Publish a bundle that loosens nothing, or approve the proposal of one.

        Raises:
            PrivlineageError: PL823 when it loosens and nobody approved, PL821 to PL824 when the approval does not
                count, and what `load_files` raises.
        """
        if approved is not None:
            self._approve(approved, ProposalKind.BUNDLE, bundle.hash)
            return
        found = self._compared(bundle.files)
        if found.bundle.hash != bundle.hash:
            raise PrivlineageError("PL103", "the bundle's hash is not that of its files", hint="upgrade the older side")
        if self._proposals.takes_approval():
            self._check(change.text for change in found.changes if change.direction is Direction.LOOSENS)
        known = found.active if instead_of is None else instead_of
        publish(
            self.store,
            found,
            author=self.identity.name,
            at=self.clock(),
            store_url=self.store_url,
            instead_of=known,
        )

    def add_tags(self, tags: Sequence[Tag], *, approved: Proposal | None = None) -> None:
        """Make claims as the caller; one that says that nothing personal is there loosens.

        Raises:
            PrivlineageError: as `publish`.
        """
        if approved is not None:
            self._approve(approved, ProposalKind.TAG, approved.hash)
            return
        if self._proposals.takes_approval():
            self._check(f"`{tag.column}` counts as reviewed" for tag in tags if tag.atom is None)
            refuse_first_claims(self.store, self._proposals.bundle(), tags)
        at = self.clock()
        self.store.add_tags([replace(tag, author=self.identity.name, at=at, by="person") for tag in tags])

    def remove_tags(
        self,
        column: ColumnRef,
        category: str | None,
        author: str = "",  # noqa: ARG002  # the caller is
        at: str = "",  # noqa: ARG002  # it is now
        reason: str = "",
        *,
        approved: Proposal | None = None,
    ) -> int:
        """Withdraw claims as the caller, which loosens.

        Raises:
            PrivlineageError: as `publish`.
        """
        return self._loosened(
            approved,
            ProposalKind.UNTAG,
            f"`{column}` loses what people claimed",
            lambda: self.store.remove_tags(column, category, self.identity.name, self.clock(), reason),
        )

    def retire(
        self,
        dataset: DatasetRef,
        author: str = "",  # noqa: ARG002  # the caller is
        at: str = "",  # noqa: ARG002  # it is now
        reason: str = "",
        *,
        approved: Proposal | None = None,
    ) -> int:
        """Say as the caller that what a dataset holds is gone, which loosens.

        Raises:
            PrivlineageError: as `publish`.
        """
        return self._loosened(
            approved,
            ProposalKind.RETIRE,
            f"`{dataset}` counts as empty",
            lambda: self.store.retire(dataset, self.identity.name, self.clock(), reason),
        )

    def _loosened(self, approved: Proposal | None, kind: ProposalKind, change: str, act: Callable[[], int]) -> int:
        """What loosens and was approved, or needs nobody's approval here, takes effect."""
        if approved is not None:
            return self._approve(approved, kind, approved.hash)
        if self._proposals.takes_approval():
            self._check([change])
        return act()

    def retain(
        self,
        before: str,
        actor: str = "",  # noqa: ARG002  # the caller is
        at: str = "",  # noqa: ARG002  # it is now
        reason: str = "",
    ) -> int:
        """Drop verdicts from before a time, as the caller.

        Raises:
            PrivlineageError: PL207 for what is no time, which in text order would be after every verdict, and without a
                reason.
        """
        now = self.clock()
        try:
            limit = as_text(datetime.fromisoformat(before))
        except (ValueError, OverflowError):
            hint = "ISO 8601, as in 2026-01-31"
            raise PrivlineageError("PL207", "`before` is no time", hint=hint) from None
        if not reason.strip():
            raise PrivlineageError("PL207", "nobody said why", hint="`reason` is kept in the audit")
        return self.store.retain(min(limit, now), self.identity.name, now, reason)

    def add_proposal(self, proposal: Proposal) -> None:
        """Propose something as the caller. Others that are named as authors stay named: they may not approve it.

        Raises:
            PrivlineageError: what `load_files` raises; PL821, for a proposal that is not new.
        """
        if proposal.statements or not proposal.is_open:
            raise PrivlineageError("PL821", "a new proposal is open, and nothing was said of it")
        others = [other for other in proposal.authors if other != self.identity]
        made = replace(
            proposal,
            id=proposal.id if self.store.proposal(proposal.id) is None else new_proposal_id(),
            authors=(self.identity, *others),
            at=self.clock(),
        )
        if proposal.kind is ProposalKind.BUNDLE:
            found = self._compared(proposal.files)
            parts = {each: tuple(c.text for c in found.changes if c.direction is each) for each in Direction}
            files = tuple(sorted(found.bundle.files.items()))
            made = replace(made, hash=found.bundle.hash, before=found.active, files=files)
            made = replace(made, loosens=parts[Direction.LOOSENS], tightens=parts[Direction.TIGHTENS])
        else:
            column = self._proposals.bundle().sources.column(proposal.subject[0] if proposal.subject else "")
            made = about_column(replace(made, subject=(str(column), *proposal.subject[1:])))
        self.store.add_proposal(made)

    def settle_proposal(self, proposal: Proposal) -> None:
        """Say as the caller what the last statement of the proposal says.

        Raises:
            PrivlineageError: PL821 to PL824, as `service.approving.proposals`.
        """
        if not proposal.statements:
            raise PrivlineageError("PL821", f"nothing was said of `{proposal.id}`")
        last = proposal.statements[-1]
        if last.state is ProposalState.APPROVED:
            self._proposals.approve(proposal.id, self.identity, last.reason)
        elif last.state is ProposalState.REJECTED:
            self._proposals.reject(proposal.id, self.identity, last.reason)
        elif last.state is ProposalState.WITHDRAWN:
            self._proposals.withdraw(proposal.id, self.identity, last.reason)

    @property
    def _proposals(self) -> Proposals:
        return Proposals(self.store, self.clock, store_url=self.store_url, is_served=True)

    def _approve(self, sent: Proposal, kind: ProposalKind, digest: str) -> int:
        known = self._proposals.find(sent.id)
        if known.kind is not kind or known.hash != digest:
            raise PrivlineageError("PL822", f"`{known.id}` proposes something else", hint="look at it again")
        reason = sent.statements[-1].reason if sent.statements else ""
        found = self._proposals.approve(known.id, self.identity, reason)
        if not found.done:
            raise PrivlineageError("PL823", f"`{known.id}` waits for more", hint="; ".join(found.remarks))
        return found.withdrawn

    def _compared(self, files: Sequence[tuple[str, str]]) -> Publication:
        return compared(self.store, load_files(dict(files)))

    def _check(self, loosens: Iterable[str]) -> None:
        texts = list(loosens)
        if texts:
            more = f" and {len(texts) - 1} more" if len(texts) > 1 else ""
            raise PrivlineageError(
                "PL823", f"this loosens: {texts[0]}{more}", hint="propose it: `privlineage apply` does"
            )
