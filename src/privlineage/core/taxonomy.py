"""The fideslang taxonomy as data: data categories, data uses, data subjects, each a dotted key."""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files

__all__ = ["Taxonomy", "is_within", "related"]


def is_within(key: str, ancestor: str) -> bool:
    """Whether `key` is `ancestor` or one of its descendants.

    >>> is_within("user.contact.email", "user.contact"), is_within("user.contacts", "user.contact")
    (True, False)
    """
    return key == ancestor or key.startswith(f"{ancestor}.")


def related(key: str, other: str) -> bool:
    """Whether one of the two is the other's descendant: how a forbid matches, so a coarse tag cannot hide."""
    return is_within(key, other) or is_within(other, key)


@dataclass(frozen=True, slots=True)
class Taxonomy:
    """The keys a bundle may use.

    Attributes:
        categories: data categories.
        uses: data uses.
        subjects: data subjects.
        dpv: W3C Data Privacy Vocabulary terms by key, where one exists.
    """

    categories: frozenset[str]
    uses: frozenset[str]
    subjects: frozenset[str]
    dpv: dict[str, str] = field(default_factory=dict, compare=False)

    @classmethod
    def shipped(cls) -> Taxonomy:
        """The keys that come with the package: fideslang's and our two additions.

        >>> "user.biometric.face" in Taxonomy.shipped().categories
        True
        """
        return _shipped()

    def extended(
        self, categories: Iterable[str] = (), uses: Iterable[str] = (), subjects: Iterable[str] = ()
    ) -> Taxonomy:
        """This taxonomy with a bundle's own keys."""
        return Taxonomy(
            self.categories | frozenset(categories),
            self.uses | frozenset(uses),
            self.subjects | frozenset(subjects),
            self.dpv,
        )

    def suggest(self, kind: str, key: str) -> str:
        """The key of `categories`, `uses` or `subjects` nearest to a wrong one, or an empty string."""
        known: list[str] = sorted(getattr(self, kind))
        last = key.rsplit(".", 1)[-1]
        # The last part is what people remember: `user.face` means `user.biometric.face`.
        ending = [candidate for candidate in known if candidate.rsplit(".", 1)[-1] == last]
        close = difflib.get_close_matches(key, ending, n=1, cutoff=0.0) or difflib.get_close_matches(key, known, n=1)
        return close[0] if close else ""


@lru_cache(maxsize=1)
def _shipped() -> Taxonomy:
    data = json.loads((files("privlineage.core") / "taxonomy.json").read_text(encoding="utf-8"))
    return Taxonomy(
        frozenset(data["categories"]) | frozenset(data["own_categories"]),
        frozenset(data["uses"]),
        frozenset(data["subjects"]),
        data["dpv"],
    )
