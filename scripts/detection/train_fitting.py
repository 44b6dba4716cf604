"""Fitting the two networks, with seeds and without threads: the same data gives the same numbers."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, vstack
from sklearn.neural_network import MLPClassifier

from privlineage.detect.model.network import Layer, Network

__all__ = ["fit_combiner", "fit_encoder", "outputs_of", "quantised"]

Numbers = NDArray[np.float32]


def fit_encoder(
    pieces: csr_matrix, parts: csr_matrix, kinds: Sequence[str], *, width: int, rounds: int, seed: int
) -> tuple[Network, tuple[str, ...]]:
    """A network from hashed pieces to kinds. In every round other pieces are hidden: no single word decides."""
    everything = vstack([pieces, parts]).tocsr()
    targets = np.asarray([*kinds, *kinds])
    weights = np.concatenate([np.ones(len(kinds)), np.full(len(kinds), 0.3)])
    rng = np.random.default_rng(seed)
    classes = np.unique(targets)
    fitted = MLPClassifier((width,), alpha=3e-5, batch_size=128, learning_rate_init=2e-3, random_state=seed)
    for number in range(rounds):
        fitted.learning_rate_init = 2e-3 * (1 - number / rounds)
        if number:
            fitted._optimizer.learning_rate_init = fitted.learning_rate_init  # noqa: SLF001  no public way to slow down
        hidden = everything.copy()
        hidden.data = hidden.data * (rng.random(len(hidden.data)) > 0.35) / 0.65
        order = rng.permutation(len(targets))
        fitted.partial_fit(
            hidden[order].astype(np.float32), targets[order], classes=classes, sample_weight=weights[order]
        )
    return network_of(fitted), tuple(str(kind) for kind in classes)


def fit_combiner(
    rows: Numbers, kinds: Sequence[str], weights: Numbers, *, width: int, rounds: int, seed: int, alpha: float = 0.3
) -> tuple[Network, tuple[str, ...]]:
    """A network from standardised signals to kinds; in every round some signals are hidden."""
    targets = np.asarray(kinds)
    rng = np.random.default_rng(seed)
    classes = np.unique(targets)
    fitted = MLPClassifier((width,), alpha=alpha, batch_size=256, learning_rate_init=1.5e-3, random_state=seed)
    for number in range(rounds):
        fitted.learning_rate_init = 1.5e-3 * (1 - number / rounds)
        if number:
            fitted._optimizer.learning_rate_init = fitted.learning_rate_init  # noqa: SLF001  no public way to slow down
        order = rng.permutation(len(targets))
        kept = rng.random(rows.shape, dtype=np.float32) > 0.15
        fitted.partial_fit((rows * kept)[order], targets[order], classes=classes, sample_weight=weights[order])
    return network_of(fitted), tuple(str(kind) for kind in classes)


def network_of(fitted: MLPClassifier) -> Network:
    """The weights of a fitted classifier."""
    return Network(
        tuple(
            Layer(weights.astype(np.float32), np.ones(len(bias), np.float32), bias.astype(np.float32))
            for weights, bias in zip(fitted.coefs_, fitted.intercepts_, strict=True)
        )
    )


def quantised(network: Network) -> Network:
    """The same network with every weight as a whole number of one byte, each output with its own scale."""
    layers = []
    for layer in network.layers:
        scale = np.maximum(np.abs(layer.weights).max(axis=0), 1e-9).astype(np.float32) / np.float32(127)
        whole = np.clip(np.rint(layer.weights / scale), -127, 127).astype(np.int8)
        layers.append(Layer(whole, scale, layer.bias))
    return Network(tuple(layers))


def outputs_of(network: Network, pieces: csr_matrix) -> Numbers:
    """The outputs of an encoder for many columns at once."""
    first, *others = network.layers
    carried = np.asarray(pieces @ first.weights.astype(np.float32), np.float32) * first.scale + first.bias
    for layer in others:
        carried = layer(np.maximum(carried, np.float32(0)))
    return carried
