"""Whether what was found in a column is what its labels say, in the words of a result."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from privlineage.core.taxonomy import related
from privlineage.detect.finding import Evidence, Suggestion
from privlineage.detect.masking import MaskingReport
from privlineage.service.contents.comparing import compare_column
from privlineage.service.contents.finding import ContentFinding
from privlineage.service.contents.labelled import Labelled

__all__ = ["Problem", "problem_of"]

_STEPS = {
    "unlabelled": "say so in labels, or mask or drop the column",
    "dark_flow": "correct the label, or mask or drop the column",
    "contradiction": "correct the label, or see how this data got here",
    "stale_label": "correct the label: the data it names is not here any more",
    "fake_masking": "use hmac with a key kept from readers, and write the column anew",
}


@dataclass(frozen=True, slots=True)
class Problem:
    """Where content and labels disagree; without a kind, they do not.

    Attributes:
        kind: `unlabelled`, or one of `service.contents.finding.Disagreement`.
        said: in a few words, what the content is.
        severity: `high`, `medium` or `low`.
        reasons: why the content is thought to be so.
        path: the columns along which the labels come.
        next_step: what settles it.
    """

    kind: str
    said: str
    severity: str = ""
    reasons: tuple[str, ...] = ()
    path: tuple[str, ...] = ()
    next_step: str = ""


def problem_of(column: dict[str, Any], labelled: Labelled, min_confidence: float, looked_up: bool) -> Problem:
    """What is wrong with a column, if anything.

    Args:
        column: what the metric says of it.
        labelled: what is said of it.
        min_confidence: from this confidence on, a category counts where no label agrees with it.
        looked_up: whether the column has a reference that a next step can name.
    """
    if not column["values"]:
        # A name alone says what a column is for, not what is in it.
        return Problem("", "no values, so none that speaks against its labels")
    suggestion = Suggestion(
        column["name"],
        column["category"],
        column["confidence"],
        tuple(Evidence(kind, text) for kind, text in column["evidence"]),
        column["masked"],
    )
    masking = MaskingReport(column["masking"], column["holds"], tuple(column["masking_reasons"]))
    found = compare_column(labelled, suggestion, masking, column["behind"])
    if found is not None:
        return _told(found, looked_up)
    category = column["category"]
    counts = category is not None and column["confidence"] >= min_confidence
    if counts and not labelled.atoms:
        step = f"privlineage tag '{labelled.column}' {category}" if looked_up else _STEPS["unlabelled"]
        reasons = tuple(evidence.text for evidence in suggestion.evidence)
        return Problem("unlabelled", f"{category} ({column['confidence']:.0%} sure)", "high", reasons, (), step)
    fitting = [str(atom) for atom, _ in labelled.atoms if counts and related(atom.category, category)]
    if fitting:
        return Problem("", f"{category}, as labelled")
    if labelled.atoms:
        return Problem("", f"{column['masking'] or 'nothing'} that speaks against its labels")
    return Problem("", "nothing personal")


def _told(found: ContentFinding, looked_up: bool) -> Problem:
    return Problem(
        str(found.kind),
        found.content,
        str(found.severity),
        found.reasons,
        tuple(str(column) for column in found.path) if looked_up else (),
        found.next_step if looked_up else _STEPS[str(found.kind)],
    )
