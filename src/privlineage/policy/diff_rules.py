"""What changes to rules loosen and tighten; a permit works the other way round from a forbid."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import StrEnum

from privlineage.policy.model import Effect, Influence, Mode, Rule, Within

__all__ = ["Direction", "rule_changes"]


class Direction(StrEnum):
    """Which way a change goes."""

    LOOSENS = "loosens"
    TIGHTENS = "tightens"

    @property
    def opposite(self) -> Direction:
        """The other way."""
        return Direction.TIGHTENS if self is Direction.LOOSENS else Direction.LOOSENS


def rule_changes(before: Sequence[Rule], after: Sequence[Rule]) -> Iterator[tuple[Direction, str]]:
    """Rules that came, went or changed."""
    old = {rule.id: rule for rule in before}
    new = {rule.id: rule for rule in after}
    for rule in after:
        if rule.id not in old:
            yield _reach(rule), f"the {rule.effect} `{rule.id}` is new"
    for rule in before:
        if rule.id not in new:
            yield _reach(rule).opposite, f"the {rule.effect} `{rule.id}` is gone"
        elif new[rule.id].effect is not rule.effect:
            yield Direction.LOOSENS, f"`{rule.id}` was a {rule.effect} and is a {new[rule.id].effect}"
        else:
            yield from _changed(rule, new[rule.id])


def _reach(rule: Rule) -> Direction:
    """The direction of a rule that catches more."""
    return Direction.LOOSENS if rule.effect is Effect.PERMIT else Direction.TIGHTENS


def _changed(old: Rule, new: Rule) -> Iterator[tuple[Direction, str]]:
    what = f"the rule `{old.id}`"
    wider = _reach(new)
    yield from _categories(what, old, new, wider)
    if old.threshold is not new.threshold:
        lower = new.threshold.rank < old.threshold.rank
        yield wider if lower else wider.opposite, f"{what} looks at data that is at least {new.threshold}"
    if frozenset(old.into) != frozenset(new.into):
        yield from _zones(what, old, new, wider)
    if old.when != new.when:
        yield Direction.LOOSENS, f"{what} changes its conditions"
    for name, order in (("influence", Influence), ("within", Within)):
        was, now = getattr(old, name), getattr(new, name)
        if was is not now:
            more = list(order).index(now) > list(order).index(was)
            yield wider if more else wider.opposite, f"{what} changes `{name}` from {was} to {now}"
    if old.mode is not new.mode:
        stricter = old.mode is not None and new.mode is not None and _rank(new.mode) > _rank(old.mode)
        direction = Direction.TIGHTENS if stricter else Direction.LOOSENS
        yield direction, f"{what} changes its mode from {old.mode or 'its zone’s'} to {new.mode or 'its zone’s'}"
    if old.exemptible != new.exemptible:
        direction = Direction.LOOSENS if new.exemptible else Direction.TIGHTENS
        yield direction, f"{what} may {'' if new.exemptible else 'no longer '}be exempted from"


def _rank(mode: Mode) -> int:
    return list(Mode).index(mode)


def _categories(what: str, old: Rule, new: Rule, wider: Direction) -> Iterator[tuple[Direction, str]]:
    if old.categories is None or new.categories is None:
        if old.categories != new.categories:
            yield wider if new.categories is None else wider.opposite, f"{what} changes from or to `any`"
        return
    # More keys catch more, except together, where each further key must be met as well.
    more = wider.opposite if new.forbid_together else wider
    for key in new.categories:
        if key not in old.categories:
            yield more, f"{what} gains `{key}`"
    for key in old.categories:
        if key not in new.categories:
            yield more.opposite, f"{what} loses `{key}`"


def _zones(what: str, old: Rule, new: Rule, wider: Direction) -> Iterator[tuple[Direction, str]]:
    if not old.into or not new.into:
        yield (
            wider if not new.into else wider.opposite,
            f"{what} holds {'everywhere' if not new.into else 'in some zones'}",
        )
        return
    for zone in new.into:
        if zone not in old.into:
            yield wider, f"{what} holds in `{zone}`"
    for zone in old.into:
        if zone not in new.into:
            yield wider.opposite, f"{what} no longer holds in `{zone}`"
