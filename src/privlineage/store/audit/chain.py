"""How the audit's entries and batches are hashed: pure, so that anybody can check a chain against what was exported.

An entry's mark covers the entry and the mark before it on the same strand; a batch's hash covers where each strand was
and the batch before it. One hash, kept elsewhere, so holds everything up to it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any

__all__ = ["START", "batch_hash", "digest_of_row", "digest_of_rows", "entry_mark", "first_hash", "text_of"]

START = ""
"""The mark before the first entry of a strand."""


def entry_mark(
    before: str,
    *,
    strand: int,
    number: int,
    at: str,
    kind: str,
    subject: str,
    actor: str,
    record_table: str,
    record_key: str,
    digest: str,
    body: str,
) -> str:
    """The mark of an entry that follows the one with the mark `before`."""
    return _hash(["entry", before, strand, number, at, kind, subject, actor, record_table, record_key, digest, body])


def first_hash(store: str, created_at: str, key: str) -> str:
    """What stands in place of a batch before the first: who the store is, so that no chain fits another store."""
    return _hash(["store", store, created_at, _hash(key)])


def batch_hash(previous: str, *, number: int, heads: str, sealed_at: str) -> str:
    """The hash of a batch.

    Args:
        previous: the hash of the batch before, or `first_hash`.
        number: 1 for the first batch.
        heads: strand, entries and mark of each strand that has any, as `text_of` writes it.
        sealed_at: when, ISO 8601 in UTC.
    """
    return _hash(["batch", previous, number, heads, sealed_at])


def digest_of_row(table: str, row: Mapping[str, Any]) -> str:
    """What an entry keeps of a record: any other value in any column gives another digest.

    Columns without a value are left out, so that a later schema version may add some.
    """
    made = hashlib.sha256(table.encode())
    for name in sorted(row):
        value = row[name]
        if value is not None:
            # Lengths first, so that nothing of one value can pass for a part of another.
            text = _bytes(value if isinstance(value, str) else text_of(value))
            made.update(f"\n{name} {type(value).__name__} {len(text)} ".encode())
            made.update(text)
    return made.hexdigest()


def digest_of_rows(table: str, rows: Iterable[Mapping[str, Any]]) -> str:
    """One digest for several records, in their order."""
    return _hash([table, [digest_of_row(table, row) for row in rows]])


def text_of(value: object) -> str:
    """The one JSON text of plain data."""
    # What a driver gives for a value of a foreign type has no JSON form; that it differs is all that counts.
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=repr)


def _hash(value: object) -> str:
    return hashlib.sha256(_bytes(text_of(value))).hexdigest()


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")
