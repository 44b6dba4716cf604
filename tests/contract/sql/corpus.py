"""The golden cases as the harness takes them, each whole: text, dialect, schema, views."""

from functools import cache
from pathlib import Path

import yaml

__all__ = ["GOLDEN", "corpus", "load"]

GOLDEN = Path(__file__).parents[2] / "golden" / "sql"


def load(path):
    return yaml.load(path.read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))


@cache
def corpus():
    """Every golden case by `group: name`, in order."""
    found = {}
    for path in sorted(GOLDEN.glob("*.yml")):
        group = load(path)
        for case in group["cases"]:
            found[f"{path.stem}: {case['name']}"] = {
                "dialect": group.get("dialect"),
                "schema": group.get("schema", {}),
                **case,
            }
    return found
