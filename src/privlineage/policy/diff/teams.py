"""What changes to teams loosen and tighten: who may approve, and whose signature counts."""

from __future__ import annotations

from collections.abc import Iterator

from privlineage.core.people import folded
from privlineage.policy.diff.rules import Direction
from privlineage.policy.model import Bundle
from privlineage.policy.teams import Team, aliases_of, signers_of

__all__ = ["team_changes"]

LOOSENS, TIGHTENS = Direction.LOOSENS, Direction.TIGHTENS
_Found = Iterator[tuple[Direction, str]]


def team_changes(before: Bundle, after: Bundle) -> _Found:
    """What changes about who may approve; who else is in a team bears on no decision."""
    approving = dict.fromkeys((*before.policy.exemptions.approvers, *after.policy.exemptions.approvers))
    for name in approving:
        yield from _approving(name, before.teams.get(name), after.teams.get(name))
    yield from _signers(before, after)
    yield from _names(before, after)


def _approving(name: str, old: Team | None, new: Team | None) -> _Found:
    if old is not None and new is None:
        yield LOOSENS, f"the approver `{name}` is a team no longer and means a role of Airflow"
    if old is None and new is not None:
        yield TIGHTENS, f"the approver `{name}` is a team now and no role of Airflow"
    had, has = _means(old), _means(new)
    for who in has:
        if who not in had:
            yield LOOSENS, f"{has[who]} may approve as `{name}`"
    for who in had:
        if who not in has:
            yield TIGHTENS, f"{had[who]} may no longer approve as `{name}`"


def _means(team: Team | None) -> dict[tuple[str, str], str]:
    """Everything that makes somebody a member, with how to say it."""
    if team is None:
        return {}
    names = {("name", folded(name)): f"`{name}`" for person in team.members for name in person}
    roles = {("role", folded(role)): f"the role `{role}`" for role in team.roles}
    keys = {("key", folded(signer.name)): f"signatures of `{signer.name}`" for signer in team.signers}
    return {**names, **roles, **keys}


def _signers(before: Bundle, after: Bundle) -> _Found:
    """A key proves its holder's name everywhere, so a new one loosens whichever team lists it."""
    old, new = signers_of(before.teams), signers_of(after.teams)
    for signer in new:
        if signer not in old:
            yield LOOSENS, f"a further key signs for `{signer.name}`"
    for signer in old:
        if signer not in new:
            yield TIGHTENS, f"a key signs for `{signer.name}` no longer"
    if old and not new:
        yield LOOSENS, "no key of any team is listed: signed commits prove nobody"


def _names(before: Bundle, after: Bundle) -> _Found:
    """Both ways loosen: names of one person share what they may do, names of two may approve each other."""
    old, new = ({frozenset(map(folded, names)): names for names in aliases_of(each.teams)} for each in (before, after))
    for group, names in new.items():
        if group not in old:
            yield LOOSENS, f"{' and '.join(f'`{name}`' for name in names)} count as one person"
    for group, names in old.items():
        if group not in new:
            yield LOOSENS, f"{' and '.join(f'`{name}`' for name in names)} no longer count as one person"
