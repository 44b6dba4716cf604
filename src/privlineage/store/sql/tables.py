"""Every table of the store. What repeats (datasets, slots, atoms, function paths, places) is interned by number.

Times are ISO 8601 in UTC, as text: text order is time order, and every database has it. `valid_to` is NULL while a row
is in force. Labels in force and past ones are kept apart, so that the state of a dataset is one indexed read.
"""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    SmallInteger,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from privlineage.store.sql.metadata import metadata
from privlineage.store.sql.scan_tables import review, scan, scanned_table, suggestion

__all__ = [
    "SCHEMA_VERSION",
    "VERSION_TABLE",
    "active_bundle",
    "atom",
    "attempt",
    "attempt_epoch",
    "audit_batch",
    "audit_entry",
    "audit_head",
    "bundle",
    "dataset",
    "dataset_schema",
    "edge",
    "epoch",
    "exemption",
    "exemption_use",
    "function_path",
    "label",
    "label_history",
    "metadata",
    "opening",
    "place",
    "plan",
    "plan_cache",
    "proposal",
    "review",
    "scan",
    "scanned_table",
    "slot",
    "store_identity",
    "suggestion",
    "tag",
    "verdict",
    "waiting_answer",
]

SCHEMA_VERSION = 4
"""The number of the newest migration; `migrations/versions/0001_…` and so on."""

VERSION_TABLE = "schema_version"
"""Where Alembic keeps that number."""

store_identity = Table(
    "store_identity",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("literal_key", String(64), nullable=False),
    Column("created_at", String(32), nullable=False),
    Column(
        "graph_version", Integer, nullable=False
    ),  # counts changes of epochs and edges; plans placed at it need no look
)

# bundles and tags

bundle = Table(
    "bundle",
    metadata,
    Column("hash", String(64), primary_key=True),
    Column("files", Text, nullable=False),
    Column("sources", Text, nullable=False),
    Column("weakening", Text, nullable=False),
    Column("author", Text, nullable=False),
    Column("at", String(32), nullable=False),
)

# Which bundle was in force when; a bundle may come into force again.
active_bundle = Table(
    "active_bundle",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("hash", ForeignKey("bundle.hash"), nullable=False),
    Column("valid_from", String(32), nullable=False),
    Column("valid_to", String(32), index=True),
)

dataset = Table(
    "dataset",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("source", Text, nullable=False, index=True),
    Column("name", Text, nullable=False),
    Column("declared", Boolean, nullable=False),
    UniqueConstraint(
        "name", "source", "declared"
    ),  # look-ups go by name: an `IN` of whole rows uses no index in SQLite
)

atom = Table(
    "atom", metadata, Column("id", Integer, primary_key=True), Column("text", Text, nullable=False, unique=True)
)

tag = Table(
    "tag",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("dataset_id", ForeignKey("dataset.id"), nullable=False),
    Column("path", Text, nullable=False),
    Column("atom_id", ForeignKey("atom.id")),
    Column("author", Text, nullable=False),
    Column("at", String(32), nullable=False),
    Column("by", Text, nullable=False),
    Column("valid_from", String(32), nullable=False),
    Column("valid_to", String(32)),
    Column("withdrawn_by", Text),
    Column("withdrawn_because", Text),
    Index(None, "dataset_id", "valid_to"),
)

# the graph

epoch = Table(
    "epoch",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("dataset_id", ForeignKey("dataset.id"), nullable=False),
    Column("is_open", Boolean, nullable=False),
    Column("valid_from", String(32), nullable=False),
    Column("valid_to", String(32)),
    Index(None, "dataset_id", "is_open"),
)

# When an epoch was what its dataset may hold, and the try whose success ended that; an epoch may be opened again.
opening = Table(
    "opening",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("epoch_id", ForeignKey("epoch.id"), nullable=False),
    Column("valid_from", String(32), nullable=False),
    Column("valid_to", String(32)),
    Column("closed_by", Integer),
    Index(None, "epoch_id", "valid_to"),
)

slot = Table(
    "slot",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("epoch_id", ForeignKey("epoch.id"), nullable=False),
    Column("path", Text, nullable=False),
    Column("is_derived", Boolean, nullable=False),
    UniqueConstraint("epoch_id", "path"),
)

function_path = Table(
    "function_path",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("text", Text, nullable=False, unique=True),
)

place = Table(
    "place", metadata, Column("id", Integer, primary_key=True), Column("text", Text, nullable=False, unique=True)
)

edge = Table(
    "edge",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("output_id", ForeignKey("slot.id"), nullable=False),
    Column("input_id", ForeignKey("slot.id"), nullable=False, index=True),
    Column("strength", SmallInteger, nullable=False),
    Column("path_id", ForeignKey("function_path.id"), nullable=False),
    Column("confidence", String(16), nullable=False),
    Column("place_id", ForeignKey("place.id"), nullable=False),
    Column("valid_from", String(32), nullable=False),
    Column("valid_to", String(32)),
    UniqueConstraint("output_id", "input_id", "strength", "path_id", "confidence", "place_id", name="uq_edge_fact"),
)

label = Table(
    "label",
    metadata,
    Column("slot_id", ForeignKey("slot.id"), primary_key=True),
    Column("atom_id", ForeignKey("atom.id"), primary_key=True),
    Column("strength", SmallInteger, nullable=False),
    Column("valid_from", String(32), nullable=False),
)

label_history = Table(
    "label_history",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("slot_id", ForeignKey("slot.id"), nullable=False, index=True),
    Column("atom_id", ForeignKey("atom.id"), nullable=False),
    Column("strength", SmallInteger, nullable=False),
    Column("valid_from", String(32), nullable=False),
    Column("valid_to", String(32), nullable=False),
)

# Tries whose additions are in effect, numbered in the order they were planned. `ended_after` is the newest number when
# a try ended (by success, or by a later try or plan of its task instance): so ends and plans are in one order.

attempt = Table(
    "attempt",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("instance", Text, nullable=False),
    Column("try_number", Integer, nullable=False),
    Column("run_id", Text, nullable=False),
    Column("map_index", Integer, nullable=False),
    Column("dag_id", Text, nullable=False),
    Column("task_id", Text, nullable=False),
    Column("plan", String(64), nullable=False),
    Column("at", String(32), nullable=False),
    Column("ended_after", Integer),
    Column("unchanged_at", Integer),  # the graph version at which placing the plan changed nothing
    Column("confirmed_at", String(32)),
    Column("abandoned_at", String(32)),
    UniqueConstraint("instance", "try_number", "plan"),
    Index(None, "dag_id", "task_id", "run_id"),
    Index(None, "plan", "unchanged_at"),
)

# What a try does to each epoch it touches (graph.epochs.Placement); `appends` and `opens` tell writing into what was
# open from content of its own.
attempt_epoch = Table(
    "attempt_epoch",
    metadata,
    Column("attempt_id", ForeignKey("attempt.id"), primary_key=True),
    Column("epoch_id", ForeignKey("epoch.id"), primary_key=True, index=True),
    Column("appends", Boolean, nullable=False),
    Column("opens", Boolean, nullable=False),
    Column("keeps", Boolean, nullable=False),
    Column("retires", Boolean, nullable=False),
)

# beside the graph

dataset_schema = Table(
    "dataset_schema",
    metadata,
    Column("dataset_id", ForeignKey("dataset.id"), primary_key=True, autoincrement=False),
    Column(
        "word", Text, server_default="", nullable=False, index=True
    ),  # by which a script's word leads to it (store.schema_words)
    Column("columns", Text, nullable=False),
    Column("view", Text, nullable=False),
    Column("origin", String(16), nullable=False),
    Column("at", String(32), nullable=False),
)

plan_cache = Table(
    "plan_cache",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("key", Text, nullable=False, unique=True),
    Column("text", Text, nullable=False),
)

# Each plan that was ever decided on, once: what a verdict's fingerprint stands for, so that it can be decided on anew.
plan = Table(
    "plan",
    metadata,
    Column("fingerprint", String(64), primary_key=True),
    Column("body", Text, nullable=False),
)
verdict = Table(
    "verdict",
    metadata,
    Column("seq", Integer, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    Column("at", String(32), nullable=False, index=True),
    Column("dag_id", Text, nullable=False),
    Column("task_id", Text, nullable=False),
    Column("outcome", String(16), nullable=False),
    Column("would", String(16), nullable=False),
    Column("instance", Text),
    Column("try_number", Integer),
    Column("plan", String(64), nullable=False),
    Column("bundle", String(64), nullable=False),
    Column("body", Text, nullable=False),
    Index(None, "instance", "try_number", "plan", "bundle"),
    Index(None, "dag_id", "task_id", "at"),
)

# permissions, approvals, and the record of both

# `body` is the exemption with everything people said of it; the other columns are what it is looked up by.
exemption = Table(
    "exemption",
    metadata,
    Column("seq", Integer, primary_key=True),
    Column("id", String(32), nullable=False, unique=True),
    Column("state", String(16), nullable=False),  # requested, approved, revoked
    Column("rule", Text, nullable=False),
    Column("dag_id", Text, nullable=False),
    Column("task_id", Text, nullable=False),
    Column("plan", String(64), nullable=False),
    Column("requested_at", String(32), nullable=False),
    Column("valid_from", String(32)),
    Column("valid_to", String(32)),
    Column("body", Text, nullable=False),
    Index(None, "dag_id", "task_id", "state"),
)

exemption_use = Table(
    "exemption_use",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("exemption_id", ForeignKey("exemption.id"), nullable=False),
    Column("verdict_id", Text, nullable=False),
    Column("instance", Text, nullable=False),
    Column("try_number", Integer, nullable=False),
    Column("at", String(32), nullable=False),
    UniqueConstraint("exemption_id", "instance", "try_number"),  # one use for each try
)

# A bundle that loosens waits here for another person (law 9); `body` holds its files, who said what, and the changes.
proposal = Table(
    "proposal",
    metadata,
    Column("seq", Integer, primary_key=True),
    Column("id", String(32), nullable=False, unique=True),
    Column("state", String(16), nullable=False),  # open, approved, rejected, withdrawn
    Column("hash", String(64), nullable=False, index=True),
    Column("at", String(32), nullable=False),
    Column("body", Text, nullable=False),
)

# What happened, and the chains that seal it (store.audit.chain). An entry is written once and never changed; it stands
# on one of several strands, each numbered without gaps, so that writers need not wait for each other.
audit_entry = Table(
    "audit_entry",
    metadata,
    Column("strand", SmallInteger, primary_key=True, autoincrement=False),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("at", String(32), nullable=False, index=True),
    Column("kind", String(32), nullable=False),
    Column("subject", Text, nullable=False),
    Column("actor", Text, nullable=False),
    Column("record_table", String(32), nullable=False),  # where the record it speaks of is; empty for none
    Column("record_key", Text, nullable=False, index=True),
    Column("digest", String(64), nullable=False),  # of that record as it was then
    Column("body", Text, nullable=False),
    Column("mark", String(64), nullable=False),  # over all of this and the mark before, on the same strand
)

# The end of each strand: a row that is gone from it is missed.
audit_head = Table(
    "audit_head",
    metadata,
    Column("strand", SmallInteger, primary_key=True, autoincrement=False),
    Column("entries", Integer, nullable=False),
    Column("mark", String(64), nullable=False),
    Column("batch", Integer, nullable=False),  # the newest batch that was sealed from here, and what it covers of here
    Column("sealed", Integer, nullable=False),
    Column("sealed_at", String(32), nullable=False),
)

# Each batch covers the strands up to where they were, and the batch before.
audit_batch = Table(
    "audit_batch",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("heads", Text, nullable=False),
    Column("previous", String(64), nullable=False),
    Column("hash", String(64), nullable=False),
    Column("sealed_at", String(32), nullable=False),
)

# Answers of one API server that a task may fetch from another; they wait for minutes.
waiting_answer = Table(
    "waiting_answer",
    metadata,
    Column("key", String(64), primary_key=True),
    Column("text", Text, nullable=False),
    Column("at", String(32), nullable=False, index=True),
)
