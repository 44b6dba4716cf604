"""What a mode leaves of an action."""

from __future__ import annotations

from privlineage.core.verdict import Outcome
from privlineage.policy.model import Action, Mode

__all__ = ["outcome_of"]

_FULL = {
    Action.ALLOW: Outcome.ALLOW,
    Action.OBSERVE: Outcome.ALLOW,
    Action.WARN: Outcome.WARN,
    Action.BLOCK: Outcome.BLOCK,
}


def outcome_of(action: Action, mode: Mode) -> Outcome:
    """The outcome of an action: all of it under enforce, a warning at most under warn, nothing under observe.

    >>> outcome_of(Action.BLOCK, Mode.WARN).value, outcome_of(Action.BLOCK, Mode.OBSERVE).value
    ('warn', 'allow')
    """
    full = _FULL[action]
    if mode is Mode.ENFORCE:
        return full
    return Outcome.WARN if mode is Mode.WARN and full is not Outcome.ALLOW else Outcome.ALLOW
