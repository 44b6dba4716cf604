"""Teams: who belongs to them, and by which proof that is seen."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from privlineage.core.errors import Place
from privlineage.core.people import AIRFLOW, COMMIT, TOKEN, Identity, folded, same_person

__all__ = ["Signer", "Team", "aliases_of", "belongs", "signers_of", "stands_for"]

_KEY = re.compile(r"(?:sk-)?(?:ssh|ecdsa)-[a-z0-9@.-]+ [A-Za-z0-9+/]{20,}={0,3}|gpg [0-9A-F]{40}|gpg [0-9A-F]{64}")
_OPTION = re.compile(r'namespaces="git"|valid-(?:after|before)="[0-9]{8,14}Z?"', re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Signer:
    """A key whose signature on a git commit proves a person.

    Attributes:
        name: who holds the key; one of the names of a member, or a person of its own.
        key: `ssh-ed25519 AAAA…` as in a public key file, or `gpg` and a fingerprint in upper case.
        options: options of an allowed-signers line (ssh-keygen(1)): `namespaces="git"`, `valid-after`, `valid-before`.
    """

    name: str
    key: str
    options: str = ""

    @property
    def is_gpg(self) -> bool:
        """Whether it is a key of GnuPG rather than one of ssh."""
        return self.key.startswith("gpg ")

    @property
    def line(self) -> str:
        """The line of an allowed-signers file; what is signed with it proves its name and nothing else."""
        return " ".join(part for part in (self.name, self.options, self.key) if part)

    @staticmethod
    def parse(text: str) -> Signer | None:
        """A signer from `NAME [OPTIONS] KEYTYPE KEY [COMMENT]` or `NAME gpg FINGERPRINT`, None for any other text.

        One name and one key: lists, patterns and certificate authorities of ssh would prove people nobody named.

        >>> Signer.parse("ana ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI ana@laptop").name
        'ana'
        >>> Signer.parse("*@corp.example ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI")
        """
        name, _, rest = text.strip().partition(" ")
        options, rest = _options(rest.strip())
        kind, _, rest = rest.partition(" ")
        word = rest.replace(" ", "").upper() if kind == "gpg" else rest.strip().partition(" ")[0]
        key = f"{kind} {word}"
        if not re.fullmatch(r"[^\s,*?!\"#]+", name) or not _KEY.fullmatch(key):
            return None
        return Signer(name, key, options)


def _options(text: str) -> tuple[str, str]:
    first, _, rest = text.partition(" ")
    parts = first.split(",")
    return (first, rest.strip()) if all(map(_OPTION.fullmatch, parts)) else ("", text)


@dataclass(frozen=True, slots=True)
class Team:
    """A team of `teams.yml`.

    Attributes:
        name: its name, which owners and approvers may be.
        members: the names of each member, as Airflow, tokens or signatures give them: the first, then the others.
        roles: roles of Airflow, or of a server's token, whose holders belong to it.
        signers: keys whose signatures prove a member.
        place: where it stands.
    """

    name: str
    members: tuple[tuple[str, ...], ...] = ()
    roles: tuple[str, ...] = ()
    signers: tuple[Signer, ...] = ()
    place: Place | None = field(default=None, compare=False)


def aliases_of(teams: Mapping[str, Team]) -> tuple[tuple[str, ...], ...]:
    """Which names are one person's, as any team has it."""
    return tuple(names for team in teams.values() for names in team.members if len(names) > 1)


def signers_of(teams: Mapping[str, Team]) -> tuple[Signer, ...]:
    """Every key that any team lists, each once."""
    return tuple(dict.fromkeys(signer for team in teams.values() for signer in team.signers))


def belongs(identity: Identity, team: Team, teams: Mapping[str, Team]) -> bool:
    """Whether somebody is known to belong to a team. Who did not prove who they are belongs to none.

    >>> privacy = Team("privacy", (("ana",),), ("Privacy",))
    >>> teams = {"privacy": privacy}
    >>> [belongs(one, privacy, teams) for one in (Identity("Ana", (), "airflow"), Identity("ana"))]
    [True, False]
    """
    if not identity.is_real:
        return False
    names: Iterable[str] = (name for person in team.members for name in person)
    if identity.how == COMMIT:
        names = (*names, *(signer.name for signer in team.signers))
    known = aliases_of(teams)
    return any(same_person(identity.name, name, known) for name in names) or _has_role(identity, team.roles)


def stands_for(identity: Identity, name: str, teams: Mapping[str, Team]) -> bool:
    """Whether somebody belongs to what a name means: a team, or where no team has the name a role of Airflow."""
    team = teams.get(name)
    return belongs(identity, team, teams) if team is not None else _has_role(identity, (name,))


def _has_role(identity: Identity, roles: Iterable[str]) -> bool:
    held = {folded(role) for role in identity.roles} if identity.how in (AIRFLOW, TOKEN) else set()
    return not held.isdisjoint(map(folded, roles))
