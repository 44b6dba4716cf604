"""What a detector's answers are worth: precision, recall and categories, and whether its confidence can be believed."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

__all__ = ["Answer", "calibration", "groups", "score"]

BINS = 10


@dataclass(frozen=True, slots=True)
class Answer:
    """What was said of one column under one condition.

    Attributes:
        kind: what the column holds.
        locale: where it is from.
        condition: which header it had.
        accepted: the categories that are right; empty where nothing is personal.
        category: what was said; None where nothing personal was seen.
        confidence: the probability given that this (personal, or not) is right.
    """

    kind: str
    locale: str
    condition: str
    accepted: tuple[str, ...]
    category: str | None
    confidence: float = 0.5

    @property
    def right(self) -> bool:
        """Whether personal was told from not personal."""
        return bool(self.accepted) is (self.category is not None)

    @property
    def category_right(self) -> bool:
        """Whether the category is one that is right, or a finer one below it."""
        said = self.category or ""
        return any(said == key or said.startswith(f"{key}.") for key in self.accepted)


def score(answers: Iterable[Answer]) -> dict[str, Any]:
    """Counts, precision and recall of "personal", and how often the category of those found is right."""
    counts: Counter[str] = Counter()
    for answer in answers:
        personal, said = bool(answer.accepted), answer.category is not None
        counts["columns"] += 1
        counts[f"{'true' if personal is said else 'false'} {'positive' if said else 'negative'}"] += 1
        counts["category"] += personal and said and answer.category_right
    found, wrong, missed = counts["true positive"], counts["false positive"], counts["false negative"]
    return {
        "columns": counts["columns"],
        "precision": _share(found, found + wrong),
        "recall": _share(found, found + missed),
        "category": _share(counts["category"], found),
        "false positives": wrong,
        "false negatives": missed,
    }


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None


def calibration(answers: Sequence[Answer]) -> dict[str, Any]:
    """Expected calibration error and Brier score of the confidence, and its bins."""
    bins: dict[int, list[Answer]] = defaultdict(list)
    for answer in answers:
        bins[min(int(answer.confidence * BINS), BINS - 1)].append(answer)
    rows = [
        {
            "from": at / BINS,
            "columns": len(found),
            "confidence": round(sum(one.confidence for one in found) / len(found), 4),
            "right": round(sum(one.right for one in found) / len(found), 4),
        }
        for at, found in sorted(bins.items())
    ]
    total = max(len(answers), 1)
    return {
        "ece": round(sum(row["columns"] * abs(row["confidence"] - row["right"]) for row in rows) / total, 4),
        "brier": round(sum((one.confidence - one.right) ** 2 for one in answers) / total, 4),
        "bins": rows,
    }


def groups(answers: Iterable[Answer], key: Callable[[Answer], str]) -> dict[str, dict[str, Any]]:
    """The share of right answers for every kind or locale, by condition."""
    found: dict[str, dict[str, list[bool]]] = defaultdict(lambda: defaultdict(list))
    for answer in answers:
        found[key(answer)][answer.condition].append(answer.right)
    return {
        name: {condition: [sum(right), len(right)] for condition, right in sorted(by.items())}
        for name, by in sorted(found.items())
    }
