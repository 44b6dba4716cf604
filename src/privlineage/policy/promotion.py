"""Modes tried out without editing a file: what enforcing a zone, a rule or everything would do."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import replace

from privlineage.core.errors import PrivlineageError
from privlineage.policy.model import ELSEWHERE, Mode, Policy

__all__ = ["promoted", "read_modes"]

DEFAULTS = "defaults"
_HINT = "write the name of a zone or a rule, or `defaults`, as in `ads=enforce`"


def read_modes(settings: Iterable[str], enforced: Iterable[str] = ()) -> dict[str, Mode]:
    """The modes somebody asks about, by name.

    Args:
        settings: texts of the form `ads=enforce`.
        enforced: names to enforce, several of them with commas between.

    Raises:
        PrivlineageError: PL001 for a text of another form, or a name with two modes.

    >>> read_modes(["ads=warn"], ["training, overseas"])["overseas"].value
    'enforce'
    """
    found: dict[str, Mode] = {}
    for text in settings:
        name, mark, mode = (part.strip() for part in text.partition("="))
        if not (name and mark and mode in list(Mode)):
            modes = ", ".join(mode.value for mode in Mode)
            raise PrivlineageError("PL001", f"`{text}` names no mode", hint=f"write NAME=MODE with one of {modes}")
        if found.setdefault(name, Mode(mode)) is not Mode(mode):
            raise _two_modes(name)
    for name in (name.strip() for text in enforced for name in text.split(",") if name.strip()):
        if found.setdefault(name, Mode.ENFORCE) is not Mode.ENFORCE:
            raise _two_modes(name)
    return found


def _two_modes(name: str) -> PrivlineageError:
    return PrivlineageError("PL001", f"`{name}` is given two modes", hint="write each name once, in one of the options")


def promoted(policy: Policy, modes: Mapping[str, Mode]) -> Policy:
    """The policy with these modes in place of its own.

    A zone's mode says nothing of a rule that has its own (design, section 2): such a rule is named by itself.

    Raises:
        PrivlineageError: PL001 for a name that is no zone and no rule, or both.

    >>> promoted(Policy(), {"defaults": Mode.WARN}).defaults.mode.value
    'warn'
    """
    for name, mode in modes.items():
        policy = _promoted(policy, name, mode)
    return policy


def _promoted(policy: Policy, name: str, mode: Mode) -> Policy:
    kind, _, bare = name.partition(":")
    kind, bare = (kind, bare) if kind in ("zone", "rule") and bare else ("", name)
    if not kind and bare == DEFAULTS:
        return replace(policy, defaults=replace(policy.defaults, mode=mode))
    is_zone = kind != "rule" and any(zone.name == bare for zone in policy.zones)
    is_rule = kind != "zone" and any(rule.id == bare for rule in policy.rules)
    if is_zone and is_rule:
        raise PrivlineageError("PL001", f"`{bare}` is a zone and a rule", hint=f"write `zone:{bare}` or `rule:{bare}`")
    if is_zone:
        zones = tuple(replace(zone, mode=mode) if zone.name == bare else zone for zone in policy.zones)
        return replace(policy, zones=zones)
    if is_rule:
        rules = tuple(replace(rule, mode=mode) if rule.id == bare else rule for rule in policy.rules)
        return replace(policy, rules=rules)
    if bare == ELSEWHERE:
        hint = f"`{ELSEWHERE}` has the mode of the policy: write `{DEFAULTS}={mode}`"
        raise PrivlineageError("PL001", f"`{ELSEWHERE}` has no mode of its own", hint=hint)
    known = [DEFAULTS, *(zone.name for zone in policy.zones), *(rule.id for rule in policy.rules)]
    close = difflib.get_close_matches(bare, known, n=1, cutoff=0.6)
    hint = f"did you mean `{close[0]}`?" if close else _HINT
    raise PrivlineageError("PL001", f"`{name}` is no zone and no rule of the policy", hint=hint)
