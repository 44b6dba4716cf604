"""What one header says: scores of types, whether it says anything, and evidence in words."""

from __future__ import annotations

from privlineage.detect.names.languages import LANGUAGES
from privlineage.detect.names.reading import read

__all__ = ["explain_name", "is_cryptic", "score_name"]

_FAINT = 0.05
_SAYS_SOMETHING = 0.2


def score_name(name: str) -> dict[str, float]:
    """How well a header fits types of columns, personal and other, 0 to 1; empty where it says nothing.

    >>> max(score_name("kundennachname").items(), key=lambda item: item[1])[0]
    'last_name'
    >>> score_name("field12")
    {}
    """
    return {kind: score for kind, score in read(name).scores.items() if score >= _FAINT}


def is_cryptic(name: str) -> bool:
    """Whether a header says nothing of its column (`c17`, `val`, or a row of data in a header's place).

    >>> is_cryptic("x_3"), is_cryptic("postleitzahl")
    (True, False)
    """
    return max(read(name).scores.values(), default=0.0) < _SAYS_SOMETHING


def explain_name(name: str, kind: str) -> str:
    """Evidence for a type in words; empty where the header is none.

    >>> explain_name("geb_dat", "date_of_birth")
    'the header `geb_dat` reads as date of birth (German)'
    """
    source = read(name).sources.get(kind)
    if source is None:
        return ""
    language = LANGUAGES.get(source[1], "")
    said = kind.replace("_", " ") if kind != "national_id" else "national identification number"
    return f"the header `{name[:60]}` reads as {said}" + (f" ({language})" if language else "")
