"""What a new bundle loosens and tightens against the one in force (law 9: loosening needs an approver).

Where the direction cannot be told, as when a location changes, the change counts as loosening.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum, StrEnum

from privlineage.policy.diff.rules import Direction, rule_changes
from privlineage.policy.diff.tags import tag_changes
from privlineage.policy.diff.teams import team_changes
from privlineage.policy.diff.ways import Ways
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
    """Every difference between two bundles: what loosens, what tightens, and what bears on no decision.

    A first bundle has none.

    >>> from privlineage.policy.load import load_files
    >>> old, new = (load_files({"policy.yml": f"defaults: {{mode: {mode}}}"}) for mode in ("enforce", "warn"))
    >>> [str(change) for change in changes(old, new)]
    ['loosens: the default `mode` goes from enforce to warn']
    """
    if before is None:
        return ()
    ways = Ways(before, after)
    parts = (tag_changes, _sources, _zones, _rules, _weakening)
    found = [pair for part in parts for pair in part(ways)]
    found += [pair for part in (_defaults, _exemptions, team_changes, _taxonomy) for pair in part(before, after)]
    order = list(Direction)
    return tuple(Change(*pair) for pair in sorted(found, key=lambda pair: order.index(pair[0])))


_Found = Iterator[tuple[Direction, str]]


def _ranked(what: str, old: StrEnum, new: StrEnum, order: type[Enum]) -> _Found:
    """A step on a scale whose members stand from the loosest to the strictest."""
    if old is not new:
        ranks = list(order)
        stricter = ranks.index(new) > ranks.index(old)
        yield TIGHTENS if stricter else LOOSENS, f"{what} goes from {old} to {new}"


def _sets(what: str, old: Iterable[str], new: Iterable[str], ways: tuple[Direction, Direction]) -> _Found:
    """Members that came or went; `ways` are the directions of one more and of one less."""
    had, has = dict.fromkeys(old), dict.fromkeys(new)
    more, less = ways
    for item in has:
        if item not in had:
            yield more, f"{what} gains `{item}`"
    for item in had:
        if item not in has:
            yield less, f"{what} loses `{item}`"


def _sources(ways: Ways) -> _Found:
    old = {source.name: source for source in ways.before.sources}
    new = {source.name: source for source in ways.after.sources}
    for name in old.keys() - new.keys():
        yield LOOSENS, f"the list of sources loses `{name}`"
    for name in (name for name in new if name not in old):
        yield ways.new_names(name, new[name].location), f"the list of sources gains `{name}`"
    for name in sorted(old.keys() & new.keys()):
        was, now = old[name], new[name]
        named = ways.new_names(name, now.location)
        yield from _sets(f"the source `{name}`", was.conn_ids, now.conn_ids, (ways.new_connection(), LOOSENS))
        yield from _sets(f"the source `{name}`", was.namespaces, now.namespaces, (named, LOOSENS))
        for field in ("location", "database", "default_schema", "dialect"):
            if getattr(was, field) != getattr(now, field):
                yield LOOSENS, f"the source `{name}` changes its {field} to {getattr(now, field) or 'none'}"


def _defaults(before: Bundle, after: Bundle) -> _Found:
    old, new = before.policy.defaults, after.policy.defaults
    yield from _ranked("the default `mode`", old.mode, new.mode, Mode)
    for name in ("unresolved", "opaque", "unreviewed", "unstated_uses", "error"):
        yield from _ranked(f"the default `{name}`", getattr(old, name), getattr(new, name), Action)


def _zones(ways: Ways) -> _Found:
    old = {zone.name: zone for zone in ways.before.policy.zones}
    new = {zone.name: zone for zone in ways.after.policy.zones}
    for name in (name for name in new if name not in old):
        yield ways.entering(new[name]), f"the list of zones gains `{name}`"
    for name in (name for name in old if name not in new):
        yield LOOSENS, f"the list of zones loses `{name}`"
    for name, zone in old.items():
        if name in new:
            yield from _zone(ways, zone, new[name])


def _zone(ways: Ways, old: Zone, new: Zone) -> _Found:
    what = f"the zone `{old.name}`"
    yield from _sets(what, old.match, new.match, (ways.entering(new), LOOSENS))
    purpose = ways.new_purpose(old)
    if bool(old.purposes) != bool(new.purposes):
        yield purpose if new.purposes else LOOSENS, f"{what} {'starts' if new.purposes else 'stops'} testing purposes"
    yield from _sets(f"the purposes of {what}", old.purposes, new.purposes, (purpose, LOOSENS))
    yield from _ranked(f"the default of {what}", old.default, new.default, ZoneDefault)
    if old.mode is not new.mode:
        modes = ways.before.policy.mode_in(old), ways.after.policy.mode_in(new)
        yield from _ranked(f"the mode of {what}", *modes, Mode)
    if old.location != new.location:
        yield LOOSENS, f"{what} changes its location from {old.location or 'none'} to {new.location or 'none'}"
    if old.owner != new.owner:
        yield Direction.CHANGES, f"{what} changes its owner to {new.owner or 'nobody'}"


def _rules(ways: Ways) -> _Found:
    yield from rule_changes(ways.before.policy.rules, ways.after.policy.rules, ways.shadows)


def _weakening(ways: Ways) -> _Found:
    old, new = ways.before.weakening, ways.after.weakening
    clearer = ways.more_identified()
    for entry in new.declassifiers:
        if entry not in old.declassifiers:
            yield LOOSENS, f"`{entry.function}` may weaken labels to {entry.to}"
    for entry in old.declassifiers:
        if entry not in new.declassifiers:
            yield clearer, f"`{entry.function}` may no longer weaken labels to {entry.to}"
    what = "the list of reversing functions"
    yield from _sets(what, sorted(old.reverses), sorted(new.reverses), (clearer, LOOSENS))


def _exemptions(before: Bundle, after: Bundle) -> _Found:
    old, new = before.policy.exemptions, after.policy.exemptions
    yield from _sets("the list of approvers", old.approvers, new.approvers, (LOOSENS, TIGHTENS))
    if old.approvers and not new.approvers:
        yield LOOSENS, "nobody is named to approve: what loosens would wait for nobody"
    if old.max_days != new.max_days:
        longer = new.max_days > old.max_days
        step = f"from {old.max_days} to {new.max_days} days"
        yield LOOSENS if longer else TIGHTENS, f"exemptions last at most {step}"


def _taxonomy(before: Bundle, after: Bundle) -> _Found:
    """Keys decide by their dots alone: which of them are known bears on what files may say."""
    for kind in ("categories", "uses", "subjects"):
        old, new = sorted(getattr(before.taxonomy, kind)), sorted(getattr(after.taxonomy, kind))
        yield from _sets(f"the list of {kind}", old, new, (Direction.CHANGES, Direction.CHANGES))
