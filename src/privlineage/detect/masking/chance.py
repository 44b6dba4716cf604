"""What chance alone would do: a dictionary finds preimages of random 32-bit numbers too, and proves nothing by it."""

from __future__ import annotations

import math

__all__ = ["beats_chance", "chance_of_a_preimage", "tail"]

_RARE = 1e-6
"""How improbable chance must be before a column is said to be reversed, all hypotheses that were tried counted in."""


def chance_of_a_preimage(tried: float, bits: int) -> float:
    """The probability that a random number of so many bits is the checksum of one of the candidates tried.

    >>> round(chance_of_a_preimage(7e9, 32), 2), round(chance_of_a_preimage(1e6, 32), 5)
    (0.8, 0.00023)
    """
    return -math.expm1(-tried / 2.0**bits)


def beats_chance(hits: int, values: int, probability: float, hypotheses: int = 1) -> bool:
    """Whether so many hits among the values are more than chance explains.

    Args:
        hits: values with a preimage among the candidates.
        values: distinct values looked at.
        probability: that one random value has a preimage there.
        hypotheses: how many pairs of function and space were tried, which each had its chance.

    >>> beats_chance(3, 3, 0.8), beats_chance(160, 200, 0.8), beats_chance(200, 200, 0.8, hypotheses=100)
    (False, False, True)
    """
    return hits > 0 and tail(hits, values, probability) * hypotheses < _RARE


def tail(hits: int, values: int, probability: float) -> float:
    """The probability of at least so many hits (the upper tail of the binomial distribution)."""
    if probability <= 0:
        return 0.0
    if probability >= 1:
        return 1.0
    return math.fsum(
        math.exp(
            math.lgamma(values + 1)
            - math.lgamma(count + 1)
            - math.lgamma(values - count + 1)
            + count * math.log(probability)
            + (values - count) * math.log1p(-probability)
        )
        for count in range(hits, values + 1)
    )
