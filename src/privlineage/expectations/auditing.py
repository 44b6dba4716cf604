"""One call that audits a table: an operator, a task or a test asks it before the table is published.

It is the expectation about unlabelled personal data, validated without a project of Great Expectations: nothing is
written, and a context that the process has stays what it is.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from privlineage.core.errors import PrivlineageError

__all__ = ["Audit", "AuditedColumn", "audit_table"]

_OURS = re.compile(r"(PL\d{3}) (.*?)(?: \((.*)\))?$", re.DOTALL)


@dataclass(frozen=True, slots=True)
class AuditedColumn:
    """What an audit says of a column; never a value of it.

    Attributes:
        name: the column's name.
        category: a key of the taxonomy, also of what its masking was led back to; None where it seems to hold nothing
            personal.
        confidence: how surely, 0 to 1; of a masking that was undone, the share of values that were led back.
        labels: what is said of it.
        problem: `unlabelled`, `fake_masking` or `cannot_be_judged`; empty where nothing is wrong.
        evidence: the reasons, strongest first.
        masked: how its values look masked; empty where they do not.
    """

    name: str
    category: str | None
    confidence: float
    labels: tuple[str, ...] = ()
    problem: str = ""
    evidence: tuple[str, ...] = ()
    masked: str = ""


@dataclass(frozen=True, slots=True)
class Audit:
    """What an audit of a table found; no value of the table is in it.

    Attributes:
        success: whether every column with personal data is labelled or allowed.
        table: what was audited.
        columns: every column, in the table's order.
        sample: how the sample was taken: rows, method, seed, statements.
        quasi_identifiers: combinations of columns that may single out a person.
        next_step: what to do about the first problem.
    """

    success: bool
    table: str
    columns: tuple[AuditedColumn, ...]
    sample: Mapping[str, object] = field(default_factory=dict)
    quasi_identifiers: tuple[tuple[str, ...], ...] = ()
    next_step: str = ""

    @property
    def problems(self) -> tuple[AuditedColumn, ...]:
        """The columns that are wrong."""
        return tuple(column for column in self.columns if column.problem)

    def to_json(self) -> dict[str, Any]:
        """Plain JSON, fit for XCom and for a store."""
        return {
            "success": self.success,
            "table": self.table,
            "columns": [
                {
                    "name": column.name,
                    "category": column.category,
                    "confidence": column.confidence,
                    "labels": list(column.labels),
                    "problem": column.problem,
                    "evidence": list(column.evidence),
                    "masked": column.masked,
                }
                for column in self.columns
            ],
            "quasi_identifiers": [list(group) for group in self.quasi_identifiers],
            "sample": dict(self.sample),
            "next_step": self.next_step,
        }

    def text(self) -> str:
        """A few lines for a task's log."""
        found = len(self.problems)
        head = f"{self.table}: {found} of {len(self.columns)} columns are not fit to be published"
        if self.success:
            head = f"{self.table}: {len(self.columns)} columns, every one with personal data is labelled"
        lines = [head]
        for column in self.problems:
            why = column.evidence[0] if column.evidence else "too few values"
            held = f"{column.category} ({column.confidence:.0%})" if column.category else "?"
            lines.append(f"  {column.name}  {held}  {column.problem}: {why}")
        lines.append(f"  sample  {self.sample.get('rows', 0)} rows, {self.sample.get('method', '')}")
        if self.next_step:
            lines.append(f"  next  {self.next_step}")
        return "\n".join(lines)


def audit_table(
    data: Any,
    table: str | Sequence[str] = "",
    *,
    labels: Mapping[str, Sequence[str] | str] | None = None,
    reference: str | None = None,
    store: str | None = None,
    allowed_categories: Sequence[str] = (),
    sample_rows: int = 500,
    sample_method: str = "auto",
    seed: int = 0,
    min_confidence: float = 0.5,
    min_values: int = 0,
    statement_seconds: float = 60.0,
) -> Audit:
    """Whether a table holds personal data that nobody labelled.

    Args:
        data: SQLAlchemy's URL or an engine of it; or a data frame of pandas or Spark.
        table: its name as the database writes it, with its schema in front where that is not the connection's own:
            `"staging.customers"`, or the parts as a sequence where a name has dots of its own.
        labels: what is said of columns, by their names.
        reference: the table in privlineage's spelling, whose labels are looked up instead.
        store: where they are looked up; else the store that `PRIVLINEAGE_STORE` names.
        allowed_categories: categories that need no label, with all that is below them.
        sample_rows: how many rows are sampled at most; 0 for all.
        sample_method: `auto` or `first`.
        seed: equal seeds choose equal rows of equal content.
        min_confidence: from this confidence on, a finding counts.
        min_values: with fewer values than this, a column cannot be judged and is not fit.
        statement_seconds: how long a statement may take.

    Raises:
        PrivlineageError: PL910 where no sample can be taken, PL912 for a parameter out of range, PL913 where labels are
            to be looked up nowhere, and what the store raises.
    """
    from privlineage.expectations.batch_alone import validator_over
    from privlineage.expectations.checks.no_unlabelled import ExpectTableToHoldNoUnlabelledPersonalData

    expectation = _made(
        ExpectTableToHoldNoUnlabelledPersonalData,
        labels={name: said if isinstance(said, str) else list(said) for name, said in labels.items()}
        if labels is not None
        else None,
        reference=reference,
        store=store,
        allowed_categories=list(allowed_categories),
        sample_rows=sample_rows,
        sample_method=sample_method,
        seed=seed,
        min_confidence=min_confidence,
        min_values=min_values,
        statement_seconds=statement_seconds,
    )
    with validator_over(data, table) as (name, validator):
        results = validator.graph_validate(configurations=[expectation.configuration])
        return _audit(name, results[0])


def _made(expectation: type[Any], **parameters: Any) -> Any:
    """An expectation, whose own words for a parameter of the wrong type become ours."""
    from great_expectations.compatibility import pydantic

    wrong = ""
    try:
        return expectation(**parameters)
    except pydantic.ValidationError as error:
        first = error.errors()[0]
        wrong = f"`{first['loc'][0]}`: {first['msg']}"
    raise PrivlineageError("PL912", f"the audit cannot take {wrong}")


def _audit(name: str, result: Any) -> Audit:
    details = (result.result or {}).get("details")
    if details is None:
        raise _error(result.exception_info)
    columns = tuple(_audited(one) for one in details["columns"])
    groups = tuple(tuple(group) for group in details["quasi_identifiers"])
    return Audit(bool(result.success), name, columns, details["sample"], groups, details["next"])


def _audited(found: Mapping[str, Any]) -> AuditedColumn:
    led_back = found["problem"] == "fake_masking"
    evidence = tuple(text for _, text in found["evidence"])
    if found["problem"] == "cannot_be_judged":
        evidence = (f"{found['values']} values are too few", *evidence)
    return AuditedColumn(
        name=found["name"],
        category=(found["behind"] if led_back else found["category"]) or None,
        confidence=found["reversed_share"] if led_back else found["confidence"],
        labels=tuple(found["labels"]),
        problem=found["problem"],
        evidence=tuple(found["masking_reasons"]) if led_back else evidence,
        masked=found["masking"],
    )


def _error(told: Any) -> PrivlineageError:
    """Our own error out of what Great Expectations keeps of exceptions."""
    each = [told] if "exception_message" in told else list(told.values())
    said = str(each[0]["exception_message"]) if each else ""
    found = _OURS.match(said)
    if found is None:
        return PrivlineageError("PL910", "the audit could not be carried out", hint="see the log")
    return PrivlineageError(found[1], found[2], hint=found[3] or "")
