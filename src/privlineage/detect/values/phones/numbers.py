"""How many values are telephone numbers: international ones, and national ones of the region that fits best.

Digits without a plus sign are ambiguous by themselves. What tells is how many more of the values fit a numbering
plan than of the same values with other leading digits.
"""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass

from privlineage.detect.values.findings import Findings
from privlineage.detect.values.perturb import scrambled
from privlineage.detect.values.phones.plans import Plan, calling_codes, plan, regions
from privlineage.detect.values.sample import Sample

__all__ = ["NAMES", "examine"]

NAMES = """
    phone.plausible phone.plus phone.international phone.national phone.chance phone.proof phone.inner_proof
    phone.bare_code phone.bare_proof phone.separated phone.trunk phone.regions phone.prefixes phone.one_code
    phone.mixed phone.codes phone.digits
""".split()

_PLAUSIBLE = re.compile(
    r"\s?(?:tel\.?|phone|mob\.?|fax)?[: ]{0,2}(\+|00)?(?=[\d() ])([\d\s().\-/\u2010-\u2015*]{5,26}?)"
    r"(?:[ ,;]{0,3}(?:x|ext\.?|доб\.?|#|nebenstelle|poste)[ .:]{0,2}\d{1,6})?",
    re.IGNORECASE,
)
_NOT_PHONES = ("date.share", "pattern.ipv4", "number.decimal")
_SEPARATOR = re.compile(r"[\s().\-/\u2010-\u2015]")
_TRUNK = re.compile(r"\(0\)")
_DIGITS = re.compile(r"\D")
_FIRST = 8


@dataclass(frozen=True, slots=True)
class Number:
    """A value that could be a telephone number: its digits, and whether a plus sign or `00` stands before them."""

    digits: str
    plus: bool
    separated: bool


def _number(text: str) -> Number | None:
    match = _PLAUSIBLE.fullmatch(text) if len(text) <= 48 else None
    if not match:
        return None
    digits = _DIGITS.sub("", _TRUNK.sub("", match[2]))
    if not 6 <= len(digits) <= 15:
        return None
    return Number(digits, match[1] is not None, _SEPARATOR.search(match[2].strip()) is not None)


def examine(sample: Sample, found: Findings) -> None:
    """Write down how well the values keep the numbering plans."""
    if max(found.numbers.get(name, 0.0) for name in _NOT_PHONES) > 0.8:
        return
    values = sample.few
    numbers = [number for value in values if (number := _number(value))]
    size = len(values)
    found.set("phone.plausible", len(numbers) / size)
    if len(numbers) < 0.6 * size:
        return
    plus = [number for number in numbers if number.plus]
    bare = [number.digits for number in numbers if not number.plus]
    found.set("phone.plus", len(plus) / size)
    found.set("phone.separated", sum(number.separated for number in numbers) / size)
    found.set("phone.prefixes", len({number.digits[:4] for number in numbers}) / size)
    found.set("phone.digits", sum(len(number.digits) for number in numbers) / len(numbers) / 15)
    coded = [_international(number.digits) for number in plus]
    codes = [code for code, _ in coded if code]
    valid = sum(fits for _, fits in coded)
    found.set("phone.international", valid / size)
    found.set("phone.codes", len(codes) / size)
    if codes:
        main = max(sorted(set(codes)), key=codes.count)
        found.set("phone.one_code", codes.count(main) / size)
        found.set("phone.mixed", (valid + sum(_fits(main, digits) for digits in bare)) / size)
    if len(plus) >= 0.6 * size:
        _say_international(len(codes), valid, size, found)
    elif len(bare) >= 0.6 * size:
        _bare(bare, size, found)


def _say_international(codes: int, valid: int, size: int, found: Findings) -> None:
    text = f"{codes} of {size} distinct values begin with a calling code, {valid} of them fit its numbering plan"
    found.say("phone", codes / size * 0.7 + valid / size * 0.3, text)


def _international(digits: str) -> tuple[str, bool]:
    """The calling code that the digits begin with, and whether the rest fits a plan under that code."""
    known = calling_codes()
    for length in (1, 2, 3):
        code = digits[:length]
        if code in known:
            return code, _fits(code, digits[length:])
    return "", False


def _fits(code: str, national: str) -> bool:
    """Whether digits are a national number of a region with that calling code."""
    return any(plan(region).national(national) for region in calling_codes()[code][:8] if region != "001")


def _bare(digits: list[str], size: int, found: Findings) -> None:
    changed = [_other_leading(one) for one in digits]
    coded = [_international(one) for one in digits]
    codes = [code for code, fits in coded if fits]
    if codes:
        best = max(sorted(set(codes)), key=codes.count)
        share = codes.count(best) / size
        by_chance = sum(_international(best + one[len(best) :])[1] for one in changed) / len(changed)
        found.set("phone.bare_code", share)
        found.set("phone.bare_proof", share - by_chance * share)
    found.set("phone.trunk", sum(one[0] == "0" for one in digits) / size)
    fits = [(one, share, _chance(one, changed)) for one in regions() if (share := _share(plan(one), digits))]
    if not fits:
        return
    best_region, share, chance = max(fits, key=lambda one: (one[1] - one[2], one[0]))
    share = share * len(digits) / size
    found.set("phone.national", share)
    found.set("phone.chance", chance)
    found.set("phone.proof", share - chance)
    inner = _chance(best_region, _other_after_shared(digits))
    found.set("phone.inner_proof", share - inner)
    found.set("phone.regions", min(len(fits), 50) / 50)
    where = best_region if len(fits) == 1 else f"{best_region} and of {len(fits) - 1} other regions"
    _say_national(where, share, max(chance, (chance + inner) / 2), size, found)
    if not found.place and found.numbers["phone.proof"] > 0.3:
        found.place = best_region


def _say_national(where: str, share: float, chance: float, size: int, found: Findings) -> None:
    written = found.numbers["phone.separated"] > 0.5 or found.numbers["phone.trunk"] > 0.8
    strength = (share - chance) * (0.9 if written else 0.5)
    if strength < 0.2:
        return
    text = (
        f"{round(share * size)} of {size} distinct values fit the numbering plan of {where}; {chance:.0%} of them "
        "would with other leading digits"
    )
    found.say("phone", strength, text)


def _share(one: Plan, digits: list[str]) -> float:
    """The share of numbers that fit a plan; 0 as soon as it is plain that few do."""
    lengths = {*one.lengths, *(length + len(one.trunk) for length in one.lengths)}
    first = digits[:_FIRST]
    if sum(len(number) in lengths for number in first) < 0.7 * len(first):
        return 0.0
    if sum(map(one.national, first)) < 0.6 * len(first):
        return 0.0
    share = sum(map(one.national, digits)) / len(digits)
    return share if share >= 0.6 else 0.0


def _chance(region: str, changed: list[str]) -> float:
    one = plan(region)
    return sum(map(one.national, changed)) / len(changed)


def _other_after_shared(digits: list[str]) -> list[str]:
    """The numbers with other digits right after those that all of them begin with: a shared beginning proves little."""
    first, last = min(digits), max(digits)
    shared = next((at for at, (one, other) in enumerate(zip(first, last, strict=False)) if one != other), len(first))
    return [f"{one[:shared]}{scrambled(one)[shared : shared + 3]}{one[shared + 3 :]}" for one in digits]


def _other_leading(digits: str) -> str:
    """The number with other digits in its first places; a leading zero stays, since a trunk prefix proves nothing."""
    zero = digits[0] == "0"
    seed = zlib.crc32(digits.encode())
    head = "".join(str((seed >> shift) % 9 + 1) for shift in (2, 7, 12, 17))
    return f"0{head}{digits[5:]}" if zero else f"{head}{digits[4:]}"
