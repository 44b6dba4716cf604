"""The rows a decision is about, looked up by the database's driver and nothing else: what no decision can be below."""

from collections.abc import Callable, Sequence
from typing import Any

__all__ = ["connected"]

_SLOTS = """
SELECT s.path, s.is_derived, l.atom_id, l.strength FROM dataset d JOIN epoch e ON e.dataset_id = d.id AND e.is_open
JOIN slot s ON s.epoch_id = e.id LEFT JOIN label l ON l.slot_id = s.id WHERE d.name IN (?, ?, ?, ?, ?)
"""
_TAGS = """
SELECT g.path, g.atom_id FROM dataset d JOIN tag g ON g.dataset_id = d.id AND g.valid_to IS NULL
WHERE d.name IN (?, ?, ?, ?, ?)
"""


def connected(url: str) -> tuple[Callable[[Sequence[str]], object], Callable[[], None]]:
    """What looks up the rows of five datasets by name, and what closes the connection."""
    connection: Any
    if url.startswith("sqlite"):
        import sqlite3

        connection, mark = sqlite3.connect(url.removeprefix("sqlite:///")), "?"
    else:
        import psycopg

        connection, mark = psycopg.connect(url.replace("postgresql+psycopg", "postgresql"), autocommit=True), "%s"
    statements = [text.replace("?", mark) for text in (_SLOTS, _TAGS)]

    def look_up(names: Sequence[str]) -> object:
        return [connection.execute(text, names).fetchall() for text in statements]

    return look_up, connection.close
