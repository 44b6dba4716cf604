"""The Store's methods as they go over HTTP: their types, who may call them, and what may be asked for twice."""

from __future__ import annotations

import inspect
import typing
from dataclasses import dataclass
from functools import cache
from typing import Any

from privlineage.store.protocol import Store

__all__ = ["DERIVED", "ENGINE", "METHODS", "READER", "Method", "Signature", "signature_of"]

ENGINE = "engine"
"""What only the decision engine beside the store does. No caller may, whatever roles it brings: whoever could write
verdicts by hand could write an allowing one."""

READER, OPERATOR, PUBLISHER = "reader", "operator", "publisher"


@dataclass(frozen=True, slots=True)
class Method:
    """How one method may be called.

    Attributes:
        role: who may; `reader` stands for everybody who may read.
        repeatable: whether it may be asked for again after its answer was lost.
    """

    role: str
    repeatable: bool = True


METHODS = {
    **{
        name: Method(READER)
        for name in (
            "active_bundle bundle tags datasets state upstream downstream zone_datasets schemas verdict verdict_of "
            "verdicts plan history exemption exemptions exemptions_in_force proposal proposals "
            "scans scanned suggestion suggestions "
            "audit_entries audit_head verify_audit"
        ).split()
    },
    "publish": Method(PUBLISHER),
    "add_tags": Method(OPERATOR),
    "remove_tags": Method(OPERATOR, repeatable=False),
    "add_facts": Method(OPERATOR),
    "put_schemas": Method(OPERATOR),
    "retire": Method(OPERATOR, repeatable=False),
    "retain": Method(OPERATOR, repeatable=False),
    "put_scan": Method(OPERATOR),
    "put_scanned": Method(OPERATOR),
    "review": Method(OPERATOR, repeatable=False),
    "cached_plan": Method(ENGINE),
    "cache_plan": Method(ENGINE),
    "plan_additions": Method(ENGINE),
    "confirm": Method(ENGINE, repeatable=False),
    "abandon": Method(ENGINE, repeatable=False),
    "record_verdict": Method(ENGINE, repeatable=False),
    # Whoever may read may ask, and say something of what was asked: what that does is for `service.serving.guarded` and
    # `service.serving.guarded_exemptions` to judge.
    "add_exemption": Method(READER, repeatable=False),
    "change_exemption": Method(READER, repeatable=False),
    "add_proposal": Method(READER, repeatable=False),
    "settle_proposal": Method(READER, repeatable=False),
}

DERIVED = frozenset({"sources", "tags", "weakening"})
"""Arguments of `publish` that follow from the bundle's files: the server works them out, and is not told."""


@dataclass(frozen=True, slots=True)
class Signature:
    """The types of a method.

    Attributes:
        arguments: by name, in order.
        optional: names of those with a default.
        result: of what it returns.
    """

    arguments: dict[str, Any]
    optional: frozenset[str]
    result: Any


@cache
def signature_of(name: str) -> Signature:
    """The types of one of `METHODS`, as the Protocol has them."""
    method = getattr(Store, name)
    hints = typing.get_type_hints(method)
    result = hints.pop("return")
    if name == "publish":
        hints = {argument: kind for argument, kind in hints.items() if argument not in DERIVED}
    parameters = inspect.signature(method).parameters
    optional = frozenset(argument for argument in hints if parameters[argument].default is not inspect.Parameter.empty)
    return Signature(hints, optional, result)
