"""How the values of a column look masked, and whether the masking holds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from itertools import islice

from privlineage.detect.guarding import telling_no_values
from privlineage.detect.masking.candidates import MOST_CANDIDATES
from privlineage.detect.masking.encodings import decoded, look_encoded
from privlineage.detect.masking.frequency import few_values, salted_by_row
from privlineage.detect.masking.hashed import look_hashed
from privlineage.detect.masking.known import look_known, look_tokens, look_turned
from privlineage.detect.masking.partial import look_coarse, look_partial, look_redacted
from privlineage.detect.masking.recognising import Given, Look
from privlineage.detect.masking.report import FAMILIES, MaskingReport
from privlineage.detect.masking.reversal import TRIES
from privlineage.detect.masking.sealed import look_blocks, look_encrypted, look_sealed
from privlineage.detect.masking.summed import look_summed
from privlineage.detect.masking.tokens import look_uuid

__all__ = ["examine_masking", "masked_form"]

_MOST_VALUES = 1_000

_BY_FORM: tuple[Callable[[Given], Look | None], ...] = (
    look_redacted,
    look_sealed,
    look_encoded,
    look_partial,
    look_uuid,
    look_blocks,
    look_hashed,
    look_known,
    look_summed,
    look_encrypted,
    look_coarse,
    look_turned,
    look_tokens,
)
"""Asked in this order; the first that knows the form answers."""

_STEADY = FAMILIES["hash"] | FAMILIES["checksum"] | FAMILIES["encrypted"] | FAMILIES["token"]
"""Kinds that make equal values equal, unless something of its own goes into each row."""


@telling_no_values
def examine_masking(
    values: Sequence[str],
    *,
    candidates: Iterable[str] = (),
    functions: Sequence[str] = (),
    category: str = "",
    tries: int = TRIES,
) -> MaskingReport:
    """How the values look masked, and whether that holds.

    Args:
        values: a sample of the column, as text; a thousand are looked at.
        candidates: clear values that may be behind them: of the column they come from, or of columns beside it.
        functions: the functions that lineage saw on the way, innermost first, as in `("lower", "md5")`.
        category: the taxonomy's key for what is behind the values, where labels tell it: a hash without a key over the
            telephone numbers of a country is undone by counting.
        tries: how many values of the small spaces are hashed at most, besides the candidates. The default takes about a
            second for a hash that holds, and milliseconds for what is no plain hash; 0 tries the candidates alone.

    >>> import hashlib
    >>> hashed = [hashlib.md5(str(year).encode()).hexdigest() for year in range(1950, 2000)]
    >>> report = examine_masking(hashed)
    >>> report.kind, report.holds, report.reversed_share
    ('md5', False, 1.0)
    """
    given = _given(values, candidates, functions, tries, category)
    if not given.values:
        return MaskingReport("", None, ("there are no values to look at",))
    for look in _BY_FORM:
        found = look(given)
        if found is not None:
            found = _with_leftovers(_with_frequency(found, given), given)
            share = round(found.reversed_share, 4)
            return MaskingReport(found.kind, found.holds, found.reasons, found.tried, share, found.content)
    return MaskingReport("", None, ("the values do not look masked",))


@telling_no_values
def masked_form(values: Sequence[str]) -> str:
    """The kind by form alone, without hashing a single candidate: what `examine_masking` would call the column.

    >>> masked_form(["****1234", "****9876"]), masked_form(["anna", "ben"])
    ('partial', '')
    """
    given = _given(values, (), (), 0)
    return next((found.kind for look in _BY_FORM if given.values and (found := look(given)) is not None), "")


def _given(
    values: Sequence[str], candidates: Iterable[str], functions: Sequence[str], tries: int, category: str = ""
) -> Given:
    texts = (str(value).strip() for value in islice(values, _MOST_VALUES))
    near = tuple(islice((str(candidate) for candidate in candidates if candidate), MOST_CANDIDATES))
    return Given(
        tuple(text for text in texts if text), near, tuple(name.lower() for name in functions), tries, category
    )


def _with_frequency(look: Look, given: Given) -> Look:
    if look.kind not in _STEADY:
        return look
    frequent = few_values(given.values)
    if frequent:
        return replace(look, holds=False, reasons=(*look.reasons[:1], frequent, *look.reasons[1:]))
    salted = salted_by_row(given.values, given.candidates)
    return replace(look, reasons=(*look.reasons, salted)) if salted else look


def _with_leftovers(look: Look, given: Given) -> Look:
    """What the values say that do not have the form: `coalesce(md5(x), x)` masks some rows and not the others."""
    rest = [value for value, fits in zip(given.values, look.shaped, strict=False) if not fits]
    if not rest:
        return look if look.kind not in FAMILIES["encoding"] else _with_content(look, given)
    known = set(given.candidates)
    clear = sum(value in known for value in rest)
    category = _category(rest)
    if clear or category:
        said = f"{clear} of them are values of the columns it comes from" if clear else f"they look like {category}"
        reason = f"{len(rest)} of {len(given.values)} values are not masked: {said}"
        return replace(look, holds=False, reasons=(reason, *look.reasons), content=category or "")
    reason = f"{len(rest)} of {len(given.values)} values do not have this form"
    return replace(look, holds=None if look.holds else look.holds, reasons=(*look.reasons, reason))


def _with_content(look: Look, given: Given) -> Look:
    _, texts = decoded(given.values)
    category = _category([text for text in texts if text])
    if not category:
        return look
    return replace(look, reasons=(*look.reasons, f"decoded, they look like {category}"), content=category)


def _category(values: Sequence[str]) -> str | None:
    """What the detectors see in values that nothing hides."""
    from privlineage.detect.column import ColumnSample
    from privlineage.detect.examine import examine_table

    return examine_table([ColumnSample("", values)]).columns[0].category if values else None
