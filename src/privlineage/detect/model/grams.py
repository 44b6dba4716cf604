"""A column's values as hashed pieces: character n-grams, words and shapes, counted without a loop over characters.

Letters of every script are read in Latin (anyascii), so that a name sounds alike whatever it is written in; every digit
reads as 0, so that no number is learnt by heart. Each kind of piece is counted as a share per value, summed over the
values, and the square root is taken (the Hellinger map of a distribution: frequent pieces do not drown rare ones).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from anyascii import anyascii
from numpy.typing import NDArray

from privlineage.detect.values.shape import shape

__all__ = ["BUCKETS", "LOOKED_AT", "pieces"]

LOOKED_AT = 64
"""How many distinct values are read."""

LETTERS, SHAPES = 1 << 14, 1 << 11
BUCKETS = LETTERS + SHAPES
"""The length of a column's vector: hashed pieces of letters and words, then hashed pieces of shapes."""

_LONGEST = 80
_CHARACTER_GRAMS = (2, 3, 4)
_SHAPE_GRAMS = (1, 2, 3, 4)
_LONGEST_RUN = 15
_MIX = np.uint32(2654435761)  # Knuth's multiplier: 2**32 over the golden ratio

_Codes = NDArray[np.uint32]


def pieces(values: Sequence[str]) -> NDArray[np.float32]:
    """The vector of a column: BUCKETS numbers, its letters' and its shapes' part of length 1 each (or 0).

    Args:
        values: distinct values; the first LOOKED_AT are read.
    """
    looked_at = [value[:_LONGEST] for value in values[:LOOKED_AT] if value]
    whole = np.zeros(BUCKETS, np.float32)
    if not looked_at:
        return whole
    read = [value.casefold() if value.isascii() else anyascii(value)[: 2 * _LONGEST].casefold() for value in looked_at]
    whole[:LETTERS] = _unit(_letters(read))
    whole[LETTERS:] = _unit(_shapes(looked_at))
    return whole


def _unit(counted: NDArray[np.float64]) -> NDArray[np.float64]:
    rooted = np.sqrt(counted)
    length = float(np.sqrt((rooted * rooted).sum()))
    return rooted / length if length else rooted


def _codes(texts: Sequence[str]) -> _Codes:
    """Characters as numbers, with a 0 before, between and after the texts."""
    joined = "\0" + "\0".join(text.replace("\0", " ") for text in texts) + "\0"
    return np.frombuffer(joined.encode("utf-32-le", "replace"), np.uint32)


def _letters(texts: Sequence[str]) -> NDArray[np.float64]:
    codes = _codes(texts)
    codes = np.where((codes >= ord("0")) & (codes <= ord("9")), np.uint32(ord("0")), codes)
    total = _counted(codes, _CHARACTER_GRAMS, LETTERS, len(texts))
    return total + _words(codes, len(texts))


def _shapes(texts: Sequence[str]) -> NDArray[np.float64]:
    codes = _codes([shape(text) for text in texts])
    starts = np.flatnonzero(np.concatenate(([True], codes[1:] != codes[:-1])))
    runs = np.diff(np.append(starts, len(codes)))
    kinds = codes[starts]
    measured = kinds + np.where(kinds == 0, 0, np.minimum(runs, _LONGEST_RUN) << 21).astype(np.uint32)
    exact = _counted(measured, _SHAPE_GRAMS, SHAPES, len(texts))
    return exact + _counted(kinds, _SHAPE_GRAMS[1:], SHAPES, len(texts))


def _counted(codes: _Codes, sizes: Sequence[int], buckets: int, texts: int) -> NDArray[np.float64]:
    """Shares of n-grams by bucket, summed over the texts. A 0 may begin or end a gram, never stand inside."""
    borders = np.cumsum(codes == 0)
    hashed, owners = [], []
    for size in sizes:
        grams = len(codes) - size + 1
        if grams < 1:
            continue
        key = np.full(grams, size * 0x9E37 + 1, np.uint32)
        for offset in range(size):
            key = (key ^ codes[offset : offset + grams]) * _MIX
            key ^= key >> np.uint32(13)
        inner = borders[max(size - 2, 0) : max(size - 2, 0) + grams] - borders[:grams]
        kept = (inner == 0) if size > 1 else codes[:grams] != 0
        if size == 2:
            kept = (codes[:grams] != 0) | (codes[1:] != 0)
        hashed.append(key[kept])
        owners.append(borders[:grams][kept] - 1)
    return _shares(np.concatenate(hashed), np.concatenate(owners), buckets, texts)


def _words(codes: _Codes, texts: int) -> NDArray[np.float64]:
    """Whole words (runs of letters) by bucket, as shares per text."""
    letter = ((codes >= ord("a")) & (codes <= ord("z"))) | (codes > 127)
    starts = np.flatnonzero(letter & ~np.concatenate(([False], letter[:-1])))
    if not len(starts):
        return np.zeros(LETTERS)
    word = np.cumsum(np.bincount(starts, minlength=len(codes))) - 1
    place = (np.arange(len(codes)) - starts[np.maximum(word, 0)]).astype(np.uint32)
    mixed = (codes + place * np.uint32(0x85EBCA6B)) * _MIX
    mixed ^= mixed >> np.uint32(15)
    key = np.add.reduceat(np.where(letter, mixed, np.uint32(0)), starts, dtype=np.uint32) * _MIX
    return _shares(key, np.cumsum(codes == 0)[starts] - 1, LETTERS, texts)


def _shares(hashed: _Codes, owners: NDArray[np.int64], buckets: int, texts: int) -> NDArray[np.float64]:
    spread = (hashed ^ (hashed >> np.uint32(16))) & np.uint32(buckets - 1)
    size = np.bincount(owners, minlength=texts)
    found = np.bincount(spread.astype(np.int64), weights=1.0 / size[owners], minlength=buckets)
    return found.astype(np.float64, copy=False)  # it is: NumPy's own types say so from 2.5 on
