"""Columns of numbers: whole or not, how large, how spread, counted up or measured; never enough to name a person."""

from __future__ import annotations

import re

import numpy as np
from numpy.typing import NDArray

from privlineage.detect.values.findings import Findings
from privlineage.detect.values.sample import Sample

__all__ = ["NAMES", "examine", "parse_number"]

_NUMBER = re.compile(r"[-+]?(?:\d{1,3}(?:[,.' \u00a0\u202f]\d{3})+|\d{1,18})(?:[.,]\d{1,15})?(?:[eE][-+]?\d{1,3})?")

NAMES = """
    number.share number.whole number.decimal number.negative number.grouped number.leading_zero
    number.log10.q05 number.log10.q50 number.log10.q95 number.spread number.decimals.q50 number.decimals.same
    number.round10 number.round100 number.round1000 number.end5or0 number.benford number.sequence
    number.small_gaps number.same_digits number.digits.q50 number.age number.year number.score number.percent
    number.unit number.latitude number.longitude number.skew number.last_digit number.distinct
""".split()

_BENFORD = np.log10(1 + 1 / np.arange(1, 10))


def parse_number(text: str) -> tuple[float, int] | None:
    """A number and how many decimals it is written with; None for anything else.

    >>> parse_number("1,234.50")
    (1234.5, 2)
    """
    if not _NUMBER.fullmatch(text):
        return None
    plain = text.replace("'", "").replace(" ", "").replace("\u00a0", "").replace("\u202f", "")
    if "," in plain:
        last = max(plain.rfind(","), plain.rfind("."))
        tail = plain[last + 1 :]
        grouped = plain[last] == "," and len(tail) == 3 and len(plain[:last].lstrip("+-")) <= 3
        head = plain[:last].replace(",", "").replace(".", "")
        plain = head + tail if grouped or plain.count(plain[last]) > 1 else f"{head}.{tail}"
    elif plain.count(".") > 1:
        plain = plain.replace(".", "")
    decimals = len(plain.split(".")[1].split("e")[0].split("E")[0]) if "." in plain else 0
    value = float(plain)
    return (value, decimals) if abs(value) < 1e30 else None


def examine(sample: Sample, found: Findings) -> None:
    """Write down what the numbers of a sample look like."""
    values = sample.many
    parsed = [(text, number) for text in values if text[:1] in _STARTS and (number := parse_number(text))]
    if not values or len(parsed) < 0.5 * len(values):
        found.set("number.share", len(parsed) / max(1, len(values)))
        return
    texts = [text for text, _ in parsed]
    numbers = np.array([number[0] for _, number in parsed])
    decimals = np.array([number[1] for _, number in parsed])
    found.set("number.share", len(parsed) / len(values))
    _written(texts, decimals, found)
    _sizes(numbers, found)
    _meanings(numbers, decimals, found)
    _sequence(numbers, decimals, found)


_STARTS = frozenset("0123456789+-")


def _written(texts: list[str], decimals: NDArray[np.int64], found: Findings) -> None:
    size = len(texts)
    digits = np.array([sum(map(str.isdigit, text)) for text in texts])
    found.set("number.whole", float((decimals == 0).mean()))
    found.set("number.decimal", float((decimals > 0).mean()))
    found.set("number.decimals.q50", float(np.median(decimals)))
    found.set("number.decimals.same", float(max(np.bincount(decimals).tolist()) / size))
    found.set("number.leading_zero", sum(text[0] == "0" and text[1:2].isdigit() for text in texts) / size)
    found.set("number.grouped", sum("," in text or "'" in text or " " in text for text in texts) / size)
    found.set("number.digits.q50", float(np.median(digits)))
    found.set("number.same_digits", float(max(np.bincount(digits).tolist()) / size))
    last = np.bincount([int(text[-1]) for text in texts if text[-1].isdigit()] or [0], minlength=10) / size
    found.set("number.last_digit", float(np.abs(last - 0.1).sum()))
    found.set("number.distinct", float(len(set(texts)) / size))


def _sizes(numbers: NDArray[np.float64], found: Findings) -> None:
    sizes = np.log10(np.abs(numbers) + 1e-6)
    low, middle, high = np.quantile(sizes, (0.05, 0.5, 0.95))
    found.set("number.log10.q05", float(low))
    found.set("number.log10.q50", float(middle))
    found.set("number.log10.q95", float(high))
    found.set("number.spread", float(high - low))
    found.set("number.negative", float((numbers < 0).mean()))
    spread = numbers.std()
    found.set("number.skew", float(np.clip((numbers.mean() - np.median(numbers)) / spread, -1, 1)) if spread else 0.0)
    rest = np.abs(numbers[np.abs(numbers) >= 1])
    if len(rest) >= 10:
        first = np.floor(rest / 10 ** np.floor(np.log10(rest))).astype(int).clip(1, 9)
        seen = np.bincount(first, minlength=10)[1:] / len(rest)
        found.set("number.benford", float(np.abs(seen - _BENFORD).sum()))


def _meanings(numbers: NDArray[np.float64], decimals: NDArray[np.int64], found: Findings) -> None:
    whole = decimals == 0

    def share(mask: NDArray[np.bool_]) -> float:
        return float(mask.mean())

    found.set("number.round10", share(numbers % 10 == 0))
    found.set("number.round100", share(numbers % 100 == 0))
    found.set("number.round1000", share(numbers % 1000 == 0))
    found.set("number.end5or0", share(numbers % 5 == 0))
    found.set("number.age", share(whole & (numbers >= 16) & (numbers <= 99)))
    found.set("number.year", share(whole & (numbers >= 1900) & (numbers <= 2100)))
    found.set("number.score", share(whole & (numbers >= 300) & (numbers <= 900)))
    found.set("number.percent", share((numbers >= 0) & (numbers <= 100)))
    found.set("number.unit", share((numbers >= 0) & (numbers <= 1)))
    found.set("number.latitude", share((np.abs(numbers) <= 90) & (decimals >= 4)))
    found.set("number.longitude", share((np.abs(numbers) <= 180) & (decimals >= 4)))


def _sequence(numbers: NDArray[np.float64], decimals: NDArray[np.int64], found: Findings) -> None:
    if len(numbers) < 5 or decimals.any():
        return
    gaps = np.diff(np.unique(numbers))
    if not len(gaps):
        return
    typical = np.median(gaps)
    found.set("number.sequence", float((gaps == typical).mean()))
    found.set("number.small_gaps", float(np.log10(1 + typical / max(1.0, abs(np.median(numbers))) * 1e6) / 6))
