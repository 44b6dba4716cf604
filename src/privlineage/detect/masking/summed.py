"""Columns of checksums, in hex or as numbers: 32 or 64 bits without a key, and what stands behind them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from privlineage.detect.masking.affine import solve
from privlineage.detect.masking.candidates import spelt
from privlineage.detect.masking.chance import beats_chance, chance_of_a_preimage
from privlineage.detect.masking.checksums import Checksum, of_32_bits, of_64_bits
from privlineage.detect.masking.numbers import even_numbers, narrow_halves, read_numbers, read_short_hex
from privlineage.detect.masking.recognising import Given, Look, mostly
from privlineage.detect.masking.reversal import reverse
from privlineage.detect.masking.spaces import SPACES, Block, blocks_of
from privlineage.detect.masking.written import Written, read_digests

__all__ = ["look_summed"]

_CHECKSUMS = frozenset(
    "crc32 crc32c adler32 checksum binary_checksum hash hashtext hash_code hashcode java_hash fnv murmur3 murmur_hash "
    "xxhash32 xxhash64 xxh64 farm_fingerprint cityhash64 siphash64 fnv_hash hash64".split()
)
_HYPOTHESES = 1_000
_LONGEST_SPACE = 1_000_000
_LEAST_TO_SOLVE = 100_000
_NUMBERS_OF_32_BITS = (
    "32 bits hold 4,294,967,296 values: whoever knows the function tries every telephone number of a country"
)


_NARROW = "adler32: both halves are sums of the characters and show their number; many texts share each"


@dataclass(frozen=True, slots=True)
class _Sums:
    """The checksums of a column.

    Attributes:
        bits: 32 or 64.
        numbers: each as an unsigned number, by the value's place; None where a value is none.
        how: how they are written, for people.
    """

    bits: int
    numbers: tuple[int | None, ...]
    how: str

    @property
    def distinct(self) -> NDArray[np.uint64]:
        return np.unique(np.array([number for number in self.numbers if number is not None], dtype=np.uint64))

    @property
    def shaped(self) -> tuple[bool, ...]:
        return tuple(number is not None for number in self.numbers)

    @property
    def digests(self) -> Written:
        """The same in hex: a checksum may be the beginning of a longer hash."""
        width = self.bits // 4
        texts = tuple(None if number is None else f"{number:0{width}x}" for number in self.numbers)
        return Written(width, texts, "hex")


@dataclass(frozen=True, slots=True)
class _Met:
    function: str
    reason: str
    hits: int


def look_summed(given: Given) -> Look | None:
    """The column as checksums, None where it holds none."""
    named = next((name for name in given.functions if name.rpartition(".")[2] in _CHECKSUMS), "")
    sums = _read(given, named)
    if sums is None:
        return None
    distinct = sums.distinct
    if sums.how == _NARROW:
        return Look("adler32", False, (_NARROW,), sums.shaped)
    met, tried = _met(sums, distinct, given)
    if met is not None:
        kind = _kind(met.function, sums.bits)
        return Look(kind, False, (met.reason, sums.how), sums.shaped, tried, met.hits / len(distinct))
    reasons = (f"none of {tried:,} candidates leads back to a value", sums.how) if tried else (sums.how,)
    if named and sums.bits == 32:
        return Look(
            _kind(named, 32), False, (f"lineage shows `{named}`: {_NUMBERS_OF_32_BITS}", *reasons), sums.shaped, tried
        )
    if named:
        return Look("hash64", False, (f"lineage shows `{named}`, which takes no key", *reasons), sums.shaped, tried)
    counted = (_NUMBERS_OF_32_BITS,) if sums.bits == 32 else ()
    return Look(_kind("", sums.bits), None, (*reasons, *counted), sums.shaped, tried)


def _kind(function: str, bits: int) -> str:
    if bits == 64:
        return "hash64"
    return {"crc32": "crc32", "crc32c": "crc32", "adler32": "adler32"}.get(function, "checksum32")


def _read(given: Given, named: str) -> _Sums | None:
    written = read_digests(given.values)
    if written is not None and written.half_bytes in (8, 16):
        bits = written.half_bytes * 4
        numbers = tuple(None if digest is None else int(digest, 16) for digest in written.digests)
        if bits == 32:
            numbers = read_short_hex([value.lower() for value in given.values])
            if _is_narrow(numbers):
                return _Sums(32, numbers, _NARROW)
        return _Sums(bits, numbers, f"{written.half_bytes} hex digits")
    whole = read_numbers(given.values)
    if not mostly([number is not None for number in whole]):
        return None
    if _is_narrow(whole):
        return _Sums(32, whole, _NARROW)
    bits = even_numbers([number for number in whole if number is not None]) or (_fitting(whole) if named else 0)
    if not bits:
        return None
    numbers = tuple(None if number is None or number >= 2**bits else number % 2**bits for number in whole)
    return _Sums(bits, numbers, f"numbers that lie evenly over {bits} bits")


def _is_narrow(numbers: Sequence[int | None]) -> bool:
    kept = {number for number in numbers if number is not None}
    return (
        bool(kept) and min(kept) >= 0 and max(kept) < 2**32 and narrow_halves(np.array(sorted(kept), dtype=np.uint32))
    )


def _fitting(numbers: Sequence[int | None]) -> int:
    most = max((abs(number) for number in numbers if number is not None), default=0)
    return 32 if most < 2**32 else 64 if most < 2**64 else 0


def _met(sums: _Sums, distinct: NDArray[np.uint64], given: Given) -> tuple[_Met | None, int]:
    tried = 0
    functions = of_32_bits() if sums.bits == 32 else of_64_bits()
    for where, size, blocks in _spaces(given):
        tried += size * len(functions)
        probability = chance_of_a_preimage(size, sums.bits)
        for name, checksum in functions.items():
            hits = _hits(checksum, blocks, distinct)
            if beats_chance(hits, len(distinct), probability, _HYPOTHESES):
                reason = f"{name} without a key: {hits} of {len(distinct)} distinct values are found among {where}"
                return _Met(name, reason, hits), tried
    if sums.bits == 32 and given.tries >= _LEAST_TO_SOLVE:
        solved, looked = solve(distinct.astype(np.uint32))
        tried += looked
        if solved is not None:
            reason = (
                f"{solved.function}: {solved.hits} of {solved.values} distinct values have a preimage among the "
                f"{solved.size:,.0f} {solved.where}, where chance would give {solved.expected:.0f}"
            )
            return _Met(solved.function, reason, solved.hits), tried
    found = reverse(sums.digests, given.candidates, given.tries // 3)
    if found.found:
        met = f"{len(found.found)} of {found.asked} distinct values are found among {found.where}"
        reason = f"the beginning or end of {found.function} without a key: {met}"
        return _Met(found.function, reason, len(found.found)), tried + found.tried
    return None, tried + found.tried


def _spaces(given: Given) -> Iterator[tuple[str, int, Sequence[Block]]]:
    near = spelt(given.candidates)
    if near:
        yield "the columns it comes from or stands beside", len(near), tuple(blocks_of(near))
    budget = given.tries
    for space in SPACES:
        if space.size <= min(_LONGEST_SPACE, budget):
            budget -= space.size
            yield space.name, space.size, tuple(space.blocks())


def _hits(checksum: Checksum, blocks: Sequence[Block], wanted: NDArray[np.uint64]) -> int:
    met = np.zeros(len(wanted), dtype=np.bool_)
    for block in blocks:
        sums = checksum(block)
        found = np.searchsorted(wanted, sums)
        found = np.minimum(found, len(wanted) - 1)
        met[found[wanted[found] == sums]] = True
    return int(np.count_nonzero(met))
