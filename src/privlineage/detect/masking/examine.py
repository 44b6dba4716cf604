"""How the values of a column look masked, and whether the masking holds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import islice

from privlineage.detect.masking.candidates import MOST_CANDIDATES
from privlineage.detect.masking.hashed import look_hashed
from privlineage.detect.masking.recognising import Given, Look
from privlineage.detect.masking.report import MaskingReport
from privlineage.detect.masking.reversal import TRIES

__all__ = ["examine_masking"]

_MOST_VALUES = 1_000

_LOOKS: tuple[Callable[[Given], Look | None], ...] = (look_hashed,)
"""Asked in this order; the first that knows the form answers."""


def examine_masking(
    values: Sequence[str],
    *,
    candidates: Iterable[str] = (),
    functions: Sequence[str] = (),
    tries: int = TRIES,
) -> MaskingReport:
    """How the values look masked, and whether that holds.

    Args:
        values: a sample of the column, as text; a thousand are looked at.
        candidates: clear values that may be behind them: of the column they come from, or of columns beside it.
        functions: the functions that lineage saw on the way, innermost first, as in `("lower", "md5")`.
        tries: how many candidates are hashed at most. The default takes about a second for a hash that holds, and
            milliseconds for what is no plain hash.

    >>> import hashlib
    >>> hashed = [hashlib.md5(str(year).encode()).hexdigest() for year in range(1950, 2000)]
    >>> report = examine_masking(hashed)
    >>> report.kind, report.holds, report.reversed_share
    ('md5', False, 1.0)
    """
    texts = tuple(text for text in (str(value).strip() for value in islice(values, _MOST_VALUES)) if text)
    if not texts:
        return MaskingReport("", None, ("there are no values to look at",))
    near = tuple(islice((str(candidate) for candidate in candidates if candidate), MOST_CANDIDATES))
    given = Given(texts, near, tuple(name.lower() for name in functions), tries)
    for look in _LOOKS:
        found = look(given)
        if found is not None:
            return _report(found)
    return MaskingReport("", None, ("the values do not look masked",))


def _report(found: Look) -> MaskingReport:
    return MaskingReport(found.kind, found.holds, found.reasons, found.tried, found.reversed_share)
