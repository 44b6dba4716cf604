"""Small networks as numpy arrays: layers with a ramp between them and a softmax at the end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["Layer", "Network", "softmax"]

Numbers = NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class Layer:
    """One layer: `x @ weights * scale + bias`.

    Attributes:
        weights: inputs × outputs; whole numbers of one byte in the file, plain ones while it is being learnt.
        scale: what one step of a whole number is worth, for each output.
        bias: for each output.
    """

    weights: NDArray[np.int8] | Numbers
    scale: Numbers
    bias: Numbers

    def __call__(self, inputs: Numbers) -> Numbers:
        """Carry rows of inputs through. Where most inputs are 0 only the others are read."""
        if len(inputs) == 1 and len(self.weights) > _MANY:
            used = np.flatnonzero(inputs[0])
            return (inputs[:, used] @ self.weights[used].astype(np.float32)) * self.scale + self.bias
        return (inputs @ self.weights.astype(np.float32)) * self.scale + self.bias


_MANY = 4096


@dataclass(frozen=True, slots=True, eq=False)
class Network:
    """Layers in their order."""

    layers: tuple[Layer, ...]

    @property
    def inputs(self) -> int:
        """How many numbers go in."""
        return len(self.layers[0].weights)

    @property
    def outputs(self) -> int:
        """How many numbers come out."""
        return len(self.layers[-1].bias)

    def __call__(self, inputs: Numbers) -> Numbers:
        """The outputs before the softmax, a row for each row of inputs."""
        carried = inputs
        for layer in self.layers[:-1]:
            carried = np.maximum(layer(carried), np.float32(0))
        return self.layers[-1](carried)


def softmax(outputs: Numbers, temperature: float = 1.0) -> Numbers:
    """Probabilities for each row. A temperature over 1 makes them less sure of themselves."""
    lifted = outputs / np.float32(temperature)
    raised = np.exp(lifted - lifted.max(axis=1, keepdims=True))
    return np.asarray(raised / raised.sum(axis=1, keepdims=True), np.float32)


def mean_of(several: Sequence[Numbers]) -> Numbers:
    """The mean of equally shaped arrays, in their order."""
    total = several[0].astype(np.float32)
    for one in several[1:]:
        total = total + one
    return total / np.float32(len(several))
