"""What a new bundle loosens and tightens against the one in force (law 9: loosening needs an approver).

Where the direction cannot be told, as when a location changes, the change counts as loosening.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, StrEnum

from privlineage.core.labels import Atom, Tag
from privlineage.core.refs import ColumnRef
from privlineage.core.taxonomy import is_within
from privlineage.policy.diff_rules import Direction, rule_changes
from privlineage.policy.diff_teams import team_changes
from privlineage.policy.model import Action, Bundle, Mode, Zone, ZoneDefault

__all__ = ["Change", "Direction", "changes"]

LOOSENS, TIGHTENS = Direction.LOOSENS, Direction.TIGHTENS


@dataclass(frozen=True, slots=True)
class Change:
    """One difference.

    Attributes:
        direction: loosens or tightens.
        text: what changed, for people.
    """

    direction: Direction
    text: str

    def __str__(self) -> str:
        return f"{self.direction}: {self.text}"


def changes(before: Bundle | None, after: Bundle) -> tuple[Change, ...]:
    """Every difference that bears on decisions, loosening first; none for a first bundle.

    >>> from privlineage.policy.load import load_files
    >>> old, new = (load_files({"policy.yml": f"defaults: {{mode: {mode}}}"}) for mode in ("enforce", "warn"))
    >>> [str(change) for change in changes(old, new)]
    ['loosens: the default `mode` goes from enforce to warn']
    """
    if before is None:
        return ()
    parts = (_tags, _sources, _defaults, _zones, _rules, _weakening, _exemptions, team_changes)
    found = [Change(direction, text) for part in parts for direction, text in part(before, after)]
    return tuple(sorted(found, key=lambda change: change.direction is not LOOSENS))


_Found = Iterator[tuple[Direction, str]]


def _ranked(what: str, old: StrEnum, new: StrEnum, order: type[Enum]) -> _Found:
    """A step on a scale whose members stand from the loosest to the strictest."""
    if old is not new:
        ranks = list(order)
        stricter = ranks.index(new) > ranks.index(old)
        yield TIGHTENS if stricter else LOOSENS, f"{what} goes from {old} to {new}"


def _sets(what: str, old: Iterable[str], new: Iterable[str], *, more: Direction) -> _Found:
    """Members that came or went; `more` is the direction of having more of them."""
    had, has = dict.fromkeys(old), dict.fromkeys(new)
    for item in has:
        if item not in had:
            yield more, f"{what} gains `{item}`"
    for item in had:
        if item not in has:
            yield more.opposite, f"{what} loses `{item}`"


def _tags(before: Bundle, after: Bundle) -> _Found:
    old, new = _by_column(before.tags), _by_column(after.tags)
    for column in dict.fromkeys((*old, *new)):
        had, has = old.get(column, []), new.get(column, [])
        if had != has:
            yield from _column(column, had, has)


def _by_column(tags: Sequence[Tag]) -> dict[ColumnRef, list[Atom | None]]:
    found: dict[ColumnRef, list[Atom | None]] = {}
    for tag in tags:
        found.setdefault(tag.column, []).append(tag.atom)
    return found


def _column(column: ColumnRef, had: list[Atom | None], has: list[Atom | None]) -> _Found:
    old = {atom.category: atom for atom in had if atom}
    new = {atom.category: atom for atom in has if atom}
    yield from _sets(f"`{column}`", old, new, more=TIGHTENS)
    for category, atom in old.items():
        if category in new:
            yield from _claim(f"`{column}` ({category})", atom, new[category])
    if None in has and None not in had:
        yield LOOSENS, f"`{column}` counts as reviewed: nothing personal"
    if None in had and None not in has:
        yield TIGHTENS, f"`{column}` no longer counts as reviewed"


def _claim(what: str, old: Atom, new: Atom) -> _Found:
    if old.identifiability is not new.identifiability:
        weaker = new.identifiability.rank < old.identifiability.rank
        step = f"from {old.identifiability} to {new.identifiability}"
        yield LOOSENS if weaker else TIGHTENS, f"{what} goes {step}"
    if old.origin != new.origin:
        was, now = old.origin or "none", new.origin or "none"
        yield LOOSENS if old.origin else TIGHTENS, f"{what} changes its origin from {was} to {now}"
    if old.uses is None and new.uses is not None:
        yield LOOSENS, f"{what} has its uses stated: {', '.join(new.uses) or 'none'}"
    elif old.uses is not None and new.uses is None:
        yield TIGHTENS, f"{what} has its uses no longer stated"
    else:
        wider = [use for use in new.uses or () if not _covered(use, old.uses or ())]
        narrower = [use for use in old.uses or () if not _covered(use, new.uses or ())]
        for use in wider:
            yield LOOSENS, f"{what} may be used for `{use}`"
        for use in narrower:
            yield TIGHTENS, f"{what} may no longer be used for `{use}`"


def _covered(use: str, uses: Iterable[str]) -> bool:
    return any(is_within(use, other) for other in uses)


def _sources(before: Bundle, after: Bundle) -> _Found:
    old = {source.name: source for source in before.sources}
    new = {source.name: source for source in after.sources}
    yield from _sets("the list of sources", old, new, more=TIGHTENS)
    for name in sorted(old.keys() & new.keys()):
        was, now = old[name], new[name]
        yield from _sets(f"the source `{name}`", was.conn_ids, now.conn_ids, more=TIGHTENS)
        yield from _sets(f"the source `{name}`", was.namespaces, now.namespaces, more=TIGHTENS)
        for field in ("location", "database", "default_schema", "dialect"):
            if getattr(was, field) != getattr(now, field):
                yield LOOSENS, f"the source `{name}` changes its {field} to {getattr(now, field) or 'none'}"


def _defaults(before: Bundle, after: Bundle) -> _Found:
    old, new = before.policy.defaults, after.policy.defaults
    yield from _ranked("the default `mode`", old.mode, new.mode, Mode)
    for name in ("unresolved", "opaque", "unreviewed", "unstated_uses", "error"):
        yield from _ranked(f"the default `{name}`", getattr(old, name), getattr(new, name), Action)


def _zones(before: Bundle, after: Bundle) -> _Found:
    old = {zone.name: zone for zone in before.policy.zones}
    new = {zone.name: zone for zone in after.policy.zones}
    yield from _sets("the list of zones", old, new, more=TIGHTENS)
    for name, zone in old.items():
        if name in new:
            yield from _zone(before, after, zone, new[name])


def _zone(before: Bundle, after: Bundle, old: Zone, new: Zone) -> _Found:
    what = f"the zone `{old.name}`"
    yield from _sets(what, old.match, new.match, more=TIGHTENS)
    if bool(old.purposes) != bool(new.purposes):
        yield TIGHTENS if new.purposes else LOOSENS, f"{what} {'starts' if new.purposes else 'stops'} testing purposes"
    yield from _sets(f"the purposes of {what}", old.purposes, new.purposes, more=TIGHTENS)
    yield from _ranked(f"the default of {what}", old.default, new.default, ZoneDefault)
    if old.mode is not new.mode:
        modes = before.policy.mode_in(old), after.policy.mode_in(new)
        yield from _ranked(f"the mode of {what}", *modes, Mode)
    if old.location != new.location:
        yield LOOSENS, f"{what} changes its location from {old.location or 'none'} to {new.location or 'none'}"


def _rules(before: Bundle, after: Bundle) -> _Found:
    yield from rule_changes(before.policy.rules, after.policy.rules)


def _weakening(before: Bundle, after: Bundle) -> _Found:
    old, new = before.weakening, after.weakening
    for entry in new.declassifiers:
        if entry not in old.declassifiers:
            yield LOOSENS, f"`{entry.function}` may weaken labels to {entry.to}"
    for entry in old.declassifiers:
        if entry not in new.declassifiers:
            yield TIGHTENS, f"`{entry.function}` may no longer weaken labels to {entry.to}"
    yield from _sets("the list of reversing functions", sorted(old.reverses), sorted(new.reverses), more=TIGHTENS)


def _exemptions(before: Bundle, after: Bundle) -> _Found:
    old, new = before.policy.exemptions, after.policy.exemptions
    yield from _sets("the list of approvers", old.approvers, new.approvers, more=LOOSENS)
    if old.approvers and not new.approvers:
        yield LOOSENS, "nobody is named to approve: what loosens would wait for nobody"
    if old.max_days != new.max_days:
        longer = new.max_days > old.max_days
        step = f"from {old.max_days} to {new.max_days} days"
        yield LOOSENS if longer else TIGHTENS, f"exemptions last at most {step}"
