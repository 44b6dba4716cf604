"""Patterns over dataset references: `*` stays inside one segment, `**` crosses segments.

In the host part of a URI `*` crosses dots. Dots part segments where names are dotted (databases, declared sources with a
dialect); in paths only slashes do, so that `s3://ads/*` matches `s3://ads/daily.csv`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from privlineage.core.naming import fold_namespace, is_database
from privlineage.core.refs import DatasetRef
from privlineage.core.sources import Source, Sources

__all__ = ["Pattern"]

_PATHLIKE = frozenset({"conn", "model", "file"})


@lru_cache(maxsize=4096)
def _expression(pattern: str, dotted: bool) -> re.Pattern[str]:
    head, mark, rest = pattern.partition("://")
    host, slash, name = rest.partition("/") if mark else ("", "", head)
    parts: list[str] = []
    if mark:
        parts += [re.escape(head), "://", _translate(host, "/"), re.escape(slash)]
    parts.append(_translate(name, "./" if dotted else "/"))
    return re.compile("".join(parts), re.IGNORECASE if dotted else 0)


def _translate(text: str, separators: str) -> str:
    pieces = re.split(r"(\*\*|\*)", text)
    stars = {"**": ".*", "*": f"[^{re.escape(separators)}]*"}
    return "".join(stars.get(piece, re.escape(piece)) for piece in pieces)


@dataclass(frozen=True, slots=True)
class Pattern:
    """A pattern over datasets, matched against every spelling of a reference.

    >>> Pattern("s3://ads-partner/**").matches(DatasetRef("s3://ads-partner", "daily.csv"), Sources())
    True
    """

    text: str

    def matches(self, ref: DatasetRef, sources: Sources) -> bool:
        """Whether any spelling of the reference matches."""
        return any(_expression(self.text, dotted).fullmatch(text) for text, dotted in _spellings(ref, sources))

    def may_match_in(self, source: Source, sources: Sources) -> bool:
        """Whether some dataset of that source could match: the question for sinks nobody could name."""
        literal = re.split(r"[*]", self.text, maxsplit=1)[0].lower()
        stems = [f"{source.name}."] + [f"{namespace.rstrip('/')}/" for namespace in source.namespaces]
        if any(stem.lower().startswith(literal) or literal.startswith(stem.lower()) for stem in stems):
            return True
        host = self.text.split("://", 1)
        if len(host) == 2:
            expression = _expression(f"{host[0]}://{host[1].split('/', 1)[0]}", False)
            return any(expression.fullmatch(fold_namespace(namespace)) for namespace in source.namespaces)
        return False


def _spellings(ref: DatasetRef, sources: Sources) -> list[tuple[str, bool]]:
    source = sources.of(ref)
    if source is None:
        dotted = ref.declared or is_database(ref.source) or ref.source == "xcom"
        return [(str(ref).replace("`", ""), dotted and ref.source not in _PATHLIKE)]
    _, name = sources.to_openlineage(ref)
    found = [(f"{source.name}.{ref.name}", source.dotted)]
    found += [(f"{namespace.rstrip('/')}/{name}", source.dotted) for namespace in source.namespaces]
    return found
