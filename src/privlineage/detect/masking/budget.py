"""One budget of tries for all columns of a table: forty hashed columns must not take forty times as long as one."""

from __future__ import annotations

from privlineage.detect.masking.report import MaskingReport
from privlineage.detect.masking.reversal import TRIES

__all__ = ["TableTries"]

_FULL = 6
_SHARE = 3
_LEAST = 15_000


class TableTries:
    """How much may be tried on the next column of a table: all of it on the first four, then less and less.

    What a column's form or its candidates settle costs little of it. The last of very many columns still get the
    words, names and short numbers.

    >>> budget = TableTries()
    >>> given = []
    >>> for _ in range(6):
    ...     given.append(budget.left)
    ...     budget.spend(MaskingReport("sha256", None, tried=given[-1]))
    >>> given
    [1500000, 1500000, 1500000, 1500000, 1000000, 666666]
    """

    def __init__(self, tries: int = TRIES) -> None:
        self._most = tries
        self._rest = _FULL * tries

    @property
    def left(self) -> int:
        """The tries for the next column."""
        return min(self._most, max(self._rest // _SHARE, _LEAST))

    def spend(self, report: MaskingReport) -> None:
        """Take off what was tried on a column; what a column's own candidates cost beyond that is not counted."""
        self._rest = max(0, self._rest - min(report.tried, self.left))
