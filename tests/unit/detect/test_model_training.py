"""Training: the same seeds give the same bytes, and what it writes is a model."""

from __future__ import annotations

import hashlib
import json
from importlib.resources import files

import pytest

from privlineage.detect.model.weights import read_model
from scripts.detection.train import COLUMNS, TUNING_COLUMNS, train
from scripts.detection.train_learning import Learning

_SMALL = Learning(encoder_width=4, encoder_rounds=1, combiner_width=4, combiner_rounds=1, combiners=1)


def test_the_same_seeds_give_the_same_bytes() -> None:
    once, card = train(150, 60, _SMALL)
    again, _ = train(150, 60, _SMALL)
    assert hashlib.sha256(once).hexdigest() == card["sha256"] == hashlib.sha256(again).hexdigest()
    assert 1 == len(read_model(once).combiners)


@pytest.mark.soak
def test_the_shipped_file_is_what_the_script_makes() -> None:
    card = json.loads((files("privlineage.detect.model") / "weights.json").read_text("utf-8"))
    _, again = train(COLUMNS, TUNING_COLUMNS, Learning())
    assert card["sha256"] == again["sha256"]
