"""Vocabularies, one file each: a line is one vocabulary (a language's, a system's), its words apart by `|`.

`_` stands for a space where the words are put into names; `{}` for the name that is put in.
"""

from __future__ import annotations

from functools import cache
from importlib import resources

__all__ = ["all_words", "keyed", "vocabularies"]


@cache
def vocabularies(name: str) -> tuple[tuple[str, ...], ...]:
    """Every vocabulary of a file."""
    text = (resources.files(__name__) / f"{name}.txt").read_text(encoding="utf-8")
    return tuple(tuple(line.split("|")) for line in text.splitlines())


def all_words(name: str) -> tuple[str, ...]:
    """All words of a file."""
    return tuple(word for vocabulary in vocabularies(name) for word in vocabulary)


def keyed(name: str) -> dict[str, tuple[str, ...]]:
    """A file whose lines begin with a key."""
    return {line[0]: line[1:] for line in vocabularies(name)}
