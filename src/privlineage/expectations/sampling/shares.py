"""Rows by a share of the table: for databases that sample by per cent, and for those that only have a random number."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from privlineage.expectations.sampling.request import SampleRequest
from privlineage.expectations.sampling.statement import Facts, Way, first_rows

__all__ = ["by_share", "percent", "rows_of"]

_MORE = 20


def by_share(facts: Facts, request: SampleRequest, spread: int, way: Callable[[float], Way]) -> Iterator[Way]:
    """A share that should give `spread` times the wanted rows, a larger one where it does not, then the first rows.

    Args:
        facts: with the number of rows; where nobody knows it, or the relation is no table, the first rows are taken.
        request: how many are wanted.
        spread: how many times more are looked at than kept.
        way: makes the way from a share in per cent.
    """
    if facts.kind == "table" and facts.rows and request.rows and facts.rows > request.rows:
        share = 100.0 * spread * request.rows / facts.rows
        for _ in range(2):
            if share >= 100:
                break
            yield way(share)
            share *= _MORE
    yield first_rows()


def percent(share: float) -> str:
    """A share as SQL writes it.

    >>> percent(12.5), percent(0.000012)
    ('12.5', '0.0001')
    """
    return f"{max(share, 0.0001):.4f}".rstrip("0").rstrip(".")


def rows_of(answer: object) -> int | None:
    """A number of rows that a catalog told; None for nothing, and for what is no number."""
    try:
        return int(float(str(answer)))
    except ValueError:
        return None
