"""What is suspicious in a bundle without being wrong: patterns that match nothing yet, rules without effect."""

from __future__ import annotations

import re
from collections.abc import Iterable

from privlineage.core.errors import Place
from privlineage.core.patterns import Pattern
from privlineage.core.refs import DatasetRef
from privlineage.core.sources import Sources
from privlineage.policy.files.nodes import Entry, Mapping, Node, Scalar, Sequence
from privlineage.policy.files.reader import Reader, nearest
from privlineage.policy.model import Effect, Policy, Rule, ZoneDefault

__all__ = ["warn_of_patterns", "warn_of_rules"]

_NO_DATASET = re.compile(r"(conn|xcom|model|worker):(?!//)|https?://", re.IGNORECASE)
"""Sinks that are no dataset are declared nowhere: their patterns cannot be checked against declarations."""


def warn_of_patterns(
    reader: Reader, policy: Policy, sources: Sources, datasets: Iterable[DatasetRef], node: Node
) -> None:
    """Warn (PL110) of zone patterns that match no tagged dataset and in no declared source."""
    places = _pattern_places(node)
    known = list(datasets)
    for zone in policy.zones:
        for pattern in map(Pattern, zone.match):
            if _NO_DATASET.match(pattern.text) or _matches_something(pattern, sources, known):
                continue
            place = places.get((zone.name, pattern.text)) or zone.place
            if place is not None:
                reader.warn(
                    "PL110",
                    place,
                    f"the pattern `{pattern.text}` matches nothing declared yet",
                    _hint(pattern, sources),
                )


def _matches_something(pattern: Pattern, sources: Sources, datasets: list[DatasetRef]) -> bool:
    return any(pattern.may_match_in(source, sources) for source in sources) or any(
        pattern.matches(dataset, sources) for dataset in datasets
    )


def _hint(pattern: Pattern, sources: Sources) -> str:
    head = pattern.text.partition(".")[0]
    close = nearest(head, [source.name for source in sources]) if "://" not in pattern.text else ""
    if close:
        return f"did you mean `{close}{pattern.text[len(head) :]}`?"
    return "fine if the system is outside of sources.yml; otherwise check its spelling"


def _pattern_places(node: Node) -> dict[tuple[str, str], Place]:
    """Where each pattern of each zone stands."""
    found: dict[tuple[str, str], Place] = {}
    for zones in (entry.value for entry in _entries(node) if entry.key.text == "zones"):
        for zone in _entries(zones):
            for field in _entries(zone.value):
                if field.key.text != "match":
                    continue
                items = field.value.items if isinstance(field.value, Sequence) else [field.value]
                for item in items:
                    if isinstance(item, Scalar):
                        found.setdefault((zone.key.text, item.text.strip()), item.place)
    return found


def _entries(node: Node) -> list[Entry]:
    return node.entries if isinstance(node, Mapping) else []


def warn_of_rules(reader: Reader, policy: Policy) -> None:
    """Warn (PL111) of rules that can never change a verdict."""
    for rule in policy.rules:
        problem, hint = _without_effect(policy, rule)
        if problem and rule.place is not None:
            reader.warn("PL111", rule.place, f"the rule `{rule.id}` has no effect: {problem}", hint)


def _without_effect(policy: Policy, rule: Rule) -> tuple[str, str]:
    zones = [zone for zone in policy.zones if rule.holds_in(zone.name)]
    if rule.effect is Effect.PERMIT and not any(zone.default is ZoneDefault.DENY for zone in zones):
        return "no zone it speaks of has `default: deny`", "a forbid is stronger than any permit; permits lift defaults"
    if rule.when.purpose_not_allowed and not any(zone.purposes for zone in zones):
        return "no zone it speaks of has `purposes`", "give the zones their purposes"
    return "", ""
