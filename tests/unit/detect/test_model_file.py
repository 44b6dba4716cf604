"""The model's file: read, checked, and refused with words when it is broken."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import zipfile
from importlib.resources import files

import numpy as np
import pytest

from privlineage.core.errors import PrivlineageError
from privlineage.detect.model.weights import read_model, shipped
from privlineage.detect.names import NAME_FEATURES
from privlineage.detect.types import TYPES
from privlineage.detect.values import FEATURE_NAMES

_SHIPPED = files("privlineage.detect.model") / "weights.npz"


def _changed(name: str, array: np.ndarray) -> bytes:
    with np.load(io.BytesIO(_SHIPPED.read_bytes()), allow_pickle=False) as arrays:
        held = {each: arrays[each] for each in arrays.files}
    written = io.BytesIO()
    np.savez(written, **{**held, name: array})
    return written.getvalue()


def test_the_shipped_model_fits_the_signals_of_this_version() -> None:
    model = shipped()
    assert set() == set(model.value_features) - set(FEATURE_NAMES)
    assert set() == set(model.name_features) - set(NAME_FEATURES)
    assert set() == set(model.kinds) - set(TYPES)


def test_the_file_is_no_larger_than_three_megabytes_and_holds_no_pickle() -> None:
    content = _SHIPPED.read_bytes()
    assert len(content) <= 3_000_000
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert [] == [name for name in archive.namelist() if not name.endswith(".npy")]


def test_the_card_describes_the_file() -> None:
    card = json.loads((files("privlineage.detect.model") / "weights.json").read_text("utf-8"))
    assert len(_SHIPPED.read_bytes()) == card["bytes"]
    assert {"own", "clear", "cryptic", "misleading"} == set(card["tuning"])


def test_the_card_names_no_locale_that_was_kept_back() -> None:
    from scripts.detection.splits import EVALUATED_OTHERS, EVALUATION, TUNED_OTHERS, TUNING

    card = json.loads((files("privlineage.detect.model") / "weights.json").read_text("utf-8"))
    assert set() == set(card["learnt_from"]["locales"]) & {*EVALUATION, *TUNING}
    assert set() == set(card["learnt_from"]["families"]) & {*EVALUATED_OTHERS, *TUNED_OTHERS}
    assert set() == set(card["tuned_on"]["locales"]) & set(EVALUATION)
    assert set() == set(card["tuned_on"]["families"]) & set(EVALUATED_OTHERS)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"PK\x03\x04 not an archive",
        _SHIPPED.read_bytes()[:5000],
        _SHIPPED.read_bytes()[:-40],
        _changed("format", np.asarray(99)),
        _changed("kinds", np.asarray(["email"])),
        _changed("mean", np.zeros(3, np.float32)),
        _changed("combiners", np.asarray(0)),
        _changed("encoder.0.weights", np.zeros((4, 4), np.int8)),
    ],
)
def test_a_broken_file_is_refused_with_words(content: bytes) -> None:
    with pytest.raises(PrivlineageError, match="the model of the detectors cannot be used") as caught:
        read_model(content)
    assert "PL930" == caught.value.code


def test_a_file_of_another_form_says_which() -> None:
    with pytest.raises(PrivlineageError, match="its form is 99, and this version reads form 1"):
        read_model(_changed("format", np.asarray(99)))


def test_importing_the_entry_point_reads_neither_numpy_nor_the_model() -> None:
    program = (
        "import sys, privlineage.detect.examine\n"
        "print([name for name in ('numpy', 'anyascii', 'phonenumbers', 'stdnum') if name in sys.modules])"
    )
    said = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert "[]" == said.stdout.strip()
