"""Values compared with the clear ones that may be behind them: the same, the same in another dress, a part of them."""

from __future__ import annotations

import codecs
import re
from collections import Counter
from collections.abc import Callable, Iterable

from privlineage.detect.masking.chance import beats_chance, chance_of_a_preimage
from privlineage.detect.masking.partial import MANY
from privlineage.detect.masking.recognising import Given, Look
from privlineage.detect.masking.spaces import people

__all__ = ["look_known", "look_tokens", "look_turned"]

_NEARLY_ALL = 0.9
_FEWEST = 5
_FEWEST_NAMES = 10
_FROM = "of the columns it comes from or stands beside"


def _rot13(text: str) -> str:
    return codecs.encode(text, "rot13")


def _reversed(text: str) -> str:
    return text[::-1]


def _bare(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).casefold()


_DRESSES: tuple[tuple[str, str, Callable[[str], str], Callable[[str], str]], ...] = (
    ("clear", "are values", str, str),
    ("case", "are values in another case or punctuation", _bare, _bare),
    ("reversed", "are values written backwards", _reversed, str),
    ("rot13", "are values in rot13", _rot13, str),
)


def look_known(given: Given) -> Look | None:
    """The values as those of the candidates, in clear or in a dress that anybody takes off; None for others."""
    distinct = set(given.values)
    if not given.candidates or len(distinct) < _FEWEST:
        return None
    for kind, words, undress, written in _DRESSES:
        known = {written(candidate.strip()) for candidate in given.candidates}
        met = {value for value in distinct if undress(value) in known}
        if len(met) >= _NEARLY_ALL * len(distinct):
            reason = f"{len(met)} of {len(distinct)} distinct values {words} {_FROM}"
            shaped = tuple(value in met for value in given.values)
            return Look(kind, False, (reason,), shaped, len(known), len(met) / len(distinct))
    return _cut(given, distinct)


def _cut(given: Given, distinct: set[str]) -> Look | None:
    """The first or last characters of the candidates, where more of them fit than chance explains."""
    (length, count), *_ = Counter(map(len, distinct)).most_common(1)
    whole = {candidate.strip() for candidate in given.candidates if len(candidate.strip()) > length}
    if count < _NEARLY_ALL * len(distinct) or length < 2 or len(whole) < _FEWEST:
        return None
    bits = length * (3.3219 if all(value.isdecimal() for value in distinct) else 4.7)
    for words, cut in (("last", slice(-length, None)), ("first", slice(length))):
        parts = {text[cut] for text in whole}
        met = len(distinct & parts)
        if met >= _NEARLY_ALL * len(distinct) and beats_chance(
            met, len(distinct), chance_of_a_preimage(len(parts), int(bits))
        ):
            single = Counter(text[cut] for text in whole)
            alone = sum(single[value] == 1 for value in distinct)
            reasons = (
                f"the {words} {length} characters {_FROM}",
                f"{alone} of {len(distinct)} distinct values fit a single one of them",
            )
            holds = False if alone * 2 >= len(distinct) and len(whole) >= MANY else None
            return Look("truncated", holds, reasons, (), len(parts), alone / len(distinct))
    return None


def look_tokens(given: Given) -> Look | None:
    """Values of the same form as those they come from by a function, none of which is among them; None for others."""
    if not (given.functions and given.candidates):
        return None
    before, after = _forms(given.candidates), _forms(given.values)
    if sum((before & after).values()) < _NEARLY_ALL * min(before.total(), after.total()):
        return None
    if set(given.values) & {candidate.strip() for candidate in given.candidates}:
        return None
    reason = (
        "the same form as the values it comes from and none of them: tokens that keep the format, or a cipher that does"
    )
    return Look("token", None, (reason,), (), len(given.candidates))


def _forms(texts: Iterable[str]) -> Counter[str]:
    forms = (re.sub(r"[^\W\d_]", "a", re.sub(r"\d", "9", text.strip())) for text in texts)
    counts = Counter(forms)
    total = counts.total()
    return Counter({form: round(1000 * count / total) for form, count in counts.items()})


_ADDRESS = re.compile(r"^[^\s@]+@[^\s@]+$")
_ENDINGS = frozenset("com net org edu gov de fr cn uk jp ru br in it es nl pl kr io co eu info".split())


def look_turned(given: Given) -> Look | None:
    """Rot13 and texts written backwards, seen without anything to compare with; None for others."""
    distinct = sorted(set(given.values))
    if len(distinct) < _FEWEST:
        return None
    plain = _sense(distinct)
    for kind, turn in (("rot13", _rot13), ("reversed", _reversed)):
        turned = _sense([turn(value) for value in distinct])
        if turned > 0.5 and turned > plain + 0.4:
            read = f"{turned:.0%} of the values read as addresses or names when turned back"
            reason = f"{kind}: {read}, {plain:.0%} as they are"
            return Look(kind, False, (reason,), (), len(distinct), turned)
    return None


def _sense(texts: list[str]) -> float:
    """The share of texts that are electronic addresses with a usual ending, or hold a common given name."""
    addresses = [text for text in texts if _ADDRESS.match(text)]
    if len(addresses) > len(texts) / 2:
        return sum(text.rpartition(".")[2].casefold() in _ENDINGS for text in addresses) / len(addresses)
    if len(texts) < _FEWEST_NAMES:
        return 0.0
    names = people()
    return sum(any(word.casefold() in names for word in text.split()) for text in texts) / len(texts)
