"""Schemas are found by the last word of their table's name.

Revision ID: 0002
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the word; the empty one, which any script looks at, until a schema is next put into the store."""
    op.add_column("dataset_schema", sa.Column("word", sa.Text(), server_default="", nullable=False))
    op.create_index(op.f("ix_dataset_schema_word"), "dataset_schema", ["word"], unique=False)
