"""One figure of a benchmark, in the form that tools outside the project read."""

from dataclasses import asdict, dataclass
from statistics import median


@dataclass(frozen=True, slots=True)
class Result:
    """A median beside its baseline, taken in the same run."""

    name: str
    value: float
    unit: str
    baseline: str
    baseline_value: float
    input: str

    def as_json(self) -> dict[str, object]:
        ratio = self.value / self.baseline_value if self.baseline_value else None
        return {**asdict(self), "ratio": ratio if ratio is None else round(ratio, 4)}

    def line(self) -> str:
        beside = f"{self.baseline}: {self.baseline_value:.3f}"
        return f"{self.name:<28} {self.value:>12.3f} {self.unit:<4} {beside} ({self.input})"


def middle_and_worst(samples: list[float]) -> tuple[float, float]:
    """The two figures a series of repeats is reported by."""
    return median(samples), max(samples)
