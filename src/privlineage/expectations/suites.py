"""A suite for a table out of its labels: one expectation for each column, all of them from one sample."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from great_expectations.core.expectation_suite import ExpectationSuite

__all__ = ["suite_of_labels"]


def suite_of_labels(
    name: str,
    labels: Mapping[str, Sequence[str] | str] | None = None,
    *,
    columns: Sequence[str] = (),
    reference: str | None = None,
    store: str | None = None,
    **sampling: Any,
) -> ExpectationSuite:
    """A suite that holds every column of a table against its labels.

    However many columns there are, a validation sends one sampled statement: expectations that sample alike share it.

    Args:
        name: the suite's name.
        labels: what is said of columns, by their names.
        columns: the columns whose labels are looked up, where `labels` are not given.
        reference: the table in privlineage's spelling, whose labels are looked up.
        store: where they are looked up; else the store that `PRIVLINEAGE_STORE` names.
        sampling: the parameters that all our expectations take, as in `sample_rows=1000`.
    """
    from great_expectations.core.expectation_suite import ExpectationSuite

    from privlineage.expectations.checks.matches_labels import ExpectColumnToMatchItsLabels
    from privlineage.expectations.checks.no_unlabelled import ExpectTableToHoldNoUnlabelledPersonalData

    whole: Any = ExpectTableToHoldNoUnlabelledPersonalData
    single: Any = ExpectColumnToMatchItsLabels
    given = {column: [said] if isinstance(said, str) else list(said) for column, said in (labels or {}).items()}
    looked_up = {"reference": reference, "store": store} if labels is None else {}
    suite = ExpectationSuite(name=name)
    suite.add_expectation(whole(labels=given if labels is not None else None, **looked_up, **sampling))
    for column in given or columns:
        suite.add_expectation(single(column=column, labels=given.get(column), **looked_up, **sampling))
    return suite
