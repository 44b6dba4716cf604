"""Hashes that mix words: murmur3, xxHash, Jenkins' lookup3, over many texts of one length at once.

Sources: MurmurHash3_x86_32 of SMHasher; Spark's `Murmur3_x86_32.hashUnsafeBytes`, which mixes the last bytes one by one
and as signed ones; the xxHash specification; `hash_bytes` of PostgreSQL's `hashfn.c`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from privlineage.detect.masking.spaces import Block

__all__ = ["lookup3", "murmur3", "spark_murmur3", "xxh32", "xxh64"]

_Words: TypeAlias = NDArray[np.uint64]
_32, _64 = (1 << 32) - 1, (1 << 64) - 1


def _word(block: Block, start: int, size: int) -> _Words:
    """Bytes from `start`, the first being the lowest, as numbers; as many as there are, up to `size`."""
    word = np.zeros(len(block), dtype=np.uint64)
    for place, column in enumerate(block.T[start : start + size]):
        word |= column.astype(np.uint64) << np.uint64(8 * place)
    return word


def _rotated(word: _Words, by: int, bits: int = 32) -> _Words:
    turned = (word << np.uint64(by)) | (word >> np.uint64(bits - by))
    return turned & np.uint64(_32 if bits == 32 else _64)


def _times(word: _Words, factor: int) -> _Words:
    return (word * np.uint64(factor)) & np.uint64(_32)


def _murmur_word(state: _Words, word: _Words) -> _Words:
    state = _rotated(state ^ _murmur_scrambled(word), 13)
    return (state * np.uint64(5) + np.uint64(0xE6546B64)) & np.uint64(_32)


def _murmur_scrambled(word: _Words) -> _Words:
    return _times(_rotated(_times(word, 0xCC9E2D51), 15), 0x1B873593)


def _murmur_end(state: _Words, length: int) -> _Words:
    state = state ^ np.uint64(length)
    state = _times(state ^ (state >> np.uint64(16)), 0x85EBCA6B)
    state = _times(state ^ (state >> np.uint64(13)), 0xC2B2AE35)
    return state ^ (state >> np.uint64(16))


def murmur3(block: Block, seed: int = 0) -> _Words:
    """MurmurHash3 for 32 bits."""
    length = block.shape[1]
    whole = length - length % 4
    state = np.full(len(block), seed, dtype=np.uint64)
    for start in range(0, whole, 4):
        state = _murmur_word(state, _word(block, start, 4))
    if whole < length:
        state = state ^ _murmur_scrambled(_word(block, whole, 4))
    return _murmur_end(state, length)


def spark_murmur3(block: Block, seed: int = 42) -> _Words:
    """What Spark's `hash` makes of a text."""
    length = block.shape[1]
    whole = length - length % 4
    state = np.full(len(block), seed, dtype=np.uint64)
    for start in range(0, whole, 4):
        state = _murmur_word(state, _word(block, start, 4))
    for column in block.T[whole:]:
        signed = column.astype(np.int8).astype(np.int32).astype(np.uint32).astype(np.uint64)
        state = _murmur_word(state, signed)
    return _murmur_end(state, length)


_X32 = (2654435761, 2246822519, 3266489917, 668265263, 374761393)
_X64 = (11400714785074694791, 14029467366897019727, 1609587929392839161, 9650029242287828579, 2870177450012600261)


def _lanes(block: Block, seed: int, primes: Sequence[int], size: int) -> tuple[list[_Words], int]:
    """The four lanes over the stripes of a text, and where the rest begins."""
    bits = size * 8
    mask, turn = np.uint64(_32 if bits == 32 else _64), 13 if bits == 32 else 31
    starts = (seed + primes[0] + primes[1], seed + primes[1], seed, seed - primes[0])
    lanes = [np.full(len(block), start & int(mask), dtype=np.uint64) for start in starts]
    stripes = block.shape[1] // (4 * size)
    for stripe in range(stripes):
        for lane in range(4):
            word = _word(block, (4 * stripe + lane) * size, size)
            mixed = (lanes[lane] + word * np.uint64(primes[1])) & mask
            lanes[lane] = (_rotated(mixed, turn, bits) * np.uint64(primes[0])) & mask
    return lanes, stripes * 4 * size


def xxh32(block: Block, seed: int = 0) -> _Words:
    """XXH32."""
    length, mask = block.shape[1], np.uint64(_32)
    if length >= 16:
        lanes, start = _lanes(block, seed, _X32, 4)
        turned = (_rotated(lane, by) for lane, by in zip(lanes, (1, 7, 12, 18), strict=True))
        state = sum(turned, np.zeros(len(block), dtype=np.uint64)) & mask
    else:
        start, state = 0, np.full(len(block), (seed + _X32[4]) & _32, dtype=np.uint64)
    state = (state + np.uint64(length)) & mask
    while start + 4 <= length:
        state = (state + _word(block, start, 4) * np.uint64(_X32[2])) & mask
        state = _times(_rotated(state, 17), _X32[3])
        start += 4
    for column in block.T[start:]:
        state = (state + column.astype(np.uint64) * np.uint64(_X32[4])) & mask
        state = _times(_rotated(state, 11), _X32[0])
    state = _times(state ^ (state >> np.uint64(15)), _X32[1])
    state = _times(state ^ (state >> np.uint64(13)), _X32[2])
    return state ^ (state >> np.uint64(16))


def _round64(word: _Words) -> _Words:
    return _rotated(word * np.uint64(_X64[1]), 31, 64) * np.uint64(_X64[0])


def _start64(block: Block, seed: int) -> tuple[_Words, int]:
    if block.shape[1] < 32:
        return np.full(len(block), (seed + _X64[4]) & _64, dtype=np.uint64), 0
    lanes, start = _lanes(block, seed, _X64, 8)
    turned = (_rotated(lane, by, 64) for lane, by in zip(lanes, (1, 7, 12, 18), strict=True))
    state = sum(turned, np.zeros(len(block), dtype=np.uint64))
    for lane in lanes:
        state = (state ^ _round64(lane)) * np.uint64(_X64[0]) + np.uint64(_X64[3])
    return state, start


def xxh64(block: Block, seed: int = 0) -> _Words:
    """XXH64; Spark's `xxhash64` is this one with the seed 42."""
    length = block.shape[1]
    state, start = _start64(block, seed)
    state = state + np.uint64(length)
    while start + 8 <= length:
        state = _rotated(state ^ _round64(_word(block, start, 8)), 27, 64) * np.uint64(_X64[0]) + np.uint64(_X64[3])
        start += 8
    if start + 4 <= length:
        state = state ^ (_word(block, start, 4) * np.uint64(_X64[0]))
        state = _rotated(state, 23, 64) * np.uint64(_X64[1]) + np.uint64(_X64[2])
        start += 4
    for column in block.T[start:]:
        state = _rotated(state ^ (column.astype(np.uint64) * np.uint64(_X64[4])), 11, 64) * np.uint64(_X64[0])
    state = (state ^ (state >> np.uint64(33))) * np.uint64(_X64[1])
    state = (state ^ (state >> np.uint64(29))) * np.uint64(_X64[2])
    return state ^ (state >> np.uint64(32))


_MIX = (
    ("a", "c", "b", 4),
    ("b", "a", "c", 6),
    ("c", "b", "a", 8),
    ("a", "c", "b", 16),
    ("b", "a", "c", 19),
    ("c", "b", "a", 4),
)
_FINAL = (("c", "b", 14), ("a", "c", 11), ("b", "a", 25), ("c", "b", 16), ("a", "c", 4), ("b", "a", 14), ("c", "b", 24))


def lookup3(block: Block) -> _Words:
    """PostgreSQL's `hashtext`: Jenkins' lookup3 as `hash_bytes` has it, on a machine whose low bytes come first."""
    length, mask = block.shape[1], np.uint64(_32)
    start = (0x9E3779B9 + length + 3923095) & _32
    state = {name: np.full(len(block), start, dtype=np.uint64) for name in "abc"}
    place = 0
    while length - place >= 12:
        for name, offset in (("a", 0), ("b", 4), ("c", 8)):
            state[name] = (state[name] + _word(block, place + offset, 4)) & mask
        for first, second, third, by in _MIX:
            state[first] = ((state[first] - state[second]) & mask) ^ _rotated(state[second], by)
            state[second] = (state[second] + state[third]) & mask
        place += 12
    state["a"] = (state["a"] + _word(block, place, 4)) & mask
    state["b"] = (state["b"] + _word(block, place + 4, 4)) & mask
    # The lowest byte of c is kept for the length.
    state["c"] = (state["c"] + (_word(block, place + 8, 3) << np.uint64(8))) & mask
    for first, second, by in _FINAL:
        state[first] = ((state[first] ^ state[second]) - _rotated(state[second], by)) & mask
    return state["c"]
