"""Which zones a sink lies in, or may lie in where nobody could name it."""

from __future__ import annotations

from privlineage.core.patterns import Pattern
from privlineage.core.refs import DatasetRef
from privlineage.core.sources import Sources
from privlineage.policy.model import ELSEWHERE, Policy

__all__ = ["zones_in_source", "zones_of"]


def zones_of(policy: Policy, ref: DatasetRef, sources: Sources) -> tuple[str, ...]:
    """Names of the zones a sink matches, in the order of the policy; `elsewhere` alone when none does.

    >>> zones_of(Policy(), DatasetRef("conn", "ads_api"), Sources())
    ('elsewhere',)
    """
    found = [zone.name for zone in policy.zones if any(Pattern(text).matches(ref, sources) for text in zone.match)]
    return tuple(found) or (ELSEWHERE,)


def zones_in_source(policy: Policy, source_name: str | None, sources: Sources) -> tuple[str, ...]:
    """Zones that an unnamed sink in a declared source may lie in, `elsewhere` always among them.

    Without a source, or with one that is not declared, every zone is possible (law 7).
    """
    source = sources.get(source_name) if source_name else None
    if source is None:
        return policy.zone_names
    found = [
        zone.name for zone in policy.zones if any(Pattern(text).may_match_in(source, sources) for text in zone.match)
    ]
    return (*found, ELSEWHERE)
