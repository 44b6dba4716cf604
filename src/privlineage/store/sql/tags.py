"""Tags: the bundle's and people's, each with the time it was in force."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, insert, update

from privlineage.core.labels import Tag
from privlineage.core.refs import ColumnRef, DatasetRef
from privlineage.store.claims import BUNDLE, Claim, is_category, same_claim
from privlineage.store.sql import tables as t
from privlineage.store.sql.audit import tag_audit
from privlineage.store.sql.interning import atom_numbers, atom_of, chunks, dataset_numbers
from privlineage.store.sql.plain import fetch, fetch_in

__all__ = ["add_tags", "end_repeated", "replace_bundle_tags", "tags_in_force", "withdraw"]

_TAGS = """
SELECT d.source, d.name, d.declared, g.path, a.text, g.author, g.at, g."by", g.id
FROM tag g JOIN dataset d ON d.id = g.dataset_id LEFT JOIN atom a ON a.id = g.atom_id
WHERE g.valid_to IS NULL
"""
_OF_NAMES = f"{_TAGS} AND d.name IN (??)"


def tags_in_force(connection: Connection, datasets: Iterable[DatasetRef] | None = None) -> list[Tag]:
    """The tags in force, of some datasets or of all, in order of column, then of claiming."""
    return [tag for tag, _ in _numbered(connection, datasets)]


def add_tags(connection: Connection, tags: Sequence[Tag]) -> list[Tag]:
    """Add claims that nobody made yet; returns those."""
    known = {same_claim(tag) for tag in tags_in_force(connection, {tag.column.dataset for tag in tags})}
    first: dict[Claim, Tag] = {}
    for tag in tags:
        first.setdefault(same_claim(tag), tag)
    new = [tag for claim, tag in first.items() if claim not in known]
    newest = tag_audit.newest(connection)
    _insert(connection, new)
    tag_audit.note_added(connection, new, newest)
    return new


def withdraw(
    connection: Connection, column: ColumnRef, category: str | None, *, author: str, at: str, reason: str
) -> int:
    """End people's claims on a column; returns how many."""
    numbers = [
        number
        for tag, number in _numbered(connection, [column.dataset])
        if tag.column == column and tag.by != BUNDLE and is_category(tag, category)
    ]
    _end(connection, numbers, valid_to=at, withdrawn_by=author, withdrawn_because=reason)
    tag_audit.note_withdrawn(connection, column, numbers, author=author, at=at, reason=reason)
    return len(numbers)


def replace_bundle_tags(connection: Connection, tags: Sequence[Tag], at: str) -> None:
    """Make these the bundle's tags in force; those that stay as they are keep the time since when."""
    wanted = dict.fromkeys(tags)
    in_force = {tag: number for tag, number in _numbered(connection, None) if tag.by == BUNDLE}
    _end(connection, [number for tag, number in in_force.items() if tag not in wanted], valid_to=at)
    _insert(connection, [tag for tag in wanted if tag not in in_force])


def end_repeated(connection: Connection, at: str) -> None:
    """Of claims that became the same by a renaming, let the first stand."""
    seen = set()
    repeated = []
    for tag, number in _numbered(connection, None):
        claim = same_claim(tag)
        if claim in seen:
            repeated.append(number)
        seen.add(claim)
    _end(connection, repeated, valid_to=at)


def _numbered(connection: Connection, datasets: Iterable[DatasetRef] | None) -> list[tuple[Tag, int]]:
    if datasets is None:
        found = [(_tag(row), row[8]) for row in fetch(connection, _TAGS)]
    else:
        wanted = set(datasets)
        near = fetch_in(connection, _OF_NAMES, {dataset.name for dataset in wanted})
        found = [(_tag(row), row[8]) for row in near if DatasetRef(row[0], row[1], bool(row[2])) in wanted]
    return sorted(found, key=lambda pair: (pair[0].column, pair[1]))


def _tag(row: Sequence[Any]) -> Tag:
    source, name, declared, path, text, author, at, by, _ = row
    column = ColumnRef(DatasetRef(source, name, bool(declared)), path)
    return Tag(column, None if text is None else atom_of(text), author, at, by)


def _insert(connection: Connection, tags: Sequence[Tag]) -> None:
    if not tags:
        return
    datasets = dataset_numbers(connection, {tag.column.dataset for tag in tags})
    atoms = atom_numbers(connection, {tag.atom for tag in tags if tag.atom is not None})
    rows = [
        {
            "dataset_id": datasets[tag.column.dataset],
            "path": tag.column.path,
            "atom_id": None if tag.atom is None else atoms[tag.atom],
            "author": tag.author,
            "at": tag.at,
            "by": tag.by,
            "valid_from": tag.at,
        }
        for tag in tags
    ]
    connection.execute(insert(t.tag), rows)


def _end(connection: Connection, numbers: Iterable[int], **values: str) -> None:
    for part in chunks(numbers):
        connection.execute(update(t.tag).where(t.tag.c.id.in_(part)).values(**values))
