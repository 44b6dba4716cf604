"""Files, folders and patterns people name, put together as tables: the parts of one table are one."""

from __future__ import annotations

import glob
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from privlineage.core.errors import Place, PrivlineageError
from privlineage.core.naming import fold_path
from privlineage.core.refs import DatasetRef
from privlineage.core.sources import Sources

__all__ = ["FileTable", "file_tables"]

_DATA = frozenset("csv tsv tab psv txt dat json jsonl ndjson geojson parquet parq pq data".split())
"""Endings of what is looked at inside a folder."""

_PACKED = frozenset({"gz", "bz2", "xz", "zst", "zstd", "snappy"})
_PART = re.compile(r"(?:(?:part|data|file|chunk|block|shard|run)[-_.])?\d+(?:[-_.][0-9a-zA-Z]+)*", re.IGNORECASE)
_OF_HIVE = re.compile(r"\d{6}_\d+")
_COUNTED = re.compile(r"(.+)[-_.]\d{1,6}")
_PARTITION = re.compile(r"([^=/]+)=([^=/]*)")


@dataclass(frozen=True, slots=True)
class FileTable:
    """A table that stands in one file or several.

    Attributes:
        dataset: its canonical reference.
        paths: its files, sorted.
        extras: for each file, the columns that its folders name: `("country", "de")` of `country=de/`.
    """

    dataset: DatasetRef
    paths: tuple[Path, ...]
    extras: tuple[tuple[tuple[str, str], ...], ...]


def file_tables(named: Sequence[str], sources: Sources | None = None) -> list[FileTable]:
    """The tables in what people named, sorted by reference.

    - A file is a table; a folder holds the tables in it, and below it.
    - Files that are parts of one table are one: `part-00001.parquet`, `orders-001.csv` beside `orders-002.csv`, what
      stands in folders like `country=de/`, and names that differ only in a date or a long number.

    Args:
        named: files, folders and glob patterns.
        sources: the declared sources, which may claim a folder as theirs.

    Raises:
        PrivlineageError: PL904, where nothing is found.
    """
    known = sources or Sources()
    tables: dict[DatasetRef, dict[Path, tuple[tuple[str, str], ...]]] = {}
    for text in named:
        found = list(_files(text))
        if not found:
            hint = "CSV, JSON and Parquet files are looked at, packed or not; hidden files are not"
            raise PrivlineageError("PL904", "no data file was found", hint=hint, place=Place(text))
        beside = _Beside(path for path, _ in found)
        for path, is_named in found:
            root, extra = _partitioned(path)
            place = path if is_named else beside.place(root, path)
            dataset = known.from_openlineage("file", place.as_posix())
            tables.setdefault(dataset, {})[path] = extra
    return [FileTable(each, tuple(files), tuple(files.values())) for each, files in sorted(tables.items())]


def _files(text: str) -> Iterator[tuple[Path, bool]]:
    """Every data file that a text names, and whether it was named itself."""
    path = Path(text)
    if path.is_dir():
        yield from ((each, False) for each in _below(path))
        return
    if path.exists() or not glob.has_magic(text):
        # One that is not there is told of when its turn comes: the others go on.
        yield _absolute(path), True
        return
    for match in sorted(glob.glob(text, recursive=True)):  # noqa: PTH207  # patterns may be absolute
        inside = Path(match)
        if inside.is_dir():
            yield from ((each, False) for each in _below(inside))
        else:
            yield _absolute(inside), False


def _below(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        parts = path.relative_to(folder).parts
        hidden = any(part.startswith((".", "_")) for part in parts)
        if not hidden and _is_data(path) and path.is_file():
            yield _absolute(path)


def _is_data(path: Path) -> bool:
    endings = [ending.lstrip(".").lower() for ending in path.suffixes]
    while endings and endings[-1] in _PACKED:
        endings.pop()
    # Parts that some engines write have no ending at all.
    return endings[-1] in _DATA if endings else bool(_PART.fullmatch(path.name))


def _absolute(path: Path) -> Path:
    return Path.cwd() / path if not path.is_absolute() else path


def _partitioned(path: Path) -> tuple[Path, tuple[tuple[str, str], ...]]:
    """The folder above `key=value` folders, with what they say; the file itself where there are none."""
    extra = [match.groups() for part in path.parts[:-1] if (match := _PARTITION.fullmatch(part))]
    if not extra:
        return path, ()
    first = next(number for number, part in enumerate(path.parts) if _PARTITION.fullmatch(part))
    return Path(*path.parts[:first]), tuple((key, value) for key, value in extra)


class _Beside:
    """What stands beside each file: whether it is one of several parts."""

    def __init__(self, paths: Iterable[Path]) -> None:
        self._alike = Counter(key for path in set(paths) for key in _keys(path))

    def place(self, root: Path, path: Path) -> Path:
        """What the table is called that a file is part of."""
        if root != path:
            return root
        for key in _keys(path):
            folder, stem, endings = key
            if self._alike[key] > 1 or (not stem and path.name.lower().startswith("part-")):
                return folder / f"{stem.rstrip('-_.')}-{{part}}{endings}" if stem else folder
        return path


def _keys(path: Path) -> Iterator[tuple[Path, str, str]]:
    """Under which a file is one of several parts: its folder, what comes before its number, and its endings."""
    stem, endings = path.name.partition(".")[0], "".join(path.suffixes)
    counted = _COUNTED.fullmatch(stem)
    if fold_path(path.name) != path.name and not _OF_HIVE.fullmatch(stem):
        return  # its reference has a template already
    if _PART.fullmatch(stem):
        yield path.parent, "", endings
    elif counted is not None:
        yield path.parent, counted[1], endings
