"""Values of which a part is hidden, coarsened, or nothing is left: masks, ranges, constants."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from privlineage.detect.masking.recognising import Given, Look, mostly

__all__ = ["MANY", "look_coarse", "look_partial", "look_redacted"]

_WORDS = re.compile(
    r"^[\[(<{*#]*\s*(?:redacted|removed|deleted|masked|hidden|anonymi[sz]ed|anonymous|confidential|suppressed|withheld|"
    r"censored|scrubbed|erased|obfuscated|private|protected|sanitized|gel[oö]scht|anonymisiert|supprim[eé]|masqu[eé]|"
    r"anonymis[eé]|eliminado|oculto|an[oó]nimo|rimosso|скрыто|удалено|已脱敏|已删除|已隐藏|非公開|削除済み|비공개)\s*[\])>}*#]*$",
    re.IGNORECASE,
)
_ONLY_MARKS = re.compile(r"^[\s*•●█#xX_.,:;@/+()-]*[*•●█#xX]{3,}[\s*•●█#xX_.,:;@/+()-]*$")
_RUN = re.compile(r"[*•●█]+|(?<![A-Za-z])[xX]{3,}(?![A-Za-z])|#{2,}|(?<=[0-9])[xX]{2,}|[xX]{2,}(?=[0-9])|…|\.{3,}")
_NUMBER = r"-?\d[\d.,' ]*"
_COARSE = (
    ("ranges", re.compile(rf"^[\[(]?\s*({_NUMBER}?)\s*(?:[-–—:;]|to|bis|à|until)\s*({_NUMBER})\s*[\])]?$")),
    ("ranges", re.compile(r"^[\[(](-?\d+(?:\.\d+)?)[,;] ?(-?\d+(?:\.\d+)?)[\])]$")),
    ("open ranges", re.compile(rf"^(?:[<>≤≥]=?|under |over |unter |über )\s*{_NUMBER}$", re.IGNORECASE)),
    ("open ranges", re.compile(rf"^{_NUMBER}(?:\+|and over|and older|or more|plus)$", re.IGNORECASE)),
    ("decades", re.compile(r"^(?:19|20)\d0s$")),
    ("months", re.compile(r"^(?:19|20)\d\d-(?:0[1-9]|1[0-2])$")),
    ("first days of a month or year", re.compile(r"^(?:19|20)\d\d[-/.]?\d\d[-/.]?01(?:[T ]00:00:00.*)?$")),
)
_FEWEST = 5
_FEW_RANGES = 12


def look_redacted(given: Given) -> Look | None:
    """A constant in place of every value, None where there is more to see."""
    shaped = tuple(bool(_WORDS.match(value) or _ONLY_MARKS.match(value)) for value in given.values)
    if not mostly(shaped):
        return None
    hidden = {value for value, fits in zip(given.values, shaped, strict=True) if fits}
    reason = f"{sum(shaped)} of {len(shaped)} values are a constant that says nothing"
    lengths = {len(value) for value in hidden}
    if len(hidden) > 1 and len(lengths) > 2:
        return Look(
            "redacted", True, (reason, f"their {len(lengths)} lengths still tell how long each value was"), shaped
        )
    return Look("redacted", True, (reason,), shaped)


def look_partial(given: Given) -> Look | None:
    """Values with a part behind `*`, `x` or `#`; None for anything else."""
    shaped = tuple(bool(_RUN.search(value)) for value in given.values)
    if not mostly(shaped):
        return None
    masked = sorted({value for value, fits in zip(given.values, shaped, strict=True) if fits})
    shown = [len(re.sub(r"\W", "", _RUN.sub("", value))) for value in masked]
    behind = [sum(len(run) for run in _RUN.findall(value)) for value in masked]
    seen = f"on average {sum(shown) / len(shown):.1f} characters stay and {sum(behind) / len(behind):.1f} are hidden"
    if not given.candidates:
        return Look("partial", None, (seen, _distinct(given.values, shaped)), shaped)
    single = sum(_fitting(value, given.candidates) == 1 for value in masked[:_COMPARED])
    compared = min(len(masked), _COMPARED)
    told = f"{single} of {compared} masked values fit a single one of the values they come from"
    # Among a few values any two digits single one out; among many, what does so does it among all.
    holds = False if single * 2 >= compared and len(set(given.candidates)) >= MANY else None
    return Look("partial", holds, (told, seen), shaped, compared * len(given.candidates), single / compared)


_COMPARED = 100
MANY = 1_000
"""From so many distinct candidates on, singling one out among them counts."""


def _fitting(masked: str, candidates: Sequence[str]) -> int:
    """How many distinct candidates a mask may stand for; the length of a hidden run is not taken at its word."""
    pattern = re.compile(".+".join(re.escape(part) for part in _RUN.split(masked)), re.DOTALL)
    return len({candidate for candidate in candidates if pattern.fullmatch(candidate.strip())})


def look_coarse(given: Given) -> Look | None:
    """Ranges, decades, months and the like; None for anything else."""
    if len(set(given.values)) < 2 or len(given.values) < _FEWEST:
        return None
    for name, pattern in _COARSE:
        found = [pattern.match(value) for value in given.values]
        shaped = tuple(match is not None for match in found)
        if mostly(shaped) and (name != "ranges" or _ascend([match for match in found if match])):
            break
    else:
        return None
    groups = Counter(value for value, fits in zip(given.values, shaped, strict=True) if fits)
    smallest = min(groups.values())
    reason = f"{name}: {len(groups)} groups among {sum(shaped)} values, the smallest of {smallest}"
    return Look("generalised", True if smallest >= _FEWEST else None, (reason,), shaped)


def _ascend(found: Sequence[re.Match[str]]) -> bool:
    """Whether the ends go up and the ranges are few: scores, telephone numbers and dates have dashes too."""
    pairs = [tuple(int(re.sub(r"(?!^-)\D", "", end)) for end in match.groups()) for match in found]
    few = len(set(pairs)) <= max(_FEW_RANGES, len(pairs) // 4)
    return few and all(low < high for low, high in pairs)


def _distinct(values: Sequence[str], shaped: Sequence[bool]) -> str:
    kept = [value for value, fits in zip(values, shaped, strict=True) if fits]
    return f"{len(set(kept))} of {len(kept)} masked values are distinct: what stays may single a person out"
