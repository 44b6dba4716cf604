"""Which kind of file a file is: by what stands in it, since names lie."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path

from privlineage.core.errors import Place, PrivlineageError
from privlineage.service.scanning.files.budget import Budget
from privlineage.service.scanning.files.delimited_file import DelimitedFile
from privlineage.service.scanning.files.opening import Origin
from privlineage.service.scanning.files.table_file import TableFile
from privlineage.service.scanning.files.text import TextFile

__all__ = ["Hints", "table_file"]

_NO_TEXT = {
    b"PK\x03\x04": "a ZIP archive or a spreadsheet",
    b"\xd0\xcf\x11\xe0": "an old spreadsheet",
    b"SQLite format 3\x00": "a SQLite database",
    b"Obj\x01": "an Avro file",
    b"ORC": "an ORC file",
    b"%PDF": "a PDF",
}

_JSON = re.compile(r'\{\s*["}]|\[\s*(?:[\[{"\]]|-?\d|(?:true|false|null)\b)')
"""How JSON begins; `[id],[email]` and `{id},{email}` are headers."""

_NO_CHARACTERS = re.compile(r"[\x02-\x08\x0e-\x1a\x7f]")
_FEW = 20
"""Text in which more than one in so many characters is a control character is none."""


@dataclass(frozen=True, slots=True)
class Hints:
    """What somebody knows of a file's form.

    Attributes:
        kind: `csv`, `json` or `parquet`; empty to find out.
        delimiter: of delimited text; empty to find out.
        encoding: as Python calls it; empty to find out.
        header: whether delimited text begins with the names of its columns; None to find out.
    """

    kind: str = ""
    delimiter: str = ""
    encoding: str = ""
    header: bool | None = None


def table_file(path: Path, budget: Budget, hints: Hints) -> TableFile:
    """The file, ready to give its rows.

    Raises:
        PrivlineageError: PL902 when it cannot be opened, PL903 when it holds no table that can be read.
    """
    origin = Origin.of(path, budget.bytes)
    head = origin.head(4096)
    if hints.kind == "parquet" or head.startswith(b"PAR1"):
        from privlineage.service.scanning.files.parquet_file import ParquetFile

        return ParquetFile(origin, budget)
    _check_text(head, path)
    text = TextFile(origin, budget, hints.encoding)
    _check_characters(text.head, path, is_said=bool(hints.encoding))
    if hints.kind == "json" or _is_json(text.head, hints):
        from privlineage.service.scanning.files.json_file import JsonFile

        return JsonFile(text)
    return DelimitedFile(text, hints.delimiter, hints.header)


def _check_text(head: bytes, path: Path) -> None:
    what = next((name for magic, name in _NO_TEXT.items() if head.startswith(magic)), "")
    if what:
        hint = "unpack it, or save it as CSV, JSON lines or Parquet"
        if what == "a SQLite database":
            hint = f"pass --url sqlite:///{path}"
        text = f"this is {what}, not a table that can be read"
        raise PrivlineageError("PL903", text, hint=hint, place=Place(str(path)))


def _check_characters(head: str, path: Path, *, is_said: bool) -> None:
    """Binary data would come out as names of columns, and they are printed."""
    strange = len(_NO_CHARACTERS.findall(head)) + (0 if is_said else head.count("\ufffd"))
    if strange > 2 and strange * _FEW > len(head) - head.count("\0"):
        hint = "name a file of text, or say its --encoding"
        raise PrivlineageError("PL903", "this is binary data, not a table", hint=hint, place=Place(str(path)))


def _is_json(head: str, hints: Hints) -> bool:
    begin = head.lstrip("\ufeff \t\r\n")
    if hints.kind or hints.delimiter:
        return _is_object(begin.partition("\n")[0])
    return bool(_JSON.match(begin)) or (begin[:1] == "{" and '\n{"' in begin)


def _is_object(line: str) -> bool:
    """Whether a line is an object of JSON: no header of delimited text is."""
    if line[:1] != "{":
        return False
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False
