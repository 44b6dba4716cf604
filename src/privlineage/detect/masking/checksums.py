"""Checksums that work byte by byte, over many texts of one length at once: CRC, Adler, FNV, hashes of languages.

Sources: ISO 3309 and RFC 3720 (the two CRCs), RFC 1950 (Adler), draft-eastlake-fnv (FNV), Java's `String.hashCode`,
Bernstein's djb2.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from privlineage.detect.masking.mixing import lookup3, murmur3, spark_murmur3, xxh32, xxh64
from privlineage.detect.masking.spaces import Block

__all__ = ["CRC32", "CRC32C", "Checksum", "crc_table", "of_32_bits", "of_64_bits"]

Checksum: TypeAlias = Callable[[Block], NDArray[np.uint64]]
CRC32, CRC32C = 0xEDB88320, 0x82F63B78


@lru_cache(maxsize=2)
def crc_table(polynomial: int) -> NDArray[np.uint32]:
    """What a reflected CRC of 32 bits makes of each byte."""
    table = np.arange(256, dtype=np.uint32)
    for _ in range(8):
        table = np.where(table & np.uint32(1), (table >> np.uint32(1)) ^ np.uint32(polynomial), table >> np.uint32(1))
    return table


def _crc(block: Block, polynomial: int) -> NDArray[np.uint64]:
    table = crc_table(polynomial)
    state = np.full(len(block), 0xFFFFFFFF, dtype=np.uint32)
    for column in block.T:
        state = table[(state ^ column) & np.uint32(0xFF)] ^ (state >> np.uint32(8))
    return (~state).astype(np.uint64)


def _adler(block: Block) -> NDArray[np.uint64]:
    low, high = np.ones(len(block), dtype=np.uint64), np.zeros(len(block), dtype=np.uint64)
    for column in block.T:
        low = (low + column) % 65521
        high = (high + low) % 65521
    return (high << np.uint64(16)) | low


def _fnv(block: Block, start: int, prime: int, bits: int, *, xor_first: bool) -> NDArray[np.uint64]:
    mask, factor = np.uint64(2**bits - 1), np.uint64(prime)
    state = np.full(len(block), start, dtype=np.uint64)
    for column in block.T:
        state = ((state ^ column) * factor) & mask if xor_first else ((state * factor) & mask) ^ column
    return state


def _polynomial(block: Block, start: int, factor: int) -> NDArray[np.uint64]:
    state = np.full(len(block), start, dtype=np.uint64)
    for column in block.T:
        state = (state * np.uint64(factor) + column) & np.uint64(0xFFFFFFFF)
    return state


def of_32_bits() -> dict[str, Checksum]:
    """The checksums of 32 bits, by name."""
    return {
        "crc32": lambda block: _crc(block, CRC32),
        "crc32c": lambda block: _crc(block, CRC32C),
        "adler32": _adler,
        "fnv1a": lambda block: _fnv(block, 0x811C9DC5, 0x01000193, 32, xor_first=True),
        "fnv1": lambda block: _fnv(block, 0x811C9DC5, 0x01000193, 32, xor_first=False),
        "murmur3": murmur3,
        "Spark's hash": spark_murmur3,
        "PostgreSQL's hashtext": lookup3,
        "xxhash32": xxh32,
        "Java's hashCode": lambda block: _polynomial(block, 0, 31),
        "djb2": lambda block: _polynomial(block, 5381, 33),
    }


def of_64_bits() -> dict[str, Checksum]:
    """The hashes of 64 bits that take no key, by name."""
    return {
        "xxhash64": xxh64,
        "Spark's xxhash64": lambda block: xxh64(block, 42),
        "fnv1a": lambda block: _fnv(block, 0xCBF29CE484222325, 0x100000001B3, 64, xor_first=True),
        "fnv1": lambda block: _fnv(block, 0xCBF29CE484222325, 0x100000001B3, 64, xor_first=False),
    }
