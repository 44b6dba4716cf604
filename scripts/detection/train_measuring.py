"""What training learns from: every made column measured once, then put under several headers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from privlineage.detect.model.grams import BUCKETS, LOOKED_AT, pieces
from privlineage.detect.values import FEATURE_NAMES, examine_values
from privlineage.detect.values.sample import take
from scripts.detection.made import MadeColumn

__all__ = ["Measured", "measure", "subset"]

Numbers = NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class Measured:
    """Made columns as numbers.

    Attributes:
        columns: the columns themselves, without their values.
        kinds: the kind of each.
        pieces: the characters of each, a row of hashed pieces.
        parts: the same for a few of each column's values: short columns must be heard too.
        values: what the validators say of each.
    """

    columns: tuple[MadeColumn, ...]
    kinds: tuple[str, ...]
    pieces: csr_matrix
    parts: csr_matrix
    values: Numbers

    def __len__(self) -> int:
        return len(self.columns)


def measure(columns: Sequence[MadeColumn], seed: int) -> Measured:
    """Look at every column as a scan would."""
    rng = Random(seed)  # noqa: S311 - repeatable, not secret
    whole, parts, said = [], [], []
    for column in columns:
        distinct = take(column.values).many
        whole.append(_row(distinct[:LOOKED_AT]))
        parts.append(_row(rng.sample(distinct, min(len(distinct), rng.choice((1, 2, 4, 8, 16))))))
        said.append(np.asarray(examine_values(column.values).features(), np.float32))
    return Measured(
        columns=tuple(_without_values(column) for column in columns),
        kinds=tuple(column.type for column in columns),
        pieces=_stacked(whole),
        parts=_stacked(parts),
        values=np.vstack(said) if said else np.zeros((0, len(FEATURE_NAMES)), np.float32),
    )


def subset(measured: Measured, rows: Sequence[int] | NDArray[np.int64]) -> Measured:
    """Some of the columns."""
    taken = np.asarray(rows, np.int64)
    return Measured(
        columns=tuple(measured.columns[row] for row in taken),
        kinds=tuple(measured.kinds[row] for row in taken),
        pieces=measured.pieces[taken],
        parts=measured.parts[taken],
        values=measured.values[taken],
    )


def _row(values: Sequence[str]) -> tuple[NDArray[np.int32], Numbers]:
    dense = pieces(values)
    used = np.flatnonzero(dense).astype(np.int32)
    return used, dense[used]


def _stacked(rows: Sequence[tuple[NDArray[np.int32], Numbers]]) -> csr_matrix:
    ends = np.cumsum([0, *(len(used) for used, _ in rows)])
    used = np.concatenate([used for used, _ in rows]) if rows else np.zeros(0, np.int32)
    shares = np.concatenate([shares for _, shares in rows]) if rows else np.zeros(0, np.float32)
    return csr_matrix((shares, used, ends), shape=(len(rows), BUCKETS))


def _without_values(column: MadeColumn) -> MadeColumn:
    return MadeColumn(
        column.type, column.subtype, column.category, column.locale, column.header, column.header_kind, (),
        column.neighbours, column.table,
    )  # fmt: skip
