"""What a column's values say by themselves: validators, shapes and statistics; answers that hold no value."""

from __future__ import annotations

from privlineage.detect.values.examine import FEATURE_NAMES, examine_values
from privlineage.detect.values.report import ValueReport

__all__ = ["FEATURE_NAMES", "ValueReport", "examine_values"]
