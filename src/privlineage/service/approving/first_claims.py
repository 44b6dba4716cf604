"""Claims that loosen: where the policy stops what is unreviewed, the first claim on a column lets it go."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from privlineage.core.errors import PrivlineageError
from privlineage.core.labels import Tag
from privlineage.policy.model import Action, Bundle
from privlineage.store.protocol import Store

__all__ = ["refuse_first_claims"]


def refuse_first_claims(store: Store, bundle: Bundle, tags: Sequence[Tag]) -> None:
    """Refuse claims that would end a column's being unreviewed where that is stopped; ask only where approval counts.

    In a bundle the same claim loosens (`policy.diff.tags`), and is proposed there as a whole.

    Raises:
        PrivlineageError: PL823, naming the first such column.
    """
    if bundle.policy.defaults.unreviewed is not Action.BLOCK:
        return
    known = store.tags({tag.column.dataset for tag in tags})
    for tag in tags:
        if tag.atom is not None and not _is_claimed(tag, known):
            raise PrivlineageError(
                "PL823",
                f"the first claim on `{tag.column}` lets it go where unreviewed columns are stopped",
                hint="claim it in tags.yml: `privlineage apply` proposes it",
            )


def _is_claimed(tag: Tag, known: Iterable[Tag]) -> bool:
    return any(each.column.dataset == tag.column.dataset and each.column.covers(tag.column.path) for each in known)
