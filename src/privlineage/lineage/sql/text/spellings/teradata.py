"""Teradata's spellings that sqlglot does not read, as rules of `rewriting`."""

from __future__ import annotations

import re

from privlineage.lineage.sql.text.padding import Rule, blank

__all__ = ["TERADATA"]

_FLAGS = re.IGNORECASE | re.DOTALL
_PHRASES = re.compile(r"\(\s*(?:(?:TITLE|FORMAT)\s+'(?:[^']|'')*'\s*,?\s*)+\)", _FLAGS)
_NAMED = re.compile(r"\(\s*NAMED\s+(\"[^\"]+\"|\w+)\s*\)", _FLAGS)


def _plain(match: re.Match[str]) -> str:
    text = _PHRASES.sub(blank, match.group())
    return _NAMED.sub(lambda named: f"AS {named.group(1)}".ljust(len(named.group())), text)


TERADATA: tuple[Rule, ...] = (
    # SELECT a (TITLE 'x'), b (FORMAT '9(4)'), c (NAMED d): how a column is shown, and its name.
    (re.compile(r"\A.*\(\s*(?:TITLE|FORMAT|NAMED)\b.*\Z", _FLAGS), _plain),
)
