"""Makes the model of the detectors: `python -m scripts.detection.train`. The same seeds give the same bytes.

It generates columns, looks at them as a scan would, learns, sets thresholds on locales and kinds it has not learnt
from, and writes `weights.npz` with a card beside it, `weights.json`: what it was made from, and how well it did.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import sklearn
from threadpoolctl import threadpool_limits

from privlineage.detect.names import NAME_FEATURES
from privlineage.detect.types import PERSONAL
from privlineage.detect.values import FEATURE_NAMES
from scripts.detection.generate import generate
from scripts.detection.train_learning import Learning, learn
from scripts.detection.train_measuring import Measured, measure
from scripts.detection.train_writing import file_of

__all__ = ["main", "train"]

_WHERE = Path(__file__).resolve().parents[2] / "src" / "privlineage" / "detect" / "model"
COLUMNS, TUNING_COLUMNS = 20_000, 3_000
_MADE, _TUNED = 1, 2  # the seeds of the columns


def train(columns: int, tuning_columns: int, how: Learning) -> tuple[bytes, dict[str, Any]]:
    """Make a model.

    Args:
        columns: how many columns it learns from.
        tuning_columns: how many columns of other locales and kinds set its temperature, threshold and calibration.
        how: seeds and sizes.

    Returns:
        The bytes of its file, and its card.
    """
    learnt = measure(list(generate(_MADE, columns, "train")), _MADE)
    tuned = measure(list(generate(_TUNED, tuning_columns, "tune")), _TUNED)
    with threadpool_limits(1):  # a sum over several threads adds in another order each time
        model, said = learn(learnt, tuned, how)
    content = file_of(model)
    return content, _card(content, learnt, tuned, how) | said


def _card(content: bytes, learnt: Measured, tuned: Measured, how: Learning) -> dict[str, Any]:
    return {
        "bytes": len(content),
        "sha256": hashlib.sha256(content).hexdigest(),
        "learning": {name: getattr(how, name) for name in how.__slots__},
        "versions": {"numpy": np.__version__, "scikit-learn": sklearn.__version__},
        "signals": {"values": len(FEATURE_NAMES), "header": len(NAME_FEATURES)},
        "learnt_from": _described(learnt),
        "tuned_on": _described(tuned),
    }


def _described(measured: Measured) -> dict[str, Any]:
    kinds = Counter(measured.kinds)
    return {
        "columns": len(measured),
        "personal": sum(count for kind, count in kinds.items() if kind in PERSONAL),
        "locales": sorted({column.locale for column in measured.columns}),
        "kinds": dict(sorted(kinds.items())),
        "families": sorted({column.subtype for column in measured.columns}),
    }


def main(arguments: Sequence[str] | None = None) -> int:
    """Train, and write the model and its card."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--columns", type=int, default=COLUMNS)
    parser.add_argument("--tuning-columns", type=int, default=TUNING_COLUMNS)
    parser.add_argument("--out", type=Path, default=_WHERE)
    given = parser.parse_args(arguments)
    content, card = train(given.columns, given.tuning_columns, Learning())
    (given.out / "weights.npz").write_bytes(content)
    (given.out / "weights.json").write_text(json.dumps(card, indent=1, sort_keys=True) + "\n", "utf-8")
    sys.stdout.write(json.dumps({"bytes": card["bytes"], "tuning": card["tuning"]}, indent=1) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
