"""A value from anywhere as the text that detection looks at."""

from __future__ import annotations

import datetime as dt
import json
import math
import re
from collections.abc import Iterable, Sequence

from privlineage.detect.column import ColumnSample

__all__ = ["column_of", "text_of"]

_STRANGE = re.compile(r"[\x00-\x08\x0e-\x1f\ufffd]")
"""Control characters, and what stands where bytes are no UTF-8."""
_MOST_STRANGE = 0.1


def text_of(value: object, cut: int) -> str | None:
    """A value as text of at most `cut` characters; None for nothing, and for bytes that are no text.

    >>> text_of(b"a@example.org", 5), text_of(12.0, 9), text_of({"a": 1}, 99), text_of(float("nan"), 9)
    ('a@exa', '12.0', '{"a": 1}', None)
    """
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return None
    if isinstance(value, str):
        text = value
    elif isinstance(value, (bytes, bytearray, memoryview)):
        text = _decoded(bytes(value))
    elif isinstance(value, (dict, list, tuple, set)):
        text = _nested(value)
    elif isinstance(value, (dt.date, dt.time)):
        text = value.isoformat()
    else:
        text = str(value)
    return text[:cut] if text.strip() else None


def column_of(name: str, cells: Iterable[object], cut: int, declared_type: str = "") -> ColumnSample:
    """The sample of a column from its cells; those without a text are counted as empty."""
    texts: Sequence[str | None] = [text_of(cell, cut) for cell in cells]
    values = [text for text in texts if text is not None]
    return ColumnSample(name, values, declared_type, len(texts) - len(values))


def _decoded(data: bytes) -> str:
    """Bytes as UTF-8; nothing where much of it is none: a picture is no text."""
    text = data.decode("utf-8", errors="replace")
    strange = len(_STRANGE.findall(text))
    return "" if strange > max(1, _MOST_STRANGE * len(text)) else text


def _nested(value: object) -> str:
    try:
        return json.dumps(value, ensure_ascii=False, default=str)
    except (TypeError, ValueError):
        return str(value)
