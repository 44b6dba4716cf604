"""The golden cases, each whole: text, dialect, schema, views, and what is expected."""

from functools import cache
from pathlib import Path

import yaml

__all__ = ["corpus", "load"]

FOLDER = Path(__file__).parent


def load(path):
    return yaml.load(path.read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))


@cache
def corpus():
    """Every golden case by `group: name`, in order."""
    found = {}
    for path in sorted(FOLDER.glob("*.yml")):
        group = load(path)
        for case in group["cases"]:
            label = f"{path.stem}: {case['name']}"
            if label in found:
                raise ValueError(f"two cases are called `{label}`")
            found[label] = {"dialect": group.get("dialect"), "schema": group.get("schema", {}), **case}
    return found
