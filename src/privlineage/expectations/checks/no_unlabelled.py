"""`expect_table_to_hold_no_unlabelled_personal_data`."""

from __future__ import annotations

from typing import Any, ClassVar

from great_expectations.compatibility import pydantic

from privlineage.core.taxonomy import is_within, related
from privlineage.expectations.checks.sampled import Parameter, SampledExpectation
from privlineage.expectations.labels import Labels, check_category, check_store
from privlineage.expectations.metrics.finding import FINDING

__all__ = ["ExpectTableToHoldNoUnlabelledPersonalData"]

_ByColumn = dict[str, str | list[str]]


class ExpectTableToHoldNoUnlabelledPersonalData(SampledExpectation):
    """Expect that every column of a table with personal data carries a label that says so.

    All columns are examined together, from one sample that one statement takes.

    Args:
        labels: what is said of columns by their names; without them they are looked up.
        reference: the table in privlineage's spelling, whose labels are looked up.
        store: where they are looked up; else the store that `PRIVLINEAGE_STORE` names.
        allowed_categories: categories that need no label, with all that is below them.
    """

    labels: _ByColumn | Parameter | None = pydantic.Field(
        default=None, description="What is said of columns, by their names."
    )
    reference: str | Parameter | None = pydantic.Field(
        default=None, description="The table whose labels are looked up."
    )
    store: str | Parameter | None = pydantic.Field(default=None, description="The store they are looked up in.")
    allowed_categories: list[str] | Parameter = pydantic.Field(
        default=[], description="Categories that need no label, with all that is below them."
    )

    metric: ClassVar[str] = FINDING
    success_keys: ClassVar[tuple[str, ...]] = (
        *SampledExpectation.success_keys,
        "labels",
        "reference",
        "store",
        "allowed_categories",
    )

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
        for allowed in self.allowed_categories:
            check_category(allowed)
        found = self._found(metrics)
        names = [column["name"] for column in found["columns"]]
        labels = Labels.found(self.labels, self.reference, self.store, names)
        columns = []
        for column in found["columns"]:
            problem = self._problem(column, labels)
            columns.append({**column, "labels": labels.said(column["name"]), "problem": problem})
        wrong = [column for column in columns if column["problem"]]
        details = {
            "columns": columns,
            "quasi_identifiers": found["quasi_identifiers"],
            "sample": found["sample"],
            "problem": wrong[0]["problem"] if wrong else "",
            "next": labels.how_to_tag(wrong[0]["name"], _held(wrong[0])) if wrong else "",
        }
        if not wrong:
            personal = sum(1 for column in columns if self._counts(column))
            return self._judged(True, f"{len(columns)} columns, {personal} with personal data, all labelled", details)
        listed = ", ".join(f"{column['name']} ({_shown(column)})" for column in wrong)
        return self._judged(False, f"{len(wrong)} of {len(columns)} columns not fit: {listed}", details)

    def _problem(self, column: dict[str, Any], labels: Labels) -> str:
        if self._too_few(column):
            return "cannot_be_judged"
        if self._counts(column):
            category, problem = column["category"], "unlabelled"
        else:
            # A hash of the addresses beside it is the addresses, for whoever takes the trouble.
            category, problem = column["behind"], "fake_masking"
        if not category or any(is_within(category, allowed) for allowed in self.allowed_categories):
            return ""
        atoms = labels.of(column["name"]).atoms
        return "" if any(related(atom.category, category) for atom, _ in atoms) else problem

    @classmethod
    def _says(cls, given: dict[str, Any]) -> tuple[str, dict[str, Any]]:
        shown: dict[str, Any] = {}
        sentence = "every column with personal data must carry a label that says so"
        if given.get("reference"):
            sentence, shown = f"{sentence}, in $reference", {"reference": str(given["reference"])}
        if given.get("allowed_categories"):
            sentence, shown = f"{sentence}; $allowed needs none", {**shown, "allowed": given["allowed_categories"]}
        return sentence, shown


def _held(column: dict[str, Any]) -> str:
    """The category that lies in a column, or behind its masking."""
    return str(column["category"] or column["behind"])


def _shown(column: dict[str, Any]) -> str:
    if column["problem"] == "cannot_be_judged":
        return "too few values"
    return (
        f"{column['behind']}, masked as {column['masking']}" if column["problem"] == "fake_masking" else _held(column)
    )
