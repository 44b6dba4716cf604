"""Templates left in a statement: replaced by names of the same length, so that the rest can be resolved in place."""

from __future__ import annotations

import re

from privlineage.lineage.sql.text.closing import limits_of
from privlineage.lineage.sql.text.dialects import Traits
from privlineage.lineage.sql.text.lexing import scan
from privlineage.lineage.sql.text.padding import spaces

__all__ = ["TEMPLATE", "without_jinja"]

TEMPLATE = "_jinja_"
"""How the names that stand for templates begin."""

_TEMPLATE = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)


def without_jinja(text: str, dialect: Traits) -> tuple[str, dict[str, str], list[int]]:
    """The text without templates, the names that stand for them, and where they were.

    An expression outside quotes becomes a name; a tag or a template comment becomes space; inside quotes, which hold
    values or names anyway, a template stays as it is. Template comments are no finding.

    >>> from privlineage.lineage.sql.text.dialects import traits
    >>> without_jinja("SELECT a FROM {{ ref('x') }}", traits(None))
    ('SELECT a FROM _jinja_0______', {'_jinja_0______': "{{ ref('x') }}"}, [14])
    """
    if "{{" not in text and "{%" not in text and "{#" not in text:
        return text, {}, []
    parts: list[str] = []
    names: dict[str, str] = {}
    spots: list[int] = []
    for piece in scan(text, dialect):
        if piece.kind == "jinja":
            parts.append(_stand_in(piece.text, len(names), names))
            if not piece.text.startswith("{#"):
                spots.append(piece.start)
            continue
        if piece.kind in ("string", "quoted", "open"):
            # Past it, openings have no end.
            limit = limits_of(piece.text, dialect)[0]
            spots.extend(piece.start + found.start() for found in _TEMPLATE.finditer(piece.text, 0, limit))
            if piece.kind == "quoted" and _TEMPLATE.search(piece.text, 0, limit):
                names[piece.text[1:-1]] = piece.text[1:-1]
        parts.append(piece.text)
    return "".join(parts), names, spots


def _stand_in(template: str, index: int, names: dict[str, str]) -> str:
    if not template.startswith("{{"):
        return spaces(template)
    name = f"{TEMPLATE}{index}"
    # The lines of the statement stay where they are; a template that spans lines is padded after its name.
    breaks = "\n" * template.count("\n")
    padded = name + "_" * max(0, len(template) - len(name)) if not breaks else name
    names[padded] = template
    return padded + breaks
