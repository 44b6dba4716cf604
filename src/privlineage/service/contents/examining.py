"""The content of one table held against its labels: masking looked at, candidates found along the lineage."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TypeAlias

from privlineage.core.refs import ColumnRef
from privlineage.detect.column import ColumnSample
from privlineage.detect.finding import Suggestion, TableFinding
from privlineage.detect.masking import MaskingReport, examine_masking, masked_form
from privlineage.detect.masking.budget import TableTries
from privlineage.detect.masking.reversal import TRIES
from privlineage.service.contents.beside import ClearColumns, behind, clear_columns, others
from privlineage.service.contents.comparing import compare_column
from privlineage.service.contents.finding import ContentFinding
from privlineage.service.contents.labelled import Labelled

__all__ = ["UpstreamValues", "compare_table", "masking_of"]

UpstreamValues: TypeAlias = Callable[[ColumnRef], Sequence[str]]
"""Gives values of another column, as many as it likes, to be tried as what is behind a masked one."""

_NEAR_ORIGINS = 3


def compare_table(
    known: Mapping[str, Labelled],
    samples: Sequence[ColumnSample],
    finding: TableFinding,
    *,
    upstream: UpstreamValues = lambda _: (),
) -> tuple[ContentFinding, ...]:
    """Where the columns of a table hold something else than their labels say.

    Args:
        known: what tags and lineage say of each column, by the sample's name (`labelled_columns`).
        samples: the samples that were examined.
        finding: what the detectors said of them.
        upstream: values of columns that the lineage names as sources, where they can be read. Without them, what a
            table holds beside a masked column is tried, and the small spaces.

    Returns:
        The disagreements in the table's order. No value is in them.
    """
    said = {suggestion.column: suggestion for suggestion in finding.columns}
    clear = clear_columns(samples, finding.columns)
    found: list[ContentFinding] = []
    budget = TableTries()
    for sample in samples:
        labelled, suggestion = known[sample.name], said.get(sample.name) or Suggestion(sample.name, None, 0.0)
        masking = masking_of(sample, labelled, clear, upstream, budget.left)
        budget.spend(masking)
        known_behind = behind(sample, clear) if masking.reversed_share and not labelled.atoms else ""
        disagreement = compare_column(labelled, suggestion, masking, known_behind)
        if disagreement is not None:
            found.append(disagreement)
    return tuple(found)


def masking_of(
    sample: ColumnSample,
    labelled: Labelled,
    clear: ClearColumns,
    upstream: UpstreamValues,
    tries: int = TRIES,
) -> MaskingReport:
    """How a column looks masked, with what lineage says of its functions and sources.

    Args:
        sample: its values.
        labelled: what is known of it.
        clear: the columns of the same sample that hold personal data in the clear.
        upstream: gives values of its sources.
        tries: how many values of the small spaces are tried at most.
    """
    category = next((atom.category for atom, _ in labelled.atoms), "")
    functions = [step.function for step in labelled.functions]
    # Reading where a column comes from costs a statement: it is done where there is something to lead back.
    asked = bool(functions) or bool(masked_form(sample.values))
    return examine_masking(
        sample.values,
        candidates=_candidates(sample, labelled, clear, upstream) if asked else (),
        functions=functions,
        category=category,
        tries=tries,
    )


def _candidates(
    sample: ColumnSample, labelled: Labelled, clear: ClearColumns, upstream: UpstreamValues
) -> Iterator[str]:
    for origin in labelled.origins[:_NEAR_ORIGINS]:
        yield from upstream(origin.column)
    for one in others(sample.name, clear):
        yield from one.values
