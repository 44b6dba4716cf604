"""From measured columns to a model: encoder, combiner, temperature, threshold, calibration."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from privlineage.detect.model.network import Network, mean_of, softmax
from privlineage.detect.model.signals import standardised
from privlineage.detect.model.weights import Model
from privlineage.detect.names import NAME_FEATURES
from privlineage.detect.types import PERSONAL
from privlineage.detect.values import FEATURE_NAMES
from scripts.detection.train_calibrating import best_temperature, best_threshold, calibration_of, figures
from scripts.detection.train_fitting import fit_combiner, outputs_of, quantised
from scripts.detection.train_headers import BARE, CONDITIONS, Headed, headed
from scripts.detection.train_measuring import Measured
from scripts.detection.train_rows import crossed, rows_of

__all__ = ["Learning", "learn", "outputs_for"]

Numbers = NDArray[np.float32]

# How much each way of heading a column counts: most headers are honest or say nothing.
_COUNTS = {"own": 1.0, "clear": 0.8, "cryptic": 1.2, "misleading": 0.5, BARE: 0.1}


@dataclass(frozen=True, slots=True)
class Learning:
    """How to learn.

    Attributes:
        seed: of every draw.
        encoder_width: of the encoder's middle layer.
        encoder_rounds: over the columns.
        combiner_width: of the combiner's middle layer.
        combiner_rounds: over the columns under all headers.
        combiners: how many are averaged.
    """

    seed: int = 5
    encoder_width: int = 48
    encoder_rounds: int = 12
    combiner_width: int = 48
    combiner_rounds: int = 14
    combiners: int = 5


def learn(train: Measured, tune: Measured, how: Learning) -> tuple[Model, dict[str, Any]]:
    """Learn from `train`, then set what can be set from `tune`.

    Returns:
        The model, and its figures on `tune` by header condition.
    """
    encoder, heard, strange = crossed(train, width=how.encoder_width, rounds=how.encoder_rounds, seed=how.seed)
    under = headed(train, (*CONDITIONS, BARE), how.seed)
    rows = rows_of(train, under, strange, _silence(encoder))
    mean, spread = rows.mean(axis=0), np.maximum(rows.std(axis=0), 0.02)
    kinds = [train.kinds[one.row] for one in under]
    weights = np.asarray([_COUNTS[one.condition] for one in under], np.float32)
    fitted = [
        fit_combiner(
            standardised(rows, mean, spread), kinds, weights, width=how.combiner_width, rounds=how.combiner_rounds,
            seed=how.seed + number,
        )
        for number in range(how.combiners)
    ]  # fmt: skip
    model = Model(
        encoder=encoder,
        heard=heard,
        combiners=tuple(quantised(network) for network, _ in fitted),
        kinds=fitted[0][1],
        value_features=tuple(FEATURE_NAMES),
        name_features=tuple(NAME_FEATURES),
        mean=mean.astype(np.float32),
        spread=spread.astype(np.float32),
        temperature=1.0,
        threshold=0.5,
        calibration=np.vstack([np.linspace(0, 1, 33)] * 2).astype(np.float32),
    )
    return _tuned(model, tune, how)


def outputs_for(model: Model, measured: Measured, under: list[Headed]) -> Numbers:
    """The combiner's outputs for every column under every header."""
    rows = rows_of(measured, under, outputs_of(model.encoder, measured.pieces), _silence(model.encoder))
    inputs = standardised(rows, model.mean, model.spread)
    return mean_of([combiner(inputs) for combiner in model.combiners])


def _silence(encoder: Network) -> Numbers:
    return encoder(np.zeros((1, encoder.inputs), np.float32))[0]


def _tuned(model: Model, tune: Measured, how: Learning) -> tuple[Model, dict[str, Any]]:
    under = headed(tune, CONDITIONS, how.seed + 99)
    outputs = outputs_for(model, tune, under)
    personal = np.asarray([kind in PERSONAL for kind in model.kinds])
    truth = np.asarray([tune.columns[one.row].category is not None for one in under])
    weights = np.asarray([_COUNTS[one.condition] for one in under], np.float32)
    temperature = best_temperature(outputs, personal, truth)
    shares = softmax(outputs, temperature)[:, personal].sum(axis=1)
    model = replace(
        model,
        temperature=temperature,
        threshold=best_threshold(shares, truth, weights),
        calibration=calibration_of(shares, truth, weights),
    )
    conditions = np.asarray([one.condition for one in under])
    said = {
        condition: figures(shares[conditions == condition], truth[conditions == condition], model.threshold)
        for condition in CONDITIONS
    }
    return model, {"temperature": temperature, "threshold": model.threshold, "tuning": said}
