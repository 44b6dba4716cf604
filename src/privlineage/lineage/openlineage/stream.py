"""Events in a file: one JSON object a line, a JSON array, or objects one after the other.

What is no JSON is reported with its line, and the rest goes on: nothing that can be read is lost.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, Any

from privlineage.core.errors import Place, PrivlineageError

__all__ = ["Line", "read_events"]

_DECODER = json.JSONDecoder()


@dataclass(frozen=True, slots=True)
class Line:
    """One JSON value of a file, or the reason why there is none.

    Attributes:
        place: file and line where it starts.
        value: the value, None with an error.
        error: PL601 when the text is no JSON.
    """

    place: Place
    value: Any = None
    error: PrivlineageError | None = None


def read_events(stream: IO[bytes], name: str) -> Iterator[Line]:
    r"""Every JSON value of a file; the elements of arrays one by one.

    Lines are read as they come as long as each holds a whole value; a file whose first line does not is read at once.

    >>> import io
    >>> [line.value for line in read_events(io.BytesIO(b'{"a": 1}\n[{"a": 2}, {"a": 3}]\n'), "events.ndjson")]
    [{'a': 1}, {'a': 2}, {'a': 3}]
    """
    number = 0
    for raw in stream:
        number += 1
        if number == 1:
            raw = raw.removeprefix(b"\xef\xbb\xbf")  # noqa: PLW2901 - the mark of some Windows editors
        if not raw.strip():
            continue
        found = _whole_line(raw, Place(name, number))
        if found is None:
            yield from _document(raw + stream.read(), number, name)
            return
        yield from found


def _whole_line(raw: bytes, place: Place) -> list[Line] | None:
    """The values of a line, or None where a value seems to go on below."""
    try:
        text = raw.decode()
    except UnicodeDecodeError as error:
        return [_no_json(place, f"byte {error.start + 1} of the line is not UTF-8")]
    try:
        return list(_values(json.loads(text), place))
    except json.JSONDecodeError as error:
        if error.pos >= len(text.rstrip()) and text.lstrip()[0] in "[{":
            return None
        return [_no_json(place, f"{error.msg.lower()} at column {error.colno}")]
    except (ValueError, RecursionError):
        return [_no_json(place, "it nests too deeply or holds a number that is too long")]


def _document(raw: bytes, first: int, name: str) -> Iterator[Line]:
    """The values of a text in which values span lines; after a mistake it goes on where a line opens a value."""
    text = raw.decode(errors="replace")
    position, line, counted = 0, first, 0
    while True:
        while position < len(text) and text[position] in " \t\r\n,":
            position += 1
        if position >= len(text):
            return
        line += text.count("\n", counted, position)
        counted = position
        place = Place(name, line)
        try:
            value, position = _DECODER.raw_decode(text, position)
        except (ValueError, RecursionError) as error:
            detail = "it nests too deeply or holds a number that is too long"
            if isinstance(error, json.JSONDecodeError):
                detail = f"{error.msg.lower()} at line {first + error.lineno - 1}"
            yield Line(place, error=_no_json(place, detail).error)
            position = _next_start(text, position)
        else:
            yield from _values(value, place)


def _next_start(text: str, position: int) -> int:
    starts = [at for at in (text.find("\n{", position), text.find("\n[", position)) if at >= 0]
    return min(starts, default=len(text))


def _values(value: Any, place: Place) -> Iterator[Line]:
    for item in value if isinstance(value, list) else [value]:
        yield Line(place, item)


def _no_json(place: Place, detail: str) -> Line:
    error = PrivlineageError(
        "PL601", f"this is not JSON: {detail}", hint="write one OpenLineage event per line", place=place
    )
    return Line(place, error=error)
