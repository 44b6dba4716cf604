"""`teams.yml`: teams, who belongs to them, and the keys that prove it."""

from __future__ import annotations

import re
from collections.abc import Mapping as Names

from privlineage.core.people import folded
from privlineage.policy.files.nodes import Mapping, Node, Scalar
from privlineage.policy.files.reader import Field, Reader, nearest, shown
from privlineage.policy.teams import Signer, Team

__all__ = ["read_teams", "warn_of_teams"]

_KEYS = ("members", "roles", "signers")
_MEMBER = ("name", "also")
_NAME = re.compile(r"[A-Za-z0-9_][\w .@-]*")


def read_teams(reader: Reader, node: Node) -> dict[str, Team]:
    """The teams by name, in the order of the file."""
    top = reader.record(node, "teams.yml", ("teams",))
    teams: dict[str, Team] = {}
    holders: dict[str, Signer] = {}
    for entry in reader.fields(top["teams"].value, "`teams`") if "teams" in top else []:
        if not _NAME.fullmatch(entry.name):
            hint = "letters, digits, spaces, `_`, `-`, `.`, `@`"
            reader.error("PL103", entry.key.place, f"`{shown(entry.name)}` cannot be the name of a team", hint)
            continue
        teams[entry.name] = _team(reader, entry, holders)
    return teams


def _team(reader: Reader, entry: Field, holders: dict[str, Signer]) -> Team:
    fields = reader.record(entry.value, f"the team `{entry.name}`", _KEYS)
    members = [_member(reader, node) for node in reader.items(fields.get("members"), may_be_blank=True)]
    signers = [_signer(reader, item, holders) for item in reader.texts(fields.get("signers"), may_be_blank=True)]
    roles = [item.text for item in reader.texts(fields.get("roles"), may_be_blank=True)]
    return Team(
        entry.name,
        tuple(dict.fromkeys(member for member in members if member)),
        tuple(dict.fromkeys(roles)),
        tuple(dict.fromkeys(signer for signer in signers if signer)),
        entry.key.place,
    )


def _member(reader: Reader, node: Node) -> tuple[str, ...]:
    """The names of one person: a text, or a mapping with `name` and what else they are called."""
    if not isinstance(node, Mapping):
        text = reader.scalar(node, "a member")
        return (text,) if text else ()
    fields = reader.record(node, "a member", _MEMBER, required=("name",))
    names = [reader.text(fields.get("name")), *(item.text for item in reader.texts(fields.get("also")))]
    return tuple(dict.fromkeys(name for name in names if name))


def _signer(reader: Reader, item: Scalar, holders: dict[str, Signer]) -> Signer | None:
    found = Signer.parse(item.text)
    if found is None:
        hint = "one person and one key: `NAME ssh-ed25519 AAAA…`, or `NAME gpg FINGERPRINT`"
        reader.error("PL103", item.place, f"`{shown(item.text)}` is no signer", hint)
        return None
    first = holders.setdefault(found.key, found)
    if folded(first.name) != folded(found.name):
        text = f"the key of `{first.name}` is listed for `{found.name}` too"
        reader.error("PL105", item.place, text, "a key proves one person: keep one, or give both lines the same name")
    return found


def warn_of_teams(reader: Reader, teams: Names[str, Team]) -> None:
    """Warn (PL111) of teams nobody is in, of owners that are no team, of approvers that nearly are, of shared keys."""
    for team in teams.values():
        if team.place is not None and not (team.members or team.roles or team.signers):
            reader.warn(
                "PL111", team.place, f"nobody is in the team `{team.name}`", "give it members, roles or signers"
            )
    if not teams:
        return
    for owner in reader.owners:
        if owner.text not in teams:
            close = nearest(owner.text, teams)
            hint = f"did you mean `{close}`?" if close else f"teams: {', '.join(teams)}"
            reader.warn("PL111", owner.place, f"the owner `{shown(owner.text)}` is no team of teams.yml", hint)
    for approver in reader.approvers:
        close = "" if approver.text in teams else nearest(folded(approver.text), teams)
        if close:
            text = f"the approver `{shown(approver.text)}` is no team of teams.yml, so it means a role of Airflow"
            reader.warn("PL111", approver.place, text, f"did you mean `{close}`?")
