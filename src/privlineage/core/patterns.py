"""Patterns over dataset references: `*` stays inside one segment, `**` crosses segments.

In the host part of a URI `*` crosses dots. Dots part segments where names are dotted (databases, declared sources with
a dialect); in paths only slashes do, so that `s3://ads/*` matches `s3://ads/daily.csv`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

from privlineage.core.naming import fold_namespace, is_database, prefix, spellings
from privlineage.core.refs import DatasetRef
from privlineage.core.sources import Source, Sources

__all__ = ["Pattern"]

_Token: TypeAlias = str | re.Pattern[str]
"""One character, or any number of characters of a class."""

_ANYTHING = re.compile(r".", re.DOTALL)
_TEMPLATES = {
    "{date}": re.compile(r"[\dT:.Z-]"),
    "{number}": re.compile(r"[\d+]"),
    "{uuid}": re.compile(r"[\da-fA-F-]"),
    "{email}": re.compile(r"[\w.@+-]"),
}
"""What the templates stand for that `naming.fold_path` puts into names."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """A pattern over datasets, matched against every spelling of a reference.

    >>> Pattern("s3://partner/**").matches(DatasetRef("s3://partner", "daily.csv"), Sources())
    True
    """

    text: str

    def matches(self, ref: DatasetRef, sources: Sources) -> bool:
        """Whether any spelling of the reference matches.

        Where a name holds a template (`daily/{date}.csv`), it matches when some name it stands for does.
        """
        return any(_matches(self.text, text, dotted) for text, dotted in _spellings(ref, sources))

    def may_match_in(self, source: Source, sources: Sources) -> bool:  # noqa: ARG002  # asked as `matches` is
        """Whether some dataset of that source could match: the question for sinks nobody could name."""
        pattern = _tokens(self.text, source.dotted)
        stems = [f"{source.name}.", *(prefix(namespace) or f"{namespace}:" for namespace in _namespaces(source))]
        return any(_meet(pattern, (*_cased(stem, source.dotted), _ANYTHING)) for stem in stems)


FEW = 1_000_000
"""Steps: an expression with n stars may try this many places of a text, in a library that lets nobody else run."""


def _matches(pattern: str, text: str, dotted: bool) -> bool:
    if _fits(pattern, _cased(text, dotted), dotted):
        return True
    if not any(template in text for template in _TEMPLATES):
        return False
    return _meet(_tokens(pattern, dotted), tuple(_untemplated(_cased(text, dotted))))


def _fits(pattern: str, text: str, dotted: bool) -> bool:
    """Whether a text without templates matches.

    Names come from tasks. One made for it keeps a backtracking expression with some stars busy for hours: a long name
    is looked at letter by letter instead.
    """
    if len(text) ** len(re.findall(r"\*+", pattern)) <= FEW:
        return _expression(pattern, dotted).fullmatch(text) is not None
    tokens = _tokens(pattern, dotted)
    stars = [(1 << number, token) for number, token in enumerate(tokens) if not isinstance(token, str)]
    met: dict[str, int] = {}
    stays: dict[str, int] = {}
    for number, token in enumerate(tokens):
        if isinstance(token, str):
            met[token] = met.get(token, 0) | 1 << number

    def rested(places: int) -> int:
        """The places with those that a star which stands for nothing leads to."""
        for place, _ in stars:
            places |= (places & place) << 1
        return places

    # Bit n says that the first n tokens have been met so far.
    here = rested(1)
    for letter in text:
        if letter not in stays:
            stays[letter] = sum(place for place, star in stars if star.match(letter) is not None)
        here = rested((here & met.get(letter, 0)) << 1 | here & stays[letter])
        if not here:
            return False
    return bool(here >> len(tokens) & 1)


def _cased(text: str, dotted: bool) -> str:
    return text.lower() if dotted else text


def _untemplated(text: str) -> Iterator[_Token]:
    for piece in re.split(r"(\{[a-z]+\})", text):
        if piece in _TEMPLATES:
            yield _TEMPLATES[piece]
        else:
            yield from piece


@lru_cache(maxsize=4096)
def _tokens(pattern: str, dotted: bool) -> tuple[_Token, ...]:
    """A pattern as tokens. The part before `://` and the host fold as namespaces do."""
    if re.match(r"file:/(?!/)", pattern):
        pattern = pattern.replace(":", "://", 1)
    scheme, mark, rest = pattern.partition("://")
    if not mark:
        return tuple(_translate(_cased(pattern, dotted), "./" if dotted else "/"))
    host, slash, name = rest.partition("/")
    folded = fold_namespace(f"{scheme}://{host}") if not {"*", ""} & {scheme, host} else f"{scheme}://{host}"
    # A port the pattern does not write is no part of what it asks for: references are matched with and without.
    if not re.search(r":[\d*]+$", host):
        folded = spellings(folded)[-1]
    return (*_translate(folded, "/"), *_translate(_cased(slash + name, dotted), "./" if dotted else "/"))


def _translate(text: str, separators: str) -> Iterator[_Token]:
    within = re.compile(f"[^{re.escape(separators)}]", re.DOTALL)
    for piece in re.split(r"(\*\*+|\*)", text):
        if piece == "*":
            yield within
        elif piece.startswith("**"):
            yield _ANYTHING
        else:
            yield from piece


@lru_cache(maxsize=4096)
def _expression(pattern: str, dotted: bool) -> re.Pattern[str]:
    parts = (re.escape(token) if isinstance(token, str) else f"{token.pattern}*" for token in _tokens(pattern, dotted))
    return re.compile("".join(parts), re.DOTALL)


def _meet(pattern: Iterable[_Token], text: Iterable[_Token]) -> bool:
    """Whether some string fits both; a star on either side stands for any number of its characters."""
    left, right = tuple(pattern), tuple(text)
    # here[j]: whether what is left of the pattern and right[j:] meet; filled from the ends.
    here = [False] * (len(right) + 1)
    here[len(right)] = True
    for j in range(len(right) - 1, -1, -1):
        here[j] = not isinstance(right[j], str) and here[j + 1]
    for token in reversed(left):
        below = here
        here = [False] * (len(right) + 1)
        here[len(right)] = not isinstance(token, str) and below[len(right)]
        for j in range(len(right) - 1, -1, -1):
            other = right[j]
            if isinstance(token, str) and isinstance(other, str):
                here[j] = token == other and below[j + 1]
            elif isinstance(token, str):
                here[j] = here[j + 1] or (bool(other.match(token)) and below[j])  # type: ignore[union-attr]
            elif isinstance(other, str):
                here[j] = below[j] or (bool(token.match(other)) and here[j + 1])
            else:
                here[j] = below[j] or here[j + 1]
    return here[0]


def _namespaces(source: Source) -> list[str]:
    return [text for namespace in source.namespaces for text in spellings(fold_namespace(namespace))]


def _spellings(ref: DatasetRef, sources: Sources) -> list[tuple[str, bool]]:
    source = sources.of(ref)
    if source is not None:
        _, name = sources.to_openlineage(ref)
        stems = [prefix(namespace) or f"{namespace}:" for namespace in _namespaces(source)]
        found = [f"{source.name}.{ref.name}", *(f"{stem}{name}" for stem in stems)]
        return [(text, source.dotted) for text in found]
    if ref.source == "file":
        return [(f"file://{ref.name}", False)]
    if "://" in ref.source:
        dotted = is_database(ref.source)
        return [(f"{namespace}/{ref.name}", dotted) for namespace in spellings(ref.source)]
    mark = "." if ref.declared else ":"
    dotted = ref.declared or is_database(ref.source) or ref.source == "xcom"
    return [(f"{ref.source}{mark}{ref.name}", dotted)]
