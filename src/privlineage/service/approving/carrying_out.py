"""What an approved proposal does, in the transaction that settles it."""

from __future__ import annotations

from privlineage.core.errors import PrivlineageError
from privlineage.core.labels import Tag
from privlineage.policy.load import load_files
from privlineage.service.approving.publish import Publication, publish
from privlineage.service.bundle_in_force import bundle_in_force
from privlineage.store.proposing import Proposal, ProposalKind
from privlineage.store.protocol import Store

__all__ = ["carry_out"]


def carry_out(store: Store, settled: Proposal, *, at: str, store_url: str = "") -> int:
    """Let a proposal take effect.

    Args:
        store: where it is open.
        settled: the proposal after the statement that approves it.
        at: when, ISO 8601 in UTC.
        store_url: the store's URL, for the marker beside a SQLite file.

    Returns:
        How many claims went, or states of a dataset ended.

    Raises:
        PrivlineageError: PL821 when it is not open any more, PL824 when another bundle came into force meanwhile.
    """
    author = settled.author.name
    if settled.kind is ProposalKind.BUNDLE:
        bundle = load_files(dict(settled.files))
        if bundle.hash != settled.hash:
            raise PrivlineageError("PL821", f"the files of `{settled.id}` are not those it was made of")
        found = Publication(bundle, settled.before, ())
        before = settled.before
        publish(store, found, author=author, at=at, store_url=store_url, instead_of=before, approved=settled)
        return 0
    column = bundle_in_force(store).sources.column(settled.subject[0])
    if settled.kind is ProposalKind.RETIRE:
        return store.retire(column.dataset, author, at, settled.reason, approved=settled)
    if settled.kind is ProposalKind.UNTAG:
        return store.remove_tags(column, settled.subject[1] or None, author, at, settled.reason, approved=settled)
    store.add_tags([Tag(column, None, author, at, "person")], approved=settled)
    return 0
