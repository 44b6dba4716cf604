"""Which kind of file a file is: by what stands in it, since names lie."""

from __future__ import annotations

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
    if hints.kind == "json" or (not hints.kind and text.head.lstrip("\ufeff \t\r\n")[:1] in {"{", "["}):
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
