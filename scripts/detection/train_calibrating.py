"""What the tuning columns are for: the temperature, the threshold, and how far a probability can be believed."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from sklearn.isotonic import IsotonicRegression

from privlineage.detect.model.network import softmax

__all__ = ["best_temperature", "best_threshold", "calibration_of", "figures"]

Numbers = NDArray[np.float32]
Flags = NDArray[np.bool_]


def best_temperature(outputs: Numbers, personal: Flags, truth: Flags) -> float:
    """The temperature under which the probability of "personal" is least surprised by the truth."""
    tried = np.round(np.arange(0.6, 3.01, 0.05), 2)
    return float(min(tried, key=lambda t: _surprise(softmax(outputs, float(t))[:, personal].sum(axis=1), truth)))


def _surprise(shares: Numbers, truth: Flags) -> float:
    kept = np.clip(shares.astype(np.float64), 1e-4, 1 - 1e-4)
    return float(-np.where(truth, np.log(kept), np.log(1 - kept)).mean())


def best_threshold(shares: Numbers, truth: Flags, weights: Numbers) -> float:
    """The threshold with the best F0.7: precision counts twice, since people look at what is suggested."""
    tried = np.round(np.arange(0.2, 0.91, 0.01), 2)
    square = 0.49

    def f(threshold: float) -> float:
        called = shares >= threshold
        hit = float(weights[called & truth].sum())
        return (1 + square) * hit / max(1e-9, float(weights[called].sum() + square * weights[truth].sum()))

    return float(max(tried, key=f))


def calibration_of(shares: Numbers, truth: Flags, weights: Numbers) -> Numbers:
    """How often a column of a probability was personal, at 33 points: isotonic, and never quite 0 or 1."""
    fitted = IsotonicRegression(y_min=0.005, y_max=0.995, out_of_bounds="clip")
    fitted.fit(shares, truth.astype(np.float64), sample_weight=weights)
    points = np.linspace(0, 1, 33)
    return np.vstack([points, fitted.predict(points)]).astype(np.float32)


def figures(shares: Numbers, truth: Flags, threshold: float) -> dict[str, float]:
    """Precision and recall of "personal", and the expected calibration error over ten bins."""
    called = shares >= threshold
    hit = int((called & truth).sum())
    bins = np.minimum((shares * 10).astype(int), 9)
    gap = sum(abs(float(shares[bins == number].sum() - truth[bins == number].sum())) for number in range(10)) / max(
        1, len(truth)
    )
    return {
        "precision": round(hit / max(1, int(called.sum())), 4),
        "recall": round(hit / max(1, int(truth.sum())), 4),
        "calibration_error": round(gap, 4),
        "columns": len(truth),
    }
