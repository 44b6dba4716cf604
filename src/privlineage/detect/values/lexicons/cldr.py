"""Names of countries, languages, currencies, months and days in seventy languages, from Unicode's CLDR.

The file `cldr.txt` beside this module is written by `scripts/detection/cldr_names.py`: one kind a line, folded names
separated by `;`. Its content is Unicode's, under the Unicode License v3.
"""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files

from privlineage.detect.values.lexicons.lexicon import Lexicon

__all__ = ["KINDS", "lexicons"]

KINDS = (
    ("countries", "names of countries"),
    ("languages", "names of languages"),
    ("currencies", "names of currencies"),
    ("months", "names of months"),
    ("days", "names of days"),
)


@lru_cache(maxsize=1)
def lexicons() -> tuple[Lexicon, ...]:
    """One lexicon for each kind of name."""
    text = files("privlineage.detect.values.lexicons").joinpath("cldr.txt").read_text("utf-8")
    lines = dict(line.split(":", 1) for line in text.splitlines() if line and not line.startswith("#"))
    return tuple(Lexicon(kind, "other", words, whole=frozenset(lines[kind].split(";"))) for kind, words in KINDS)
