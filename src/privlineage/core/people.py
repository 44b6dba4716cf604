"""Who somebody is, and how that is known (law 9)."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

__all__ = ["AIRFLOW", "COMMIT", "TOKEN", "UNVERIFIED", "Identity", "could_be_same", "folded", "same_person"]

UNVERIFIED = "unverified"
"""Somebody said so: the user of a machine, or `--by`."""

AIRFLOW = "airflow"
"""Airflow's auth manager let this user in."""

COMMIT = "commit"
"""A signature on a git commit, by a key that the bundle in force lists."""

TOKEN = "token"  # noqa: S105 - a word, not a secret
"""A token that a privlineage server gave out."""

_REAL = frozenset({AIRFLOW, COMMIT, TOKEN})


@dataclass(frozen=True, slots=True)
class Identity:
    """Somebody who asks for something.

    Attributes:
        name: a user name or an e-mail address, as whoever proved it writes it.
        roles: roles that came with the proof: Airflow's, or a token's.
        how: `unverified`, `airflow`, `commit` or `token`.

    >>> Identity("ana", ("Privacy",), "airflow").is_real, Identity("ana").is_real
    (True, False)
    """

    name: str
    roles: tuple[str, ...] = ()
    how: str = UNVERIFIED

    @property
    def is_real(self) -> bool:
        """Whether it was proven; a way of knowing that this version has never heard of proves nothing."""
        return self.how in _REAL and bool(_looks_like(self.name))

    def __str__(self) -> str:
        name = self.name or "nobody"
        return f"{name} ({self.how})" if self.is_real else f"{name} (identity not verified)"


def folded(name: str) -> str:
    """The one form of a name that is compared.

    >>> folded(" Ana@Corp.Example ")
    'ana@corp.example'
    """
    return unicodedata.normalize("NFKC", name).strip().casefold()


def same_person(one: str, other: str, aliases: Iterable[Iterable[str]] = ()) -> bool:
    """Whether two names are known to be one person: the same name, or names that a team says are one person's.

    What somebody may do is granted by this test, which guesses nothing.

    Args:
        one: a name.
        other: another.
        aliases: groups of names, each of one person.

    >>> same_person("Ana", "ana"), same_person("ana", "ana@corp.example")
    (True, False)
    >>> same_person("ana", "A.Lima@corp.example", [("ana", "a.lima@corp.example")])
    True
    """
    first, second = folded(one), folded(other)
    if not first or not second:
        return False
    return first == second or second in _known_as(first, aliases)


def could_be_same(one: str, other: str, aliases: Iterable[Iterable[str]] = ()) -> bool:
    """Whether two names may well be one person; what needs a second person is refused by this test.

    Beside what is known, a user name and an e-mail address that begins with it count, and so do names that look alike,
    addresses that lead to one mailbox, and a missing name.

    >>> could_be_same("ana", "Ana@corp.example"), could_be_same("", "ana"), could_be_same("ana", "bo@corp.example")
    (True, True, False)
    >>> could_be_same("ana@corp.example", "ana+ci@corp.example")
    True
    """
    first, second = _looks_like(one), _looks_like(other)
    looks = [[_looks_like(name) for name in group] for group in aliases]
    if not first or not second or same_person(first, second, looks):
        return True
    short = {name.partition("@")[0] for name in (first, second) if "@" in name}
    return ("@" not in first or "@" not in second) and bool(short & {first, second})


def _looks_like(name: str) -> str:
    """A name without what nobody sees, and an address without what its mailbox ignores (RFC 5233)."""
    seen = "".join(mark for mark in folded(name) if unicodedata.category(mark)[0] not in "CZ")
    local, at, host = seen.partition("@")
    return f"{local.partition('+')[0] or local}{at}{host}"


def _known_as(name: str, aliases: Iterable[Iterable[str]]) -> set[str]:
    """Every name of the person, over groups that share one."""
    groups = [{folded(alias) for alias in group} - {""} for group in aliases]
    names = {name}
    while more := [group for group in groups if group & names and not group <= names]:
        names.update(*more)
    return names
