"""The model's file: read once, when first asked for, checked, and never unpickled."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from io import BytesIO
from typing import Final

import numpy as np
from numpy.typing import NDArray

from privlineage.core.errors import PrivlineageError
from privlineage.detect.model.grams import BUCKETS
from privlineage.detect.model.network import Layer, Network

__all__ = ["FORMAT", "Model", "read_model", "shipped"]

FORMAT: Final = 1
"""The form of the file. A file of another form is refused: its numbers would mean something else."""

Numbers = NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class Model:
    """Everything that was learnt.

    Attributes:
        encoder: pieces of a column's values → the kinds in `heard`.
        heard: the kinds that the encoder tells apart.
        combiners: standardised signals → `kinds`; their outputs are averaged.
        kinds: the kinds that the combiner tells apart: detection types (`detect.types`).
        value_features: the names of the value features that the combiner knows, in its order.
        name_features: the names of the header features that it knows, in its order.
        mean: of each signal in training.
        spread: of each signal in training.
        temperature: by which outputs are divided before the softmax.
        threshold: the probability from which a column is called personal.
        calibration: two rows: a probability, and how often a column of that probability was personal.
    """

    encoder: Network
    heard: tuple[str, ...]
    combiners: tuple[Network, ...]
    kinds: tuple[str, ...]
    value_features: tuple[str, ...]
    name_features: tuple[str, ...]
    mean: Numbers
    spread: Numbers
    temperature: float
    threshold: float
    calibration: Numbers


@lru_cache(maxsize=1)
def shipped() -> Model:
    """The model that comes with the package.

    Raises:
        PrivlineageError: PL930, its file is missing or broken.
    """
    try:
        content = (files("privlineage.detect.model") / "weights.npz").read_bytes()
    except OSError as error:
        raise _broken("it cannot be read") from error
    return read_model(content)


def read_model(content: bytes) -> Model:
    """A model from the bytes of its file.

    Raises:
        PrivlineageError: PL930, these are not the bytes of a model of this version.
    """
    try:
        with np.load(BytesIO(content), allow_pickle=False) as arrays:
            held = {name: arrays[name] for name in arrays.files}
        written = _whole(held["format"])
        model = _model(held) if written == FORMAT else None
    except Exception as error:  # whatever a damaged archive makes zipfile, zlib or numpy raise
        raise _broken("it is damaged") from error
    if model is None:
        raise _broken(f"its form is {written}, and this version reads form {FORMAT}")
    if not _fits(model):
        raise _broken("its parts do not fit together")
    return model


def _model(held: dict[str, NDArray[np.generic]]) -> Model:
    def words(name: str) -> tuple[str, ...]:
        return tuple(str(word) for word in held[name])

    def numbers(name: str) -> Numbers:
        return np.asarray(held[name], np.float32)

    return Model(
        encoder=_network(held, "encoder"),
        heard=words("heard"),
        combiners=tuple(_network(held, f"combiner{number}") for number in range(_whole(held["combiners"]))),
        kinds=words("kinds"),
        value_features=words("value_features"),
        name_features=words("name_features"),
        mean=numbers("mean"),
        spread=numbers("spread"),
        temperature=float(numbers("temperature")),
        threshold=float(numbers("threshold")),
        calibration=numbers("calibration"),
    )


def _whole(array: NDArray[np.generic]) -> int:
    return int(np.asarray(array, np.int64))


def _network(held: dict[str, NDArray[np.generic]], name: str) -> Network:
    layers: list[Layer] = []
    while f"{name}.{len(layers)}.weights" in held:
        at = f"{name}.{len(layers)}"
        weights = held[f"{at}.weights"].astype(np.int8, casting="safe")
        layers.append(Layer(weights, held[f"{at}.scale"].astype(np.float32), held[f"{at}.bias"].astype(np.float32)))
    return Network(tuple(layers))


def _fits(model: Model) -> bool:
    signals = len(model.mean)
    return (
        model.encoder.inputs == BUCKETS
        and model.encoder.outputs == len(model.heard)
        and bool(model.combiners)
        and all(one.inputs == signals and one.outputs == len(model.kinds) for one in model.combiners)
        and len(model.spread) == signals
        and model.calibration.shape[0] == 2
    )


def _broken(why: str) -> PrivlineageError:
    return PrivlineageError(
        "PL930",
        f"the model of the detectors cannot be used: {why}",
        hint="install privlineage again: its file `weights.npz` comes with the package",
    )
