"""`expect_column_to_match_its_labels`."""

from __future__ import annotations

from typing import Any, ClassVar

from great_expectations.compatibility import pydantic

from privlineage.core.errors import PrivlineageError
from privlineage.expectations.agreement import problem_of
from privlineage.expectations.checks.sampled import Parameter, SampledExpectation
from privlineage.expectations.labels import Labels, check_store
from privlineage.expectations.metrics.finding import FINDING

__all__ = ["ExpectColumnToMatchItsLabels"]


class ExpectColumnToMatchItsLabels(SampledExpectation):
    """Expect that a column holds what its labels say: neither more nor something else.

    A label and a finer or coarser category agree. What disagrees is told by its kind: `unlabelled` and `dark_flow`
    (personal data that nobody labelled), `contradiction` (another kind of data than the label's), `stale_label` (the
    label's kind of data is not there any more), `fake_masking` (labelled as masked, and it is not).

    Args:
        column: the column.
        labels: what is said of it, as in `["user.contact.email"]`, `["user.contact.email, pseudonymised"]` or
            `["none"]`; without them they are looked up.
        reference: the table, or the column, in privlineage's spelling, whose labels are looked up.
        store: where they are looked up; else the store that `PRIVLINEAGE_STORE` names. A password in it is written as
            `${VARIABLE}`: suites are saved.
    """

    column: pydantic.StrictStr = pydantic.Field(min_length=1, description="The column.")
    labels: list[str] | Parameter | None = pydantic.Field(
        default=None, description="What is said of the column: categories, or `none`."
    )
    reference: str | Parameter | None = pydantic.Field(
        default=None, description="The table or column whose labels are looked up."
    )
    store: str | Parameter | None = pydantic.Field(default=None, description="The store they are looked up in.")

    metric: ClassVar[str] = FINDING
    domain_keys: ClassVar[tuple[str, ...]] = (*SampledExpectation.domain_keys, "column")
    success_keys: ClassVar[tuple[str, ...]] = (*SampledExpectation.success_keys, "labels", "reference", "store")
    args_keys: ClassVar[tuple[str, ...]] = ("column",)

    @pydantic.validator("store")
    def _no_password(cls, store: Any) -> Any:  # noqa: N805
        return check_store(store)

    def _validate(
        self,
        metrics: dict[str, Any],
        runtime_configuration: dict[str, Any] | None = None,
        execution_engine: Any = None,
    ) -> dict[str, Any]:
        del runtime_configuration, execution_engine
        if self.labels is None and not self.reference:
            raise PrivlineageError(
                "PL913", f"nobody says where the labels of `{self.column}` are", hint="give labels, or reference"
            )
        found = self._found(metrics)
        column = self._column(found, self.column)
        given = {self.column: self.labels} if self.labels is not None else None
        labels = Labels.found(given, self.reference, self.store, [self.column])
        problem = problem_of(column, labels.of(self.column), float(self.min_confidence), labels.looked_up)  # type: ignore[arg-type]
        details = {
            "column": column,
            "labels": labels.said(self.column),
            "sample": found["sample"],
            "problem": problem.kind,
            "severity": problem.severity,
            "reasons": list(problem.reasons),
            "path": list(problem.path),
            "next": problem.next_step,
        }
        if self._too_few(column):
            details.update(problem="cannot_be_judged", next="sample more rows, or lower min_values")
            return self._judged(False, f"{column['values']} values, too few to judge", details)
        return self._judged(not problem.kind, problem.said, details)

    @classmethod
    def _says(cls, given: dict[str, Any]) -> tuple[str, dict[str, Any]]:
        shown: dict[str, Any] = {"column": given.get("column", "")}
        if given.get("labels") is not None:
            return "$column must hold what its labels say: $labels", {**shown, "labels": given["labels"] or ["nothing"]}
        return "$column must hold what its labels say, those of $reference", {
            **shown,
            "reference": str(given.get("reference") or "the store"),
        }
