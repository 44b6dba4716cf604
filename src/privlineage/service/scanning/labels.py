"""Where a table's content and its labels disagree, as what a review can decide about."""

from __future__ import annotations

from collections.abc import Mapping

from privlineage.service.contents.examining import UpstreamValues, compare_table
from privlineage.service.contents.finding import ContentFinding, Disagreement
from privlineage.service.contents.labelled import Labelled
from privlineage.service.scanning.examining import Looked
from privlineage.service.scanning.queueing import Disagreeing
from privlineage.store.suggesting import SuggestionKind

__all__ = ["disagreements"]

_KINDS = {
    Disagreement.DARK_FLOW: SuggestionKind.DARK_FLOW,
    Disagreement.FAKE_MASKING: SuggestionKind.FAKE_MASKING,
    Disagreement.CONTRADICTION: SuggestionKind.CONTRADICTS,
    Disagreement.STALE_LABEL: SuggestionKind.STALE_LABEL,
}


def disagreements(
    known: Mapping[str, Labelled], looked: Looked, upstream: UpstreamValues = lambda _: ()
) -> dict[str, Disagreeing]:
    """The columns of a table whose labels say otherwise than their content, by path.

    Args:
        known: what tags and lineage say of each column, by path.
        looked: what was just seen in it.
        upstream: values of the columns it comes from, where they can be read.
    """
    found = compare_table(known, looked.samples, looked.finding, upstream=upstream)
    return {each.column.path: _told(each) for each in found}


def _told(finding: ContentFinding) -> Disagreeing:
    said = ", ".join(finding.labelled) or "nothing"
    way = " → ".join(str(column) for column in finding.path) if len(finding.path) > 1 else ""
    note = f"{finding.severity}: the labels say {said}{f'; {way}' if way else ''}"
    return Disagreeing(_KINDS[finding.kind], finding.category, finding.reasons, finding.next_step, note)
