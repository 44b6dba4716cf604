"""Oracle's spellings that sqlglot does not read, or reads as another function, as rules of `rewriting`."""

from __future__ import annotations

import re

from privlineage.lineage.sql.text.padding import Rule, blank, everywhere

__all__ = ["ORACLE"]

_FLAGS = re.IGNORECASE | re.DOTALL
_OVERFLOW = re.compile(
    r"(?<=\s)ON\s+OVERFLOW\s+(?:ERROR|TRUNCATE(?:\s+'[^']*')?(?:\s+WITH(?:OUT)?\s+COUNT)?)(?=\s*\))", _FLAGS
)

ORACLE: tuple[Rule, ...] = (
    # LISTAGG(x, y ON OVERFLOW …): what becomes of a text that is too long.
    everywhere(_OVERFLOW, blank),
)
