"""What changes to rules loosen and tighten; a permit works the other way round from a forbid."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from privlineage.policy.model import Effect, Influence, Mode, Rule, Within

__all__ = ["Direction", "rule_changes"]


class Direction(StrEnum):
    """Which way a change goes; `changes` for what bears on no decision, such as a text or an owner."""

    LOOSENS = "loosens"
    TIGHTENS = "tightens"
    CHANGES = "changes"


@dataclass(frozen=True, slots=True)
class _Reach:
    """The direction of a rule that catches more, and of one that catches less."""

    wider: Direction
    narrower: Direction


def rule_changes(
    before: Sequence[Rule], after: Sequence[Rule], shadows: Callable[[Rule], bool]
) -> Iterator[tuple[Direction, str]]:
    """Rules that came, went or changed.

    Args:
        before: the rules in force.
        after: the new ones.
        shadows: whether a forbid can keep data from a zone's default that is stricter than itself.
    """
    old = {rule.id: rule for rule in before}
    new = {rule.id: rule for rule in after}
    for rule in after:
        if rule.id not in old:
            yield _reach(rule, shadows).wider, f"the {rule.effect} `{rule.id}` is new"
    for rule in before:
        if rule.id not in new:
            yield _reach(rule, shadows).narrower, f"the {rule.effect} `{rule.id}` is gone"
        elif new[rule.id].effect is not rule.effect:
            yield Direction.LOOSENS, f"`{rule.id}` was a {rule.effect} and is a {new[rule.id].effect}"
        else:
            yield from _changed(rule, new[rule.id], _reach(new[rule.id], shadows))


def _reach(rule: Rule, shadows: Callable[[Rule], bool]) -> _Reach:
    if rule.effect is Effect.PERMIT:
        return _Reach(Direction.LOOSENS, Direction.TIGHTENS)
    return _Reach(Direction.LOOSENS if shadows(rule) else Direction.TIGHTENS, Direction.LOOSENS)


def _changed(old: Rule, new: Rule, reach: _Reach) -> Iterator[tuple[Direction, str]]:
    what = f"the rule `{old.id}`"
    yield from _categories(what, old, new, reach)
    if old.threshold is not new.threshold:
        lower = new.threshold.rank < old.threshold.rank
        yield reach.wider if lower else reach.narrower, f"{what} looks at data that is at least {new.threshold}"
    if frozenset(old.into) != frozenset(new.into):
        yield from _zones(what, old, new, reach)
    if old.when != new.when:
        yield Direction.LOOSENS, f"{what} changes its conditions"
    for name, order in (("influence", Influence), ("within", Within)):
        was, now = getattr(old, name), getattr(new, name)
        if was is not now:
            more = list(order).index(now) > list(order).index(was)
            yield reach.wider if more else reach.narrower, f"{what} changes `{name}` from {was} to {now}"
    if old.mode is not new.mode:
        stricter = old.mode is not None and new.mode is not None and _rank(new.mode) > _rank(old.mode)
        direction = Direction.TIGHTENS if stricter else Direction.LOOSENS
        yield direction, f"{what} changes its mode from {old.mode or 'its zone’s'} to {new.mode or 'its zone’s'}"
    if old.exemptible != new.exemptible:
        direction = Direction.LOOSENS if new.exemptible else Direction.TIGHTENS
        yield direction, f"{what} may {'' if new.exemptible else 'no longer '}be exempted from"
    for name in ("because", "fix", "owner"):
        if getattr(old, name) != getattr(new, name):
            yield Direction.CHANGES, f"{what} changes its `{name}`"


def _rank(mode: Mode) -> int:
    return list(Mode).index(mode)


def _categories(what: str, old: Rule, new: Rule, reach: _Reach) -> Iterator[tuple[Direction, str]]:
    if old.categories is None or new.categories is None:
        if old.categories != new.categories:
            yield reach.wider if new.categories is None else reach.narrower, f"{what} changes from or to `any`"
        return
    # More keys catch more, except together, where each further key must be met as well.
    more, less = (reach.narrower, reach.wider) if new.forbid_together else (reach.wider, reach.narrower)
    for key in new.categories:
        if key not in old.categories:
            yield more, f"{what} gains `{key}`"
    for key in old.categories:
        if key not in new.categories:
            yield less, f"{what} loses `{key}`"


def _zones(what: str, old: Rule, new: Rule, reach: _Reach) -> Iterator[tuple[Direction, str]]:
    if not old.into or not new.into:
        where = "everywhere" if not new.into else "in some zones"
        yield reach.wider if not new.into else reach.narrower, f"{what} holds {where}"
        return
    for zone in new.into:
        if zone not in old.into:
            yield reach.wider, f"{what} holds in `{zone}`"
    for zone in old.into:
        if zone not in new.into:
            yield reach.narrower, f"{what} no longer holds in `{zone}`"
