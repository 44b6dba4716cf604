"""`expect_column_to_hold_no_personal_data`."""

from __future__ import annotations

from typing import Any, ClassVar

from great_expectations.compatibility import pydantic

from privlineage.core.taxonomy import is_within
from privlineage.expectations.checks.sampled import Parameter, SampledExpectation
from privlineage.expectations.labels import check_category
from privlineage.expectations.metrics.finding import FINDING

__all__ = ["ExpectColumnToHoldNoPersonalData"]


class ExpectColumnToHoldNoPersonalData(SampledExpectation):
    """Expect that a column holds no personal data, except for categories that may be there.

    A sample of the batch is examined where it lies: names, check digits, forms, characters. The result says which
    category was found, how surely, why, and how the sample was taken; no value of the column is in it.

    Args:
        column: the column.
        allowed_categories: keys of the taxonomy that may be there, with all that is below them.
    """

    column: pydantic.StrictStr = pydantic.Field(min_length=1, description="The column.")
    allowed_categories: list[str] | Parameter = pydantic.Field(
        default=[], description="Categories that may be there, with all that is below them."
    )

    metric: ClassVar[str] = FINDING
    domain_keys: ClassVar[tuple[str, ...]] = (*SampledExpectation.domain_keys, "column")
    success_keys: ClassVar[tuple[str, ...]] = (*SampledExpectation.success_keys, "allowed_categories")
    args_keys: ClassVar[tuple[str, ...]] = ("column",)

    def _validate(
        self,
        metrics: dict[str, Any],
        runtime_configuration: dict[str, Any] | None = None,
        execution_engine: Any = None,
    ) -> dict[str, Any]:
        del runtime_configuration, execution_engine
        for allowed in self.allowed_categories:
            check_category(allowed)
        found = self._found(metrics)
        column = self._column(found, self.column)
        details = {"column": column, "sample": found["sample"], "problem": "", "next": ""}
        if self._too_few(column):
            details.update(problem="cannot_be_judged", next="sample more rows, or lower min_values")
            return self._judged(False, f"{column['values']} values, too few to judge", details)
        if not self._counts(column):
            return self._judged(True, "nothing personal" if column["values"] else "no values", details)
        said = f"{column['category']} ({column['confidence']:.0%} sure)"
        if any(is_within(column["category"], allowed) for allowed in self.allowed_categories):
            return self._judged(True, f"{said}, allowed", details)
        details.update(problem="personal", next="mask or drop the column, tag it, or allow the category here")
        return self._judged(False, said, details)

    @classmethod
    def _says(cls, given: dict[str, Any]) -> tuple[str, dict[str, Any]]:
        shown = {"column": given.get("column", "")}
        allowed = given.get("allowed_categories") or []
        if allowed:
            return "$column must hold no personal data other than $allowed", {**shown, "allowed": allowed}
        return "$column must hold no personal data", shown
