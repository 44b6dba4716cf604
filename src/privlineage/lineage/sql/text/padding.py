"""Pieces of a statement replaced by others of the same length, so that everything else keeps its place."""

from __future__ import annotations

import re
from collections.abc import Callable

__all__ = ["Rule", "blank", "everywhere", "first_group", "padded", "spaces", "without"]

Rule = tuple[re.Pattern[str], Callable[[re.Match[str]], str]]
"""What is looked for, and what stands there instead."""


def spaces(text: str) -> str:
    """Space of the same length, with the lines kept."""
    return "".join(character if character == "\n" else " " for character in text)


def without(text: str, start: int, end: int) -> str:
    """The text with space in the place of a part of it.

    >>> without("SELECT a INTO @v FROM t", 9, 16)
    'SELECT a         FROM t'
    """
    return text[:start] + spaces(text[start:end]) + text[end:]


def blank(match: re.Match[str]) -> str:
    """Space for all of a match."""
    return spaces(match.group())


def first_group(match: re.Match[str]) -> str:
    """The first group, with which the match begins, and space for the rest."""
    kept = match.group(1) or ""
    return kept + spaces(match.group()[len(kept) :])


def padded(word: str) -> Callable[[re.Match[str]], str]:
    """The replacement of a match by a word that is no longer than it."""

    def replace(match: re.Match[str]) -> str:
        kept = blank(match)
        return word + kept[len(word) :]

    return replace


def everywhere(pattern: re.Pattern[str], replacement: Callable[[re.Match[str]], str]) -> Rule:
    """A rule for every match of a statement, rather than the first."""
    return _ALL, lambda match: pattern.sub(replacement, match.group())


_ALL = re.compile(r"\A.*\Z", re.DOTALL)
