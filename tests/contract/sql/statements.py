"""What people write in one query, and in several: statements whose edges are not written out, but tried."""

from pathlib import Path

from tests.golden.sql.corpus import load

__all__ = ["statements"]


def statements():
    """Them by their text, as the harness takes cases."""
    found = load(Path(__file__).with_suffix(".yml"))
    return {text: {"sql": text, "dialect": "postgres", "schema": found["schema"]} for text in found["statements"]}
