"""A claim about a column, from what somebody typed."""

from __future__ import annotations

from collections.abc import Sequence

from privlineage.core.errors import PrivlineageError
from privlineage.core.labels import Atom, Identifiability, Tag
from privlineage.policy.model import Bundle

__all__ = ["claim"]


def claim(
    bundle: Bundle,
    ref: str,
    category: str,
    *,
    author: str,
    at: str,
    identifiability: str = "identified",
    origin: str = "",
    uses: Sequence[str] | None = None,
    subjects: Sequence[str] = (),
    controller: str = "",
) -> Tag:
    """The claim that a column holds a category of personal data, or `none`: reviewed, nothing personal.

    Args:
        bundle: the one in force, with its sources and its taxonomy.
        ref: the column.
        category: a key of the taxonomy, or `none`.
        author: who claims it.
        at: when, ISO 8601 in UTC.
        identifiability: `identified`, `pseudonymised` or `aggregated`.
        origin: whose law follows the data.
        uses: what it may be used for; None where nobody said.
        subjects: kinds of people.
        controller: who answers for the data.

    Raises:
        PrivlineageError: PL301 for a wrong reference, PL104 for an unknown taxonomy key, PL103 for a wrong
            identifiability.
    """
    column = bundle.sources.column(ref)
    if category == "none":
        return Tag(column, None, author, at, "person")
    _check_keys(bundle, category, uses or (), subjects)
    try:
        level = Identifiability(identifiability)
    except ValueError:
        raise PrivlineageError(
            "PL103", f"`{identifiability}` is no identifiability", hint=f"one of {', '.join(Identifiability)}"
        ) from None
    allowed = None if uses is None else tuple(sorted(uses))
    return Tag(column, Atom(category, level, origin, allowed, tuple(subjects), controller), author, at, "person")


def _check_keys(bundle: Bundle, category: str, uses: Sequence[str], subjects: Sequence[str]) -> None:
    taxonomy = bundle.taxonomy
    wrong = [("categories", category)] if category not in taxonomy.categories else []
    wrong += [("uses", use) for use in uses if use not in taxonomy.uses]
    wrong += [("subjects", subject) for subject in subjects if subject not in taxonomy.subjects]
    for kind, key in wrong:
        near = taxonomy.suggest(kind, key)
        raise PrivlineageError(
            "PL104",
            f"`{key}` is not among the {kind} of the taxonomy",
            hint=f"did you mean `{near}`?" if near else "",
        )
