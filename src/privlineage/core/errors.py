"""Errors with a stable code, a place and a next step, and never a data value.

The guide is Cedar's: a lowercase message without a final period, user input in backticks, help apart from the message.
Every code has an entry in `docs/errors.md`.
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["CODES", "STORE_DOWN", "ErrorList", "Place", "PrivlineageError"]

CODES: dict[str, str] = {
    "PL000": "an unexpected error",
    "PL001": "bad usage of a command or a configuration value",
    "PL002": "a file cannot be read",
    "PL003": "no store is configured",
    "PL101": "a bundle file is not valid YAML",
    "PL102": "a bundle file has an unknown or missing key",
    "PL103": "a bundle file has a value of the wrong form",
    "PL104": "an unknown taxonomy key",
    "PL105": "an unknown or duplicate name in a bundle",
    "PL106": "a bundle folder is incomplete",
    "PL110": "a pattern matches nothing that is known yet",
    "PL111": "a bundle statement has no effect",
    "PL201": "a task was blocked by policy",
    "PL202": "a task would break a rule that is not enforced",
    "PL203": "a task was blocked because no decision could be made",
    "PL204": "a verdict could not be reached before run time",
    "PL205": "the server refuses this caller",
    "PL206": "the server does not know this caller",
    "PL207": "a request to the server cannot be read",
    "PL211": "a table must not be published",
    "PL301": "a reference cannot be read",
    "PL302": "a reference is not known",
    "PL401": "sql could not be resolved",
    "PL501": "the store does not exist",
    "PL502": "the store is not a privlineage store",
    "PL503": "the store has another schema version",
    "PL504": "the store cannot be reached",
    "PL505": "the store already exists",
    "PL506": "the store holds no bundle",
    "PL601": "an event is not an OpenLineage event",
    "PL602": "part of an event was ignored",
    "PL701": "a lineage decorator or asset is used wrongly",
    "PL801": "a tag or label is not there",
    "PL802": "a verdict is not known",
    "PL810": "an exemption is not known",
    "PL811": "an exemption cannot be asked for",
    "PL812": "an exemption cannot be approved or revoked",
    "PL813": "an exemption is no longer in force",
    "PL821": "a proposal is not open",
    "PL822": "an approval does not count",
    "PL823": "what loosens the policy needs approval",
    "PL824": "another bundle came into force meanwhile",
    "PL901": "something that scanning needs is not installed",
    "PL902": "a table cannot be read",
    "PL903": "a file holds no table that can be read",
    "PL904": "nothing to scan was found",
    "PL905": "a suggestion is not known",
    "PL906": "a suggestion was decided already",
    "PL910": "a sample could not be taken",
    "PL911": "a column is not in the batch",
    "PL912": "an expectation or a sample has a parameter that cannot be used",
    "PL913": "the labels of a column cannot be looked up",
    "PL914": "something that expectations need is not installed",
    "PL920": "a column could not be examined",
    "PL930": "the model of the detectors cannot be used",
}
"""Every stable code with its title; the docs page of a code starts with this title."""

STORE_DOWN = frozenset({"PL501", "PL502", "PL503", "PL504"})
"""The codes of a store that cannot be used: not there, not ours, of another version, or out of reach."""


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where something stands in a file: 1-based line and column, 0 where unknown.

    >>> str(Place("policy.yml", 28, 7))
    'policy.yml:28:7'
    """

    file: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        parts = [self.file, *(str(part) for part in (self.line, self.column) if part)]
        return ":".join(parts)


class PrivlineageError(Exception):
    """The one error type that leaves a room of this package.

    Args:
        code: a key of `CODES`.
        message: what is wrong, lowercase, user input in backticks, no data values.
        hint: what to do next.
        place: where it stands, when it stands in a file.
    """

    def __init__(self, code: str, message: str, *, hint: str = "", place: Place | None = None) -> None:
        super().__init__(code, message)
        self.code = code
        self.message = message
        self.hint = hint
        self.place = place

    def __str__(self) -> str:
        where = f"{self.place}: " if self.place else ""
        hint = f" ({self.hint})" if self.hint else ""
        return f"{self.code} {where}{self.message}{hint}"


class ErrorList(PrivlineageError):
    """Several errors of one operation, so that a person mends a file in one round."""

    def __init__(self, errors: list[PrivlineageError]) -> None:
        first = errors[0]
        super().__init__(first.code, first.message, hint=first.hint, place=first.place)
        self.errors = tuple(errors)

    def __str__(self) -> str:
        return "\n".join(str(error) for error in self.errors)
