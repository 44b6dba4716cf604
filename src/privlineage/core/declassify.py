"""Declassifiers: the only way a label gets weaker, and only its identifiability (law 5)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from privlineage.core.facts import FunctionStep
from privlineage.core.labels import UNREVIEWED, Atom, Identifiability

__all__ = ["Declassifier", "Weakening"]


@dataclass(frozen=True, slots=True, order=True)
class Declassifier:
    """An allow-listed function.

    Attributes:
        function: its name in lower case; dotted for Python functions.
        to: how identifying its result is at most.
        argument: the 0-based position the data must come through, None for any.
        literals: literal arguments that must be there, by position.
        labels: categories it works for (descendants included), empty for all.
        dialect: the SQL dialect it holds in, empty for any.
    """

    function: str
    to: Identifiability
    argument: int | None = None
    literals: tuple[tuple[int, str], ...] = ()
    labels: tuple[str, ...] = ()
    dialect: str = ""

    def matches(self, step: FunctionStep) -> bool:
        """Whether this entry speaks of that use of a function: name, position and every literal agree."""
        if step.function.lower() != self.function.lower():
            return False
        if self.dialect and step.dialect and self.dialect != step.dialect:
            return False
        if self.dialect and not step.dialect:
            return False
        if self.argument is not None and step.argument != self.argument:
            return False
        found = dict(step.literals)
        return all(found.get(position) == literal for position, literal in self.literals)

    def covers(self, category: str) -> bool:
        """Whether the entry works for that category."""
        return not self.labels or any(category == key or category.startswith(f"{key}.") for key in self.labels)


@dataclass(frozen=True, slots=True)
class Weakening:
    """What the functions of a bundle do to atoms that pass through a path.

    >>> entry = Declassifier("sha256", Identifiability.PSEUDONYMISED, argument=0)
    >>> str(Weakening((entry,)).apply(Atom("user.contact.email"), (FunctionStep("sha256"),)))
    'user.contact.email, pseudonymised'
    """

    declassifiers: tuple[Declassifier, ...] = ()
    reverses: frozenset[str] = frozenset()

    def apply(self, atom: Atom, path: Iterable[FunctionStep]) -> Atom:
        """The atom after every function of the path, innermost first.

        `UNREVIEWED` is no claim that a function could weaken: what nobody reviewed is not clean for being hashed.
        """
        if atom == UNREVIEWED:
            return atom
        for step in path:
            if step.function.lower() in self.reverses:
                atom = atom.with_identifiability(Identifiability.IDENTIFIED)
                continue
            for entry in self.declassifiers:
                if entry.to.rank < atom.identifiability.rank and entry.covers(atom.category) and entry.matches(step):
                    atom = atom.with_identifiability(entry.to)
        return atom

    @property
    def kept_literals(self) -> frozenset[tuple[str, int]]:
        """Function and position of every literal a stored fact may keep (law 10)."""
        return frozenset((entry.function.lower(), place) for entry in self.declassifiers for place, _ in entry.literals)
