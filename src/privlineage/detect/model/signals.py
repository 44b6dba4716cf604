"""A column's signals as one vector: what validators, characters and the header say of it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from privlineage.detect.model.network import softmax

__all__ = ["heard_signals", "signals", "standardised"]

Numbers = NDArray[np.float32]

_SUREST = 9.0


def heard_signals(outputs: Numbers) -> Numbers:
    """What the characters sound like, from a row of the encoder's outputs: log-probabilities, and how sure they are."""
    shares = softmax(outputs[None, :])[0]
    logs = np.log(np.maximum(shares, np.float32(np.exp(-_SUREST))))
    ordered = np.sort(shares)
    doubt = -float((shares * logs).sum())
    extra = np.array([ordered[-1], ordered[-1] - ordered[-2], doubt], np.float32)
    return np.concatenate([logs / np.float32(_SUREST) + np.float32(1), extra])


def signals(values: Numbers, heard: Numbers, name: Numbers, header: str) -> Numbers:
    """The whole vector, before it is standardised.

    Args:
        values: the validators' features.
        heard: `heard_signals` of the characters.
        name: the header's features (`detect.names.name_features`).
        header: the header itself; only whether there is one is read.
    """
    absent = np.array([not header.strip()], np.float32)
    return np.concatenate([values, heard, name, absent])


def standardised(rows: Numbers, mean: Numbers, spread: Numbers) -> Numbers:
    """Signals around 0 with a spread of 1; what is far out is brought in."""
    return np.asarray(np.clip((rows - mean) / spread, -5, 5), np.float32)
