"""The model as the bytes of its file, the same for the same numbers."""

from __future__ import annotations

import zipfile
from io import BytesIO

import numpy as np
from numpy.typing import NDArray

from privlineage.detect.model.network import Network
from privlineage.detect.model.weights import FORMAT, Model

__all__ = ["file_of"]


def file_of(model: Model) -> bytes:
    """The file of a model: what `read_model` reads. Times and orders that vary are left out of it."""
    held: dict[str, NDArray[np.generic]] = {
        "format": np.asarray(FORMAT),
        "heard": np.asarray(model.heard),
        "combiners": np.asarray(len(model.combiners)),
        "kinds": np.asarray(model.kinds),
        "value_features": np.asarray(model.value_features),
        "name_features": np.asarray(model.name_features),
        "mean": model.mean,
        "spread": model.spread,
        "temperature": np.asarray(model.temperature),
        "threshold": np.asarray(model.threshold),
        "calibration": model.calibration,
    }
    _put(held, "encoder", model.encoder)
    for number, combiner in enumerate(model.combiners):
        _put(held, f"combiner{number}", combiner)
    written = BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name in sorted(held):
            array = BytesIO()
            np.lib.format.write_array(array, np.asanyarray(held[name]), allow_pickle=False)
            archive.writestr(
                zipfile.ZipInfo(f"{name}.npy", (1980, 1, 1, 0, 0, 0)), array.getvalue(), zipfile.ZIP_DEFLATED
            )
    return written.getvalue()


def _put(held: dict[str, NDArray[np.generic]], name: str, network: Network) -> None:
    for number, layer in enumerate(network.layers):
        held[f"{name}.{number}.weights"] = layer.weights
        held[f"{name}.{number}.scale"] = layer.scale
        held[f"{name}.{number}.bias"] = layer.bias
