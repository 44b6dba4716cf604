"""Numbers of registers: which one's rules the values keep, beyond what changed and random digits keep by chance."""

from __future__ import annotations

from dataclasses import dataclass

from privlineage.detect.values.findings import Findings
from privlineage.detect.values.perturb import one_changed, scrambled
from privlineage.detect.values.registers.known import bare, registers
from privlineage.detect.values.registers.register import KINDS, Register
from privlineage.detect.values.sample import Sample

__all__ = ["NAMES", "examine"]

_FIRST, _ALL, _CHANGED = 10, 40, 20
_WORTH = 0.65
"""The share of values that have to pass before a register is looked at further."""

NAMES = [f"id.{kind}.{what}" for kind in KINDS for what in ("share", "check", "structure", "registers", "proof")] + [
    "id.proof",
    "id.person_over_company",
    "id.person_over_product",
]


@dataclass(frozen=True, slots=True)
class Kept:
    """One register's rules, and how well a sample keeps them."""

    register: Register
    share: float
    changed: float
    scrambled: float

    @property
    def proof(self) -> float:
        """How much better the values keep the rules than values with changes do."""
        return self.share - 0.7 * min(self.changed, self.scrambled) - 0.3 * max(self.changed, self.scrambled)


def examine(sample: Sample, found: Findings) -> None:
    """Write down the best register of each kind, and how far chance explains it."""
    values = sample.few
    forms = [bare(value) if len(value) <= 48 else "" for value in values]
    plausible = sum(1 for form in forms if 5 <= len(form) <= 36 and any(map(str.isdigit, form)))
    if plausible < _WORTH * len(values):
        return
    kept = [one for register in registers() if (one := _keeps(register, values, forms))]
    for kind in KINDS:
        _write(kind, [one for one in kept if one.register.kind == kind], found)
    proof = {kind: found.numbers.get(f"id.{kind}.proof", 0.0) for kind in KINDS}
    found.set("id.proof", max(proof.values()))
    found.set("id.person_over_company", proof["person"] - max(proof["company"], proof["either"]))
    found.set("id.person_over_product", proof["person"] - proof["product"])
    for one in sorted(kept, key=lambda one: (-one.proof, one.register.key))[:6]:
        _say(one, len(values), found)


def _keeps(register: Register, values: tuple[str, ...], forms: list[str]) -> Kept | None:
    """How a sample keeps a register's rules; None as soon as it is plain that it does not."""
    match = register.form.fullmatch
    passed = 0
    for seen, (value, form) in enumerate(zip(values, forms, strict=True), 1):
        passed += bool(match(form)) and register.valid(value)
        if seen - passed > (1 - _WORTH) * len(values) or (seen == _FIRST and passed < 5):
            return None
    return Kept(
        register,
        passed / len(values),
        _share(register, [one_changed(value) for value in values[:_CHANGED]]),
        _share(register, [scrambled(value) for value in values[:_CHANGED]]),
    )


def _share(register: Register, values: list[str]) -> float:
    return sum(bool(register.form.fullmatch(bare(value))) and register.valid(value) for value in values) / len(values)


def _write(kind: str, kept: list[Kept], found: Findings) -> None:
    if not kept:
        return
    best = max(kept, key=lambda one: (one.proof, one.register.key))
    found.set(f"id.{kind}.share", best.share)
    found.set(f"id.{kind}.check", best.share - best.changed)
    found.set(f"id.{kind}.structure", best.share - best.scrambled)
    found.set(f"id.{kind}.proof", best.proof)
    found.set(f"id.{kind}.registers", min(5, sum(one.proof > 0.5 for one in kept)) / 5)
    if kind in {"person", "bank"} and best.proof > 0.6 and not found.place:
        found.place = best.register.place


def _say(one: Kept, size: int, found: Findings) -> None:
    if one.proof < 0.3:
        return
    text = (
        f"{round(one.share * size)} of {size} distinct values are valid {one.register.words}; "
        f"{one.changed:.0%} of them would be with one digit changed"
    )
    found.say(one.register.type, one.proof, text)
