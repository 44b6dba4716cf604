"""The tables of what scans found and people decided.

They name datasets by text and not by number: a privlineage of the version before, which knows nothing of them, merges
datasets and lets their rows go.
"""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Float, ForeignKey, Index, Integer, String, Table, Text, UniqueConstraint

from privlineage.store.sql.metadata import metadata

__all__ = ["review", "scan", "scanned_table", "suggestion"]

scan = Table(
    "scan",
    metadata,
    Column("seq", Integer, primary_key=True),
    Column("id", String(32), nullable=False, unique=True),
    Column("key", String(64), nullable=False, index=True),
    Column("what", Text, nullable=False),
    Column("began", String(32), nullable=False),
    Column("ended", String(32), nullable=False),  # empty while it runs
)

# The last look at each table; `body` is what every column seemed to hold.
scanned_table = Table(
    "scanned_table",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("source", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("declared", Boolean, nullable=False),
    Column("scan_id", String(32), nullable=False),
    Column("at", String(32), nullable=False),
    Column("body", Text, nullable=False),
    UniqueConstraint("source", "name", "declared"),
)

suggestion = Table(
    "suggestion",
    metadata,
    Column("seq", Integer, primary_key=True),
    Column("id", String(32), nullable=False, unique=True),
    Column("source", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("declared", Boolean, nullable=False),
    Column("path", Text, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("category", Text),
    Column("confidence", Float, nullable=False),
    Column("state", String(16), nullable=False, index=True),
    Column("at", String(32), nullable=False),
    Column("body", Text, nullable=False),
    Index(None, "name", "source"),
)

# A decision of a person: written once and never changed.
review = Table(
    "review",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("suggestion_id", ForeignKey("suggestion.id"), nullable=False, index=True),
    Column("at", String(32), nullable=False),
    Column("state", String(16), nullable=False),
    Column("actor", Text, nullable=False),
    Column("body", Text, nullable=False),
)
