"""`expect_column_to_be_masked_as`."""

from __future__ import annotations

from typing import Any, ClassVar

from great_expectations.compatibility import pydantic

from privlineage.detect.masking import FAMILIES, KINDS, is_kind
from privlineage.expectations.checks.sampled import Parameter, SampledExpectation
from privlineage.expectations.metrics.masking import MASKING

__all__ = ["ExpectColumnToBeMaskedAs"]

_ANY = "any"


class ExpectColumnToBeMaskedAs(SampledExpectation):
    """Expect that a column is masked in a certain way, and that this masking holds.

    A checksum, an encoding or a hash over a small space is undone by whoever counts: it is tried. So are the values
    of columns beside it, row for row, and those of a file.

    Args:
        column: the column.
        masked_as: a kind (`sha256`, `bcrypt`, `redacted`, …) or a family (`hash`, `hmac`, `encrypted`, …); `any` for
            whatever holds.
        candidates_columns: columns of the same batch whose values may be behind it.
        candidates_file: a text file with such values, one in each line. The suite keeps its path, never a value.
    """

    column: pydantic.StrictStr = pydantic.Field(min_length=1, description="The column.")
    masked_as: str | Parameter = pydantic.Field(description="A kind or family of masking, or `any`.")
    candidates_columns: list[str] | Parameter = pydantic.Field(
        default=[], description="Columns of the same batch whose values may be behind it."
    )
    candidates_file: str | Parameter | None = pydantic.Field(
        default=None, description="A text file with values that may be behind it, one in each line."
    )

    metric: ClassVar[str] = MASKING
    domain_keys: ClassVar[tuple[str, ...]] = (*SampledExpectation.domain_keys, "column")
    success_keys: ClassVar[tuple[str, ...]] = (
        *SampledExpectation.success_keys,
        "masked_as",
        "candidates_columns",
        "candidates_file",
    )
    args_keys: ClassVar[tuple[str, ...]] = ("column", "masked_as")

    @pydantic.validator("masked_as")
    def _known_kind(cls, masked_as: Any) -> Any:  # noqa: N805
        known = {_ANY, *KINDS, *FAMILIES}
        if isinstance(masked_as, str) and masked_as not in known:
            raise ValueError(f"PL912 there is no masking called `{masked_as}` (one of {', '.join(sorted(known))})")
        return masked_as

    def _metric_values(self) -> dict[str, Any]:
        return {
            **super()._metric_values(),
            "masked_column": self.column,
            "candidates_columns": tuple(self.candidates_columns),
            "candidates_file": self.candidates_file or "",
        }

    def _validate(
        self,
        metrics: dict[str, Any],
        runtime_configuration: dict[str, Any] | None = None,
        execution_engine: Any = None,
    ) -> dict[str, Any]:
        del runtime_configuration, execution_engine
        found = self._found(metrics)
        column = {key: found[key] for key in ("values", "empty", "tried", "reversed_share")}
        column.update(name=self.column, masked=found["kind"], evidence=[["masking", text] for text in found["reasons"]])
        details = {"column": column, "holds": found["holds"], "sample": found["sample"], "problem": "", "next": ""}
        asked = str(self.masked_as)
        if self._too_few(column):
            details.update(problem="cannot_be_judged", next="sample more rows, or lower min_values")
            return self._judged(False, f"{column['values']} values, too few to judge", details)
        if not column["values"]:
            return self._judged(True, "no values, so none in the clear", details)
        kind = found["kind"] or "not masked"
        if kind == "clear" or not (is_kind(found["kind"], asked) or (asked == _ANY and found["kind"])):
            details.update(problem="not_masked", next=f"mask the column as {asked} before it gets here")
            return self._judged(False, "in the clear" if kind == "clear" else kind, details)
        if found["holds"] is False:
            details.update(problem="fake_masking", next="use hmac with a key kept from readers, and write it anew")
            return self._judged(False, f"{kind}, undone", details)
        return self._judged(True, f"{kind}, holds" if found["holds"] else f"{kind}, not undone", details)

    @classmethod
    def _says(cls, given: dict[str, Any]) -> tuple[str, dict[str, Any]]:
        shown = {"column": given.get("column", ""), "masked_as": str(given.get("masked_as", ""))}
        beside = given.get("candidates_columns") or []
        if beside:
            return "$column must be masked as $masked_as, and hide what is in $beside", {**shown, "beside": beside}
        return "$column must be masked as $masked_as", shown
