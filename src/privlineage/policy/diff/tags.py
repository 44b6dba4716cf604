"""What changes to claims about columns loosen and tighten."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from privlineage.core.labels import Atom, Tag
from privlineage.core.refs import ColumnRef
from privlineage.core.taxonomy import is_within
from privlineage.policy.diff.rules import Direction
from privlineage.policy.diff.ways import Ways

__all__ = ["tag_changes"]

LOOSENS, TIGHTENS, CHANGES = Direction.LOOSENS, Direction.TIGHTENS, Direction.CHANGES
_Found = Iterator[tuple[Direction, str]]


def tag_changes(ways: Ways) -> _Found:
    """Claims that came, went or say something else, and owners of datasets."""
    old, new = _by_column(ways.before.tags), _by_column(ways.after.tags)
    for column in dict.fromkeys((*old, *new)):
        had, has = old.get(column, []), new.get(column, [])
        if had != has:
            yield from _column(ways, column, had, has)
    owners = ways.before.owners, ways.after.owners
    for dataset in sorted({*owners[0], *owners[1]}):
        was, now = (each.get(dataset, "") for each in owners)
        if was != now:
            yield CHANGES, f"`{dataset}` changes its owner from {was or 'nobody'} to {now or 'nobody'}"


def _by_column(tags: Sequence[Tag]) -> dict[ColumnRef, list[Atom | None]]:
    found: dict[ColumnRef, list[Atom | None]] = {}
    for tag in tags:
        found.setdefault(tag.column, []).append(tag.atom)
    return found


def _column(ways: Ways, column: ColumnRef, had: list[Atom | None], has: list[Atom | None]) -> _Found:
    old, new = _by_category(had), _by_category(has)
    for category in new:
        if category not in old:
            yield ways.new_claim(column), f"`{column}` gains `{category}`"
    for category in old:
        if category not in new:
            yield LOOSENS, f"`{column}` loses `{category}`"
    for category in (category for category in old if category in new):
        what = f"`{column}` ({category})"
        if len(old[category]) == len(new[category]) == 1:
            yield from _claim(ways, what, old[category][0], new[category][0])
        elif set(old[category]) != set(new[category]):
            # Several claims of one category: which became which is not told.
            yield LOOSENS, f"{what} changes what is claimed of it"
    if None in has and None not in had:
        yield LOOSENS, f"`{column}` counts as reviewed: nothing personal"
    if None in had and None not in has:
        yield TIGHTENS, f"`{column}` no longer counts as reviewed"


def _by_category(atoms: Iterable[Atom | None]) -> dict[str, list[Atom]]:
    found: dict[str, list[Atom]] = {}
    for atom in atoms:
        if atom is not None:
            found.setdefault(atom.category, []).append(atom)
    return found


def _claim(ways: Ways, what: str, old: Atom, new: Atom) -> _Found:
    if old.identifiability is not new.identifiability:
        weaker = new.identifiability.rank < old.identifiability.rank
        step = f"from {old.identifiability} to {new.identifiability}"
        yield LOOSENS if weaker else ways.more_identified(), f"{what} goes {step}"
    if old.origin != new.origin:
        was, now = old.origin or "none", new.origin or "none"
        yield LOOSENS if old.origin else ways.new_origin(), f"{what} changes its origin from {was} to {now}"
    yield from _uses(ways, what, old.uses, new.uses)
    for name in ("subjects", "controller"):
        if getattr(old, name) != getattr(new, name):
            yield CHANGES, f"{what} changes its {name}"


def _uses(ways: Ways, what: str, old: tuple[str, ...] | None, new: tuple[str, ...] | None) -> _Found:
    if old is None and new is not None:
        yield LOOSENS, f"{what} has its uses stated: {', '.join(new) or 'none'}"
    elif old is not None and new is None:
        # What is not stated, no rule on purposes speaks of: only the default does.
        yield LOOSENS, f"{what} has its uses no longer stated"
    else:
        for use in new or ():
            if not _covered(use, old or ()):
                yield LOOSENS, f"{what} may be used for `{use}`"
        for use in old or ():
            if not _covered(use, new or ()):
                yield ways.fewer_uses(), f"{what} may no longer be used for `{use}`"


def _covered(use: str, uses: Iterable[str]) -> bool:
    return any(is_within(use, other) for other in uses)
