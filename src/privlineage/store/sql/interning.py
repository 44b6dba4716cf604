"""Numbers for what repeats. A writer holds the write lock, so looking first and inserting what is missing is safe."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any, TypeVar

from sqlalchemy import Connection, Table, select

from privlineage.core.codec import from_text, to_text
from privlineage.core.facts import FunctionStep
from privlineage.core.labels import Atom
from privlineage.core.refs import DatasetRef
from privlineage.store.sql import tables as t
from privlineage.store.sql.plain import fetch, fetch_in

__all__ = [
    "atom_numbers",
    "atom_of",
    "chunks",
    "dataset_numbers",
    "every_dataset",
    "functions_of",
    "known_datasets",
    "path_text",
    "text_numbers",
    "to_text",
]

T = TypeVar("T")
_DATASETS = "SELECT id, source, name, declared FROM dataset WHERE name IN (??)"
_CHUNK = 500  # below every database's limit of parameters in one statement, also for pairs and triples


def chunks(items: Iterable[T]) -> Iterator[Sequence[T]]:
    """The items in portions that fit into one `IN`."""
    everything = list(items)
    for start in range(0, len(everything), _CHUNK):
        yield everything[start : start + _CHUNK]


@lru_cache(maxsize=4096)
def atom_of(text: str) -> Atom:
    """The atom `to_text` wrote."""
    return from_text(Atom, text)


@lru_cache(maxsize=4096)
def functions_of(text: str) -> tuple[FunctionStep, ...]:
    """The function path `path_text` wrote."""
    return from_text(tuple[FunctionStep, ...], text) if text else ()


def path_text(path: tuple[FunctionStep, ...]) -> str:
    """A function path as text, the empty one as the empty text."""
    return to_text(path) if path else ""


def text_numbers(connection: Connection, table: Table, texts: Iterable[str]) -> dict[str, int]:
    """The number of each text in a table of texts; new ones are added."""
    wanted = sorted(set(texts))
    statement = f"SELECT text, id FROM {table.name} WHERE text IN (??)"  # noqa: S608  # a table of ours
    found: dict[str, int] = {row[0]: row[1] for row in fetch_in(connection, statement, wanted)}
    for text in wanted:
        if text not in found:
            found[text] = _inserted(connection, table, text=text)
    return found


def atom_numbers(connection: Connection, atoms: Iterable[Atom]) -> dict[Atom, int]:
    """The number of each atom; new ones are added."""
    texts = {atom: to_text(atom) for atom in atoms}
    numbers = text_numbers(connection, t.atom, texts.values())
    return {atom: numbers[text] for atom, text in texts.items()}


def known_datasets(connection: Connection, refs: Iterable[DatasetRef]) -> dict[DatasetRef, int]:
    """The number of each dataset the store has; others are left out."""
    wanted = set(refs)
    found: dict[DatasetRef, int] = {}
    for number, source, name, declared in fetch_in(connection, _DATASETS, sorted({ref.name for ref in wanted})):
        ref = DatasetRef(source, name, bool(declared))
        if ref in wanted:
            found[ref] = number
    return found


def every_dataset(connection: Connection) -> list[DatasetRef]:
    """Every dataset the store has seen, sorted."""
    rows = connection.execute(select(t.dataset.c.source, t.dataset.c.name, t.dataset.c.declared))
    return sorted(DatasetRef(*row) for row in rows)


def dataset_numbers(connection: Connection, refs: Iterable[DatasetRef]) -> dict[DatasetRef, int]:
    """The number of each dataset; new ones are added."""
    wanted = sorted(set(refs))
    found = known_datasets(connection, wanted)
    for ref in wanted:
        if ref not in found:
            found[ref] = _inserted(connection, t.dataset, source=ref.source, name=ref.name, declared=ref.declared)
    return found


def _inserted(connection: Connection, table: Table, **values: Any) -> int:
    marks = ", ".join("?" * len(values))
    statement = f"INSERT INTO {table.name} ({', '.join(values)}) VALUES ({marks}) RETURNING id"  # noqa: S608  # our names
    ((number,),) = fetch(connection, statement, *values.values())
    return int(number)
