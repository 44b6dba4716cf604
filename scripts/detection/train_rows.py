"""From measured columns to the rows that the combiner learns from."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import blake2b
from typing import Final

import numpy as np
from numpy.typing import NDArray

from privlineage.detect.model.network import Network
from privlineage.detect.model.signals import heard_signals, signals
from privlineage.detect.names import name_features
from scripts.detection.train_fitting import fit_encoder, outputs_of, quantised
from scripts.detection.train_headers import BARE, Headed
from scripts.detection.train_measuring import Measured, subset

__all__ = ["FOLDS", "crossed", "rows_of"]

Numbers = NDArray[np.float32]
FOLDS: Final = 4


def fold_of(measured: Measured) -> NDArray[np.int64]:
    """A column's fold: by locale for personal kinds, by family for the others, so that each fold meets strangers."""
    names = [column.locale if column.category else f"{column.subtype}" for column in measured.columns]
    digests = {name: blake2b(name.encode(), digest_size=4).digest() for name in set(names)}
    return np.asarray([int.from_bytes(digests[name], "big") % FOLDS for name in names], np.int64)


def crossed(measured: Measured, *, width: int, rounds: int, seed: int) -> tuple[Network, tuple[str, ...], Numbers]:
    """An encoder of everything, and for each column what an encoder hears that never met its locale or its family."""
    encoder, heard = fit_encoder(measured.pieces, measured.parts, measured.kinds, width=width, rounds=rounds, seed=seed)
    strange = np.zeros((len(measured), len(heard)), np.float32)
    folds = fold_of(measured)
    for fold in range(FOLDS):
        kept = subset(measured, np.flatnonzero(folds != fold))
        apart = np.flatnonzero(folds == fold)
        if not len(apart) or not len(kept):
            continue
        part, told = fit_encoder(kept.pieces, kept.parts, kept.kinds, width=width, rounds=rounds, seed=seed + 1 + fold)
        outputs = outputs_of(quantised(part), measured.pieces[apart])
        places = [heard.index(kind) for kind in told]
        spread = np.full((len(apart), len(heard)), -20.0, np.float32)
        spread[:, places] = outputs
        strange[apart] = spread
    return quantised(encoder), heard, strange


def rows_of(
    measured: Measured,
    under: Sequence[Headed],
    outputs: Numbers,
    silence: Numbers,
) -> Numbers:
    """The signals of every column under every header.

    Args:
        measured: the columns.
        under: their headers.
        outputs: what an encoder makes of each column's values.
        silence: what the encoder makes of no value at all.
    """
    heard = [heard_signals(one) for one in outputs]
    nothing = (np.zeros_like(measured.values[0]), heard_signals(silence))
    named: dict[str, Numbers] = {}
    made = []
    for one in under:
        if one.header not in named:
            named[one.header] = np.asarray(name_features(one.header), np.float32)
        values, sound = nothing if one.condition == BARE else (measured.values[one.row], heard[one.row])
        made.append(signals(values, sound, named[one.header], one.header))
    return np.vstack(made).astype(np.float32)
