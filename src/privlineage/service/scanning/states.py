"""How each column of a scanned table stands: waiting, decided about, tagged, labelled, or nothing seen in it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from privlineage.core.labels import Tag
from privlineage.store.suggesting import DECIDED, ScannedTable, SuggestionRecord

__all__ = ["states"]


def states(
    look: ScannedTable,
    tags: Iterable[Tag],
    suggestions: Sequence[SuggestionRecord],
    carried: Mapping[str, Sequence[str]] | None = None,
) -> Mapping[str, str]:
    """A few words for each column that has anything to tell, by path.

    Args:
        look: the table.
        tags: the tags in force on it.
        suggestions: every suggestion about it.
        carried: the categories of the labels that its columns carry, by path.
    """
    claims = list(tags)
    by_path: dict[str, list[SuggestionRecord]] = {}
    for each in suggestions:
        if each.column.dataset == look.dataset:
            by_path.setdefault(each.column.path, []).append(each)
    found = {}
    for finding in look.columns:
        own = by_path.get(finding.path, [])
        waiting = [each for each in own if each.waits]
        decided = [each for each in own if each.state in DECIDED]
        covering = [tag for tag in claims if tag.column.covers(finding.path)]
        if waiting:
            found[finding.path] = " ".join(f"{each.id} {_KINDS.get(each.kind, 'waits')}" for each in waiting)
        elif decided:
            last = max(decided, key=lambda each: each.said[-1].at)
            found[finding.path] = f"{last.state} by {last.said[-1].by.name or 'somebody'} {last.said[-1].at[:10]}"
        elif covering:
            atoms = dict.fromkeys(tag.atom.category for tag in covering if tag.atom is not None)
            # That the rest of the table was reviewed says nothing of a column that somebody claimed something of.
            found[finding.path] = f"tagged {', '.join(atoms) or 'none'}"
        elif labels := (carried or {}).get(finding.path):
            found[finding.path] = f"labelled {', '.join(labels)}"
    return found


_KINDS = {
    "personal": "waits",
    "contradicts": "contradicts its tags",
    "dark_flow": "dark flow",
    "stale_label": "stale label",
    "fake_masking": "fake masking",
}
