"""The one line that settles a disagreement: a command, or what to change."""

from __future__ import annotations

import shlex

from privlineage.core.labels import Atom
from privlineage.core.refs import ColumnRef
from privlineage.service.contents.labelled import Labelled, Origin

__all__ = ["gap", "stronger", "tag", "weaker", "withdrawn", "without_declassifier"]


def tag(column: ColumnRef, category: str) -> str:
    """The claim that a column holds a category."""
    return f"privlineage tag {shlex.quote(str(column))} {category}"


def gap(labelled: Labelled) -> Origin | None:
    """The furthest source that hands its values on unchanged: where a label should have started.

    None where somebody said `none`, where functions lie in between, or where the values come from several places: which
    of them brought the content is then not known.
    """
    origins = labelled.origins
    if labelled.reviewed or not origins or any(origin.functions for origin in origins):
        return None
    furthest = origins[-1]
    along = {*furthest.path}
    return furthest if all(origin.column in along for origin in origins) else None


def stronger(labelled: Labelled) -> str:
    """What to use instead of a masking that does not hold."""
    instead = f" in place of `{_last(labelled)}`" if _last(labelled) else ""
    return f"use hmac with a key kept from readers{instead}, and write the column anew"


def without_declassifier(labelled: Labelled, category: str) -> str:
    """What makes the labels say that values lie in the clear."""
    if labelled.tagged:
        return f"{tag(labelled.column, category)} --identifiability identified"
    if _last(labelled):
        return f"take `{_last(labelled)}` out of declassify in policy.yml"
    return f"privlineage why {shlex.quote(str(labelled.column))} {category}"


def weaker(labelled: Labelled, atom: Atom) -> str:
    """What makes the labels say that a column is masked."""
    if atom in labelled.tagged or not labelled.functions:
        return f"{tag(labelled.column, atom.category)} --identifiability pseudonymised"
    used = labelled.functions[-1]
    entry = f"{{function: {used.function}, argument: {used.argument}, to: pseudonymised}}"
    return f"add a declassifier to policy.yml: {entry}"


def withdrawn(labelled: Labelled, atom: Atom) -> str:
    """What takes a label away, or shows where it comes from."""
    verb = "untag" if atom in labelled.tagged else "why"
    return f"privlineage {verb} {shlex.quote(str(labelled.column))} {atom.category}"


def _last(labelled: Labelled) -> str:
    """The function on the way that was the last to change the values."""
    return labelled.functions[-1].function if labelled.functions else ""
