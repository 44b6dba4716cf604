"""`policy.yml`: defaults, zones, declassifiers, rules and the terms of exemptions."""

from __future__ import annotations

from privlineage.core.declassify import Weakening
from privlineage.policy.files.declassify import read_weakening
from privlineage.policy.files.nodes import Node
from privlineage.policy.files.reader import Field, Reader
from privlineage.policy.files.rules import read_rules
from privlineage.policy.files.zones import read_zones
from privlineage.policy.model import ELSEWHERE, Action, Defaults, ExemptionTerms, Mode, Policy

__all__ = ["read_policy"]

_KEYS = ("defaults", "zones", "declassify", "reverses", "rules", "exemptions")
_DEFAULTS = ("mode", "unresolved", "opaque", "unreviewed", "unstated_uses", "error")


def read_policy(reader: Reader, node: Node) -> tuple[Policy, Weakening]:
    """The policy, and what weakens labels."""
    top = reader.record(node, "policy.yml", _KEYS)
    zones = read_zones(reader, top.get("zones"))
    # A zone with an error in it is still a name that rules may use.
    names = _zone_names(top.get("zones"))
    policy = Policy(
        _defaults(reader, top.get("defaults")),
        zones,
        read_rules(reader, top.get("rules"), names),
        _exemptions(reader, top.get("exemptions")),
    )
    return policy, read_weakening(reader, top.get("declassify"), top.get("reverses"))


def _zone_names(zones: Field | None) -> tuple[str, ...]:
    """The names under `zones`, right or wrong otherwise."""
    entries = getattr(zones.value, "entries", []) if zones else []
    return tuple(dict.fromkeys(entry.key.text for entry in entries if entry.key.text != ELSEWHERE))


def _defaults(reader: Reader, field: Field | None) -> Defaults:
    plain = Defaults()
    if field is None:
        return plain
    fields = reader.record(field.value, "`defaults`", _DEFAULTS)
    return Defaults(
        reader.choice(fields.get("mode"), Mode, plain.mode),
        reader.choice(fields.get("unresolved"), Action, plain.unresolved),
        reader.choice(fields.get("opaque"), Action, plain.opaque),
        reader.choice(fields.get("unreviewed"), Action, plain.unreviewed),
        reader.choice(fields.get("unstated_uses"), Action, plain.unstated_uses),
        reader.choice(fields.get("error"), Action, plain.error),
    )


def _exemptions(reader: Reader, field: Field | None) -> ExemptionTerms:
    if field is None:
        return ExemptionTerms()
    fields = reader.record(field.value, "`exemptions`", ("approvers", "max_days"))
    days = reader.number(fields.get("max_days"), ExemptionTerms().max_days, least=1)
    reader.approvers = reader.texts(fields.get("approvers"))
    approvers = tuple(dict.fromkeys(item.text for item in reader.approvers))
    return ExemptionTerms(approvers, days if days is not None else ExemptionTerms().max_days)
