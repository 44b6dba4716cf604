"""Why something fired, as a sentence for people; never a data value."""

from __future__ import annotations

from collections.abc import Sequence

from privlineage.core.labels import Atom, Strength
from privlineage.core.movement import Arrival, UnreviewedFlow
from privlineage.core.plan import Unresolved
from privlineage.policy.entries import Entry
from privlineage.policy.matching import purposes_not_allowed
from privlineage.policy.model import Rule

__all__ = ["arrives", "meets", "undecided", "unknown_lineage", "unreviewed", "unstated", "without_rule"]

_HOW = {
    Strength.VALUE: "as a value",
    Strength.COLUMN: "by shaping the column",
    Strength.ROW: "by selecting its rows",
}


def _atom(atom: Atom) -> str:
    return f"`{atom.category}` ({atom.identifiability})"


def _more(count: int, what: str) -> str:
    if count <= 0:
        return ""
    return f", and {count} more {what}{'s' if count > 1 else ''}"


def _reaches(entry: Entry, hits: Sequence[Arrival]) -> str:
    first = hits[0]
    columns = len({hit.sink.path for hit in hits}) - 1
    verb = "would be read by" if entry.worker else "would reach"
    return f"{_atom(first.atom)} {verb} `{first.sink}` {_HOW[first.strength]}{_more(columns, 'column')}"


def arrives(rule: Rule, entry: Entry, hits: Sequence[Arrival]) -> str:
    """A forbid fired."""
    parts = [_reaches(entry, hits)]
    if rule.when.purpose_not_allowed:
        purposes = ", ".join(f"`{purpose}`" for purpose in purposes_not_allowed(entry, hits[0].atom))
        parts.append(f"its allowed uses do not cover {purposes}")
    if rule.when.location_not:
        allowed = ", ".join(rule.when.location_not)
        where = f"which is in {entry.location}" if entry.location else "whose location is unknown"
        parts[0] += f", {where}, outside of {allowed}"
    return "; ".join(parts)


def meets(entry: Entry, rule: Rule, hits: Sequence[Arrival]) -> str:
    """A forbid_together fired."""
    together = ", ".join(f"`{key}`" for key in rule.categories or ())
    where = f"the zone `{entry.zone.name}`" if rule.within.value == "zone" else f"`{entry.sink}`"
    return f"{together} would come together in {where}, by {_atom(hits[0].atom)} in `{hits[0].sink}`"


def without_rule(entry: Entry, hits: Sequence[Arrival]) -> str:
    """A zone's default fired."""
    return f"{_reaches(entry, hits)}; no rule permits it, and the zone `{entry.zone.name}` denies the rest"


def unstated(entry: Entry, hits: Sequence[Arrival]) -> str:
    """`unstated_uses` fired."""
    purposes = ", ".join(f"`{purpose}`" for purpose in entry.purposes)
    return f"{_reaches(entry, hits)} for {purposes}; nobody stated its allowed uses"


def unreviewed(entry: Entry, flows: Sequence[UnreviewedFlow]) -> str:
    """`unreviewed` fired."""
    more = _more(len({flow.column for flow in flows}) - 1, "column")
    return f"`{flows[0].column}`, which nobody tagged or reviewed, would flow into `{entry.sink}`{more}"


def unknown_lineage(item: Unresolved, zone: str) -> str:
    """`unresolved` fired."""
    return f"lineage into the zone `{zone}` could not be resolved: {undecided(item)}"


def undecided(item: Unresolved) -> str:
    """What stands open about a plan, its code first."""
    reason = item.reason if item.reason.startswith(item.code) else f"{item.code}: {item.reason}"
    return f"{reason} ({item.place})" if item.place else reason
