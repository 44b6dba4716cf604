"""The comparison itself: one column's content against its labels. Pure: no store, no values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from privlineage.core.labels import Atom, Identifiability
from privlineage.core.refs import ColumnRef
from privlineage.core.taxonomy import is_within, related
from privlineage.detect.finding import Suggestion
from privlineage.detect.masking import FAMILIES, MaskingReport
from privlineage.service.contents import steps
from privlineage.service.contents.finding import ContentFinding, Disagreement, Severity
from privlineage.service.contents.labelled import Labelled

__all__ = ["CONFIDENT", "compare_column"]

CONFIDENT = 0.8
"""From this confidence on, what the detectors say is held against the labels."""

_CERTAIN = 0.9
_SHOWS = ("user.contact.email", "user.financial.credit_card", "user.device.ip_address", "user.contact.phone_number")
"""Categories whose values show themselves: where a column is labelled so and its values are certainly not, the label
is stale. That a name or an age is not seen says nothing."""

_OPAQUE = FAMILIES["hash"] | FAMILIES["password_hash"] | FAMILIES["encrypted"] | {"redacted", "uuid"}
"""Kinds behind which nothing can be read."""

_NOT_MASKED = frozenset({"", "clear", "case"})


def compare_column(
    labelled: Labelled, suggestion: Suggestion, masking: MaskingReport, behind: str = ""
) -> ContentFinding | None:
    """Where the content of one column and its labels disagree; None where they agree.

    A coarse label and a finer content agree. What nobody said anything of disagrees with nothing: what the detectors
    see there is a suggestion, unless it only looks masked, which a person would take for nothing personal.

    Args:
        labelled: what tags and lineage say.
        suggestion: what the detectors say.
        masking: how the values look masked, and whether that holds.
        behind: the category of what a masking was led back to, where that is known.
    """
    if masking.holds is False and masking.kind not in _NOT_MASKED:
        return _fake(labelled, masking, behind or masking.content or _seen(suggestion, masking))
    seen = _seen(suggestion, masking)
    if not seen:
        return _stale(labelled, suggestion, masking)
    found = None if labelled.unknown else _clear(labelled, suggestion, seen)
    return found and replace(found, category=seen)


def _seen(suggestion: Suggestion, masking: MaskingReport) -> str:
    """The category that lies in the values for everybody to read; empty where none does."""
    if suggestion.category is None or suggestion.confidence < CONFIDENT or masking.kind in _OPAQUE:
        return ""
    return suggestion.category


def _fake(labelled: Labelled, masking: MaskingReport, behind: str) -> ContentFinding | None:
    """A masking that does not hold, where the labels or the content say that something personal is behind it."""
    weak = [pair for pair in labelled.atoms if not _identified(pair[0])]
    for atom, path in weak or labelled.atoms:
        # Labels that say `identified` let nothing pass: there, the masking is only worth nothing.
        severity = Severity.HIGH if weak else Severity.MEDIUM
        content = f"{atom.category}, masked as {masking.kind}"
        step = steps.stronger(labelled)
        made = _finding(labelled, Disagreement.FAKE_MASKING, severity, content, masking.reasons, path, step)
        return replace(made, category=atom.category)
    if not behind:
        return None
    severity = Severity.MEDIUM if labelled.unknown else Severity.HIGH
    content, path = f"{behind}, masked as {masking.kind}", (labelled.column,)
    step = steps.tag(labelled.column, behind)
    made = _finding(labelled, Disagreement.FAKE_MASKING, severity, content, masking.reasons, path, step)
    return replace(made, category=behind)


def _clear(labelled: Labelled, suggestion: Suggestion, seen: str) -> ContentFinding | None:
    """What lies in the clear, against labels that do not say so."""
    evidence = tuple(item.text for item in suggestion.evidence)
    fitting = [pair for pair in labelled.atoms if related(pair[0].category, seen)]
    if any(_identified(atom) for atom, _ in fitting):
        return None
    if fitting:
        atom, path = fitting[0]
        reasons = (f"the labels say {atom.identifiability}, and the values lie in the clear", *evidence)
        step = steps.without_declassifier(labelled, seen)
        return _finding(labelled, Disagreement.FAKE_MASKING, Severity.HIGH, seen, reasons, path, step)
    if labelled.atoms:
        reasons = ("the labels name another kind of data than the values show", *evidence)
        path, step = labelled.atoms[0][1], steps.tag(labelled.column, seen)
        return _finding(labelled, Disagreement.CONTRADICTION, Severity.MEDIUM, seen, reasons, path, step)
    clean = "somebody tagged it `none`" if labelled.reviewed else "no label reaches it from where it comes"
    source = steps.gap(labelled)
    step = steps.tag(source.column if source else labelled.column, seen)
    path = source.path if source else (labelled.column,)
    return _finding(labelled, Disagreement.DARK_FLOW, Severity.HIGH, seen, (clean, *evidence), path, step)


def _stale(labelled: Labelled, suggestion: Suggestion, masking: MaskingReport) -> ContentFinding | None:
    """Labels that say more than the values show."""
    atom, path = next((pair for pair in labelled.atoms if _identified(pair[0])), (None, ()))
    if atom is None:
        return None
    if masking.kind in _OPAQUE:
        reasons = (f"the labels say identified, and the values are masked as {masking.kind}", *masking.reasons)
        step = steps.weaker(labelled, atom)
        return _finding(labelled, Disagreement.STALE_LABEL, Severity.LOW, masking.kind, reasons, path, step)
    shows = all(any(is_within(other.category, key) for key in _SHOWS) for other, _ in labelled.atoms)
    if not shows or masking.kind or suggestion.category is not None or suggestion.confidence < _CERTAIN:
        return None
    evidence = tuple(item.text for item in suggestion.evidence)
    reasons = (f"values of {atom.category} show themselves, and these do not", *evidence)
    step = steps.withdrawn(labelled, atom)
    return _finding(labelled, Disagreement.STALE_LABEL, Severity.LOW, "nothing personal", reasons, path, step)


def _identified(atom: Atom) -> bool:
    return atom.identifiability is Identifiability.IDENTIFIED


def _finding(  # noqa: PLR0917 - one line for each kind of disagreement reads best in the order of the type
    labelled: Labelled,
    kind: Disagreement,
    severity: Severity,
    content: str,
    reasons: Sequence[str],
    path: Sequence[ColumnRef],
    step: str,
) -> ContentFinding:
    said = tuple(dict.fromkeys(str(atom) for atom, _ in labelled.atoms)) or (("none",) if labelled.reviewed else ())
    return ContentFinding(kind, labelled.column, severity, content, said, tuple(reasons), tuple(path), step)
