"""Dictionary reversal of plain digests: whether candidates, or a whole small space, hash to what a column holds.

A single preimage of a digest of 64 bits and more is a proof: the function takes no key, and whoever guesses a value
sees that the guess is right. Shorter ones are counted against chance.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

from privlineage.detect.masking.candidates import spelt
from privlineage.detect.masking.chance import beats_chance, chance_of_a_preimage
from privlineage.detect.masking.digests import Digester, others, usual
from privlineage.detect.masking.spaces import SPACES, Space, rows_of
from privlineage.detect.masking.written import Written

__all__ = ["TRIES", "Reversal", "reverse"]

TRIES = 1_500_000
"""Candidates hashed at most for one column: about a second on one core."""

_NEAR = "the columns it comes from or stands beside"
_SALTED_ROWS = 50
_MOST = 0.5
_THOROUGH = 20_000
_CERTAIN_HALF_BYTES = 16


@dataclass(frozen=True, slots=True)
class Reversal:
    """What the dictionary did.

    Attributes:
        tried: candidates hashed.
        function: the function that gives the column's digests, empty where none was found.
        where: where the preimages are, as in "dates of a century".
        found: the digests that have a preimage.
        asked: how many distinct digests were asked about.
    """

    tried: int
    function: str = ""
    where: str = ""
    found: frozenset[str] = frozenset()
    asked: int = 0


def reverse(written: Written, candidates: Iterable[str], tries: int = TRIES) -> Reversal:
    """Try the candidates with every function that fits, then the small spaces with the usual one.

    Args:
        written: the column's digests.
        candidates: clear values that may be behind them.
        tries: how many hashes at most over the small spaces.
    """
    near = spelt(candidates)
    targets = _Targets(written)
    best = Reversal(0)
    tried = 0
    for trial in _trials(written, near):
        # A function that was proven on a few values is the column's; the others need not be asked again.
        functions = [best.function] if best.function in trial.functions else list(trial.functions)
        cost = trial.size * len(functions)
        if trial.small and tried + cost > tries:
            continue
        tried += cost
        for name in functions:
            found = trial.found(name, targets)
            if targets.convinced(found, trial.size) and len(found) > len(best.found):
                best = Reversal(0, name, trial.where, found, trial.asked(targets))
        if best.found and len(best.found) >= _MOST * best.asked:
            break
    return replace(best, tried=tried)


@dataclass(frozen=True, slots=True)
class _Trial:
    where: str
    size: int
    functions: dict[str, Digester]
    texts: Callable[[], Iterable[bytes]]
    small: bool = False

    def found(self, name: str, targets: _Targets) -> frozenset[str]:
        return targets.met_by(self.functions[name], self.texts())

    def asked(self, targets: _Targets) -> int:
        return len(targets.wanted)


@dataclass(frozen=True, slots=True)
class _Salted(_Trial):
    """Candidates with the salt that stands beside each digest."""

    rows: tuple[tuple[str, bytes], ...] = ()

    def found(self, name: str, targets: _Targets) -> frozenset[str]:
        make, near = self.functions[name], tuple(self.texts())
        met = (digest for digest, salt in self.rows if _is_salted(make, digest, salt, near))
        return frozenset(met) & targets.wanted

    def asked(self, targets: _Targets) -> int:  # noqa: ARG002 - these rows alone were asked about
        return len({digest for digest, _ in self.rows})


def _is_salted(make: Digester, digest: str, salt: bytes, near: Sequence[bytes]) -> bool:
    raw = bytes.fromhex(digest)
    return any(raw in (make(salt + text), make(text + salt)) for text in near)


def _trials(written: Written, near: Sequence[bytes]) -> Iterator[_Trial]:
    if near:
        first = near[:_THOROUGH]
        yield _Trial(_NEAR, len(near), usual(written.half_bytes), lambda: near)
        yield _Trial(_NEAR, len(first), others(written.half_bytes), lambda: first)
        pairs = zip(written.digests, written.salts, strict=False)
        rows = tuple((digest, salt.encode("utf-8", "surrogatepass")) for digest, salt in pairs if digest and salt)[
            :_SALTED_ROWS
        ]
        if rows and written.half_bytes >= _CERTAIN_HALF_BYTES:
            size = 2 * len(near) * len(rows)
            yield _Salted(
                f"{_NEAR}, with the salt beside each", size, usual(written.half_bytes), lambda: near, rows=rows
            )
    for space in SPACES:
        yield _Trial(space.name, space.size, usual(written.half_bytes), partial(_texts, space), small=True)


def _texts(space: Space) -> Iterator[bytes]:
    return (row for block in space.blocks() for row in rows_of(block))


class _Targets:
    """The column's digests, to be met whole or, where they are cut, by either end of longer ones."""

    def __init__(self, written: Written) -> None:
        self._length = written.half_bytes
        self.wanted = frozenset(digest for digest in written.digests if digest)
        self._raw = frozenset() if self._length % 2 else frozenset(bytes.fromhex(digest) for digest in self.wanted)

    def met_by(self, make: Digester, texts: Iterable[bytes]) -> frozenset[str]:
        whole = len(make(b"")) * 2 == self._length
        if whole:
            return frozenset(digest.hex() for digest in map(make, texts) if digest in self._raw)
        if self._length % 2:
            cuts = (
                (digest[: self._length], digest[-self._length :]) for digest in (make(text).hex() for text in texts)
            )
            return frozenset(cut for pair in cuts for cut in pair if cut in self.wanted)
        size = self._length // 2
        ends = ((digest[:size], digest[-size:]) for digest in map(make, texts))
        return frozenset(end.hex() for pair in ends for end in pair if end in self._raw)

    def convinced(self, found: frozenset[str], size: int) -> bool:
        if self._length >= _CERTAIN_HALF_BYTES:
            return bool(found)
        probability = chance_of_a_preimage(2 * size, 4 * self._length)
        return beats_chance(len(found), len(self.wanted), probability, hypotheses=100)
