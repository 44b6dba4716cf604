"""`examine_table`: what the columns of a table seem to hold. The one entry point of this room."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from privlineage.detect.column import ColumnSample
from privlineage.detect.finding import Suggestion, TableFinding
from privlineage.detect.guarding import telling_no_values

if TYPE_CHECKING:
    from privlineage.detect.model.neighbours import Neighbours
    from privlineage.detect.model.predict import Prediction
    from privlineage.detect.values import ValueReport

__all__ = ["examine_table"]

_ENOUGH_FOR_FORM = 60
"""Values that show how a column is masked, which is told of every column and must cost next to nothing."""

_LOOKED_AT = 1000
"""Values of one column that are read at most; the rest of a larger sample says nothing new."""


@dataclass(frozen=True, slots=True)
class _Looked:
    """One column, looked at by itself."""

    header: str
    scores: Mapping[str, float]
    report: ValueReport
    texts: tuple[str, ...]
    masked: str


@telling_no_values
def examine_table(columns: Sequence[ColumnSample], table: str = "") -> TableFinding:
    """Suggest a category for every column of a table, with a calibrated confidence and reasons.

    Args:
        columns: samples of the table's columns, in the table's order.
        table: the name of the table, where there is one; it tips the scale where a column leaves doubt.

    Returns:
        A suggestion for every column in the same order. No value of any column is in it.

    Raises:
        PrivlineageError: PL930, the model that comes with the package cannot be read.

    >>> from privlineage.detect.column import ColumnSample
    >>> finding = examine_table([ColumnSample("c1", ["ana@example.org", "li.wei@example.com", "j@example.net"])])
    >>> finding.columns[0].category
    'user.contact.email'
    """
    # numpy and the lists of words are read when a table is looked at, not when this room is imported.
    from privlineage.detect.model.neighbours import beside, named, shifted
    from privlineage.detect.model.predict import predict
    from privlineage.detect.model.weights import shipped
    from privlineage.detect.names import NAME_FEATURES, name_features, quasi_identifiers

    looked = [_look(column) for column in columns]
    predictions = predict(
        shipped(),
        [one.header for one in looked],
        [dict(zip(NAME_FEATURES, name_features(one.header), strict=True)) for one in looked],
        [one.texts for one in looked],
        [dict(zip(one.report.names, one.report.features(), strict=True)) for one in looked],
    )
    around = [beside(predictions, index) for index in range(len(looked))]
    of_table = named(table)
    suggestions = tuple(
        _suggest(one, shifted(prediction, near.shift + of_table + _against(one, prediction)), near)
        for one, prediction, near in zip(looked, predictions, around, strict=True)
    )
    return TableFinding(suggestions, quasi_identifiers(suggestions, table))


def _against(looked: _Looked, prediction: Prediction) -> float:
    from privlineage.detect.model.choose import best_kind
    from privlineage.detect.model.header import against

    return against(looked.scores, best_kind(prediction.shares, personal=True))


def _look(column: ColumnSample) -> _Looked:
    from privlineage.detect.masking import masked_form
    from privlineage.detect.names import score_name
    from privlineage.detect.values.examine import examine_sample
    from privlineage.detect.values.sample import take

    sample = take([str(value) for value in column.values[:_LOOKED_AT]])
    return _Looked(
        header=column.name,
        scores=score_name(column.name),
        report=examine_sample(sample, column.declared_type),
        texts=sample.many,
        masked=masked_form(column.values[:_ENOUGH_FOR_FORM]),
    )


def _suggest(looked: _Looked, prediction: Prediction, near: Neighbours) -> Suggestion:
    from privlineage.detect.model.choose import category_of
    from privlineage.detect.model.predict import calibrated
    from privlineage.detect.model.reasons import reasons
    from privlineage.detect.model.weights import shipped

    model = shipped()
    personal = prediction.personal >= model.threshold
    believed = calibrated(model, prediction.personal)
    return Suggestion(
        column=looked.header,
        category=category_of(prediction.shares) if personal else None,
        confidence=round(believed if personal else 1 - believed, 3),
        evidence=reasons(looked.header, looked.scores, looked.report, prediction, near.kinds, personal=personal),
        masked=looked.masked,
    )
