"""Probabilities of kinds for the columns of a table: signals in, temperature-scaled shares out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from privlineage.detect.model.grams import pieces
from privlineage.detect.model.network import mean_of, softmax
from privlineage.detect.model.signals import heard_signals, signals, standardised
from privlineage.detect.model.weights import Model
from privlineage.detect.types import PERSONAL

__all__ = ["Prediction", "calibrated", "predict"]

Numbers = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Prediction:
    """What the model makes of one column.

    Attributes:
        shares: the probability of each kind.
        heard: the same from the characters alone.
        personal: the sum over personal kinds.
    """

    shares: dict[str, float]
    heard: dict[str, float]
    personal: float


def predict(
    model: Model,
    headers: Sequence[str],
    names: Sequence[Mapping[str, float]],
    texts: Sequence[Sequence[str]],
    features: Sequence[Mapping[str, float]],
) -> list[Prediction]:
    """Predict the kinds of columns, each by itself.

    Args:
        model: what was learnt.
        headers: the columns' names.
        names: the header's numbers by name, for each column.
        texts: the distinct values of each, in an order that comes from their content alone.
        features: the validators' numbers by name; a number the model knows and nobody wrote counts as usual.
    """
    if not headers:
        return []
    outputs = [model.encoder(pieces(values)[None, :]) for values in texts]
    rows = np.vstack(
        [
            signals(
                _known(model.value_features, feature, model.mean),
                heard_signals(output[0]),
                _known(model.name_features, name, model.mean[-1 - len(model.name_features) :]),
                header,
            )
            for header, name, output, feature in zip(headers, names, outputs, features, strict=True)
        ]
    )
    inputs = standardised(rows, model.mean, model.spread)
    shares = softmax(mean_of([combiner(inputs) for combiner in model.combiners]), model.temperature)
    return [_prediction(model, share, softmax(output)[0]) for share, output in zip(shares, outputs, strict=True)]


def _known(names: Sequence[str], feature: Mapping[str, float], usual: Numbers) -> Numbers:
    return np.asarray(
        [feature.get(name, normally) for name, normally in zip(names, usual.tolist(), strict=False)], np.float32
    )


def _prediction(model: Model, shares: Numbers, heard: Numbers) -> Prediction:
    by_kind = dict(zip(model.kinds, map(float, shares), strict=True))
    return Prediction(
        shares=by_kind,
        heard=dict(zip(model.heard, map(float, heard), strict=True)),
        personal=min(1.0, sum(share for kind, share in by_kind.items() if kind in PERSONAL)),
    )


def calibrated(model: Model, personal: float) -> float:
    """How often a column of this probability was personal among the columns kept for tuning."""
    points, found = model.calibration
    return float(np.interp(personal, points, found))
