"""What all our expectations share: how the batch is sampled, when a finding counts, and results without values."""

from __future__ import annotations

from abc import ABC
from typing import Any, ClassVar

from great_expectations.compatibility import pydantic
from great_expectations.execution_engine.execution_engine import ExecutionEngine
from great_expectations.expectations.expectation import BatchExpectation
from great_expectations.expectations.model_field_types import ConditionParser
from great_expectations.expectations.row_conditions import RowConditionType
from great_expectations.render.renderer.renderer import renderer
from great_expectations.validator.metric_configuration import MetricConfiguration
from great_expectations.validator.validator import ValidationDependencies

from privlineage.core.errors import PrivlineageError
from privlineage.expectations.metrics.finding import SAMPLE_KEYS
from privlineage.expectations.rendering.page import evidence_table, observed, prescription, statement, template

__all__ = ["Parameter", "SampledExpectation"]

_DOMAIN = ("batch_id", "row_condition", "condition_parser")
Parameter = dict[str, str]
"""What a suite leaves open until it runs, as in `{"$PARAMETER": "name"}`."""


class SampledExpectation(BatchExpectation, ABC):
    """An expectation that looks at a sample of its batch; its subclasses say at what, and what they think of it."""

    sample_rows: int | Parameter = pydantic.Field(
        default=500, description="How many rows are sampled at most; 0 for all."
    )
    sample_method: str | Parameter = pydantic.Field(
        default="auto", description="`auto` spreads the rows over the table, `first` takes what comes first."
    )
    seed: int | Parameter = pydantic.Field(default=0, description="Equal seeds choose equal rows of equal content.")
    min_confidence: float | Parameter = pydantic.Field(
        default=0.5, description="From this confidence on, a finding counts; 0 to 1."
    )
    min_values: int | Parameter = pydantic.Field(
        default=0, description="With fewer values than this, nothing can be said, and the expectation is not met."
    )
    statement_seconds: float | Parameter = pydantic.Field(
        default=60.0, description="How long a statement may take, where the database can be told."
    )
    row_condition: RowConditionType = None
    condition_parser: ConditionParser | None = None

    metric: ClassVar[str] = ""
    domain_keys: ClassVar[tuple[str, ...]] = _DOMAIN
    success_keys: ClassVar[tuple[str, ...]] = (*SAMPLE_KEYS, "min_confidence", "min_values")

    def get_validation_dependencies(
        self,
        execution_engine: ExecutionEngine[Any] | None = None,
        runtime_configuration: dict[str, Any] | None = None,
    ) -> ValidationDependencies:
        """The one metric it takes: expectations that sample alike share it."""
        dependencies = super().get_validation_dependencies(execution_engine, runtime_configuration)
        given = self.configuration.kwargs
        dependencies.set_metric_configuration(
            self.metric,
            MetricConfiguration(
                metric_name=self.metric,
                metric_domain_kwargs={key: given[key] for key in _DOMAIN if given.get(key) is not None},
                metric_value_kwargs=self._metric_values(),
            ),
        )
        return dependencies

    def _metric_values(self) -> dict[str, Any]:
        return {key: getattr(self, key) for key in SAMPLE_KEYS}

    def _found(self, metrics: dict[str, Any]) -> dict[str, Any]:
        """The metric's value.

        Raises:
            PrivlineageError: what kept it from being computed.
        """
        found: dict[str, Any] = metrics[self.metric]
        error = found.get("error")
        if error:
            raise PrivlineageError(error["code"], error["message"], hint=error["hint"])
        return found

    def _column(self, found: dict[str, Any], name: str) -> dict[str, Any]:
        """What was found of one column.

        Raises:
            PrivlineageError: PL911, where there is none of that name.
        """
        from difflib import get_close_matches

        for column in found["columns"]:
            if column["name"] == name:
                picked: dict[str, Any] = column
                return picked
        near = get_close_matches(name, [column["name"] for column in found["columns"]], n=1)
        hint = f"did you mean `{near[0]}`?" if near else "names are compared as the database writes them"
        raise PrivlineageError("PL911", f"there is no column `{name}` in this batch", hint=hint)

    def _judged(self, success: bool, said: str, details: dict[str, Any]) -> dict[str, Any]:
        """A result: `said` in a few words, and everything a person needs to judge it."""
        return {"success": success, "result": {"observed_value": said, "details": details}}

    def _too_few(self, column: dict[str, Any]) -> bool:
        return int(column["values"]) < int(self.min_values)  # type: ignore[arg-type]  # a parameter is settled by now

    def _counts(self, column: dict[str, Any]) -> bool:
        """Whether a column holds personal data, surely enough."""
        return column["category"] is not None and column["confidence"] >= float(self.min_confidence)  # type: ignore[arg-type]

    @classmethod
    def _says(cls, given: dict[str, Any]) -> tuple[str, dict[str, Any]]:
        """What it expects, as a sentence with `$names` for what is shown as a badge, and those."""
        raise NotImplementedError

    @classmethod
    def _prescriptive_template(cls, renderer_configuration: Any) -> Any:
        sentence, shown = cls._says(renderer_configuration.kwargs)
        return template(renderer_configuration, sentence, shown)

    @classmethod
    @renderer(renderer_type="renderer.prescriptive")
    def _prescriptive_renderer(
        cls, configuration: Any = None, result: Any = None, runtime_configuration: Any = None
    ) -> Any:
        configuration = configuration or (result.expectation_config if result is not None else None)
        given = configuration.kwargs if configuration is not None else {}
        sentence, shown = cls._says(given)
        alone = bool((runtime_configuration or {}).get("include_column_name") is False)
        return prescription(sentence, shown, without_column=alone)

    @classmethod
    @renderer(renderer_type="renderer.diagnostic.observed_value")
    def _diagnostic_observed_value_renderer(
        cls, configuration: Any = None, result: Any = None, runtime_configuration: Any = None
    ) -> Any:
        del configuration, runtime_configuration
        return observed(result)

    @classmethod
    @renderer(renderer_type="renderer.diagnostic.unexpected_statement")
    def _diagnostic_unexpected_statement_renderer(
        cls, configuration: Any = None, result: Any = None, runtime_configuration: Any = None
    ) -> Any:
        del configuration, runtime_configuration
        return statement(result)

    @classmethod
    @renderer(renderer_type="renderer.diagnostic.unexpected_table")
    def _diagnostic_unexpected_table_renderer(
        cls, configuration: Any = None, result: Any = None, runtime_configuration: Any = None
    ) -> Any:
        del configuration, runtime_configuration
        return evidence_table(result)
