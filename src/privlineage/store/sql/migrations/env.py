"""Alembic's entry: runs the migrations on the connection it is handed, within that connection's transaction."""

from __future__ import annotations

from alembic import context

from privlineage.store.sql.tables import VERSION_TABLE, metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    version_table=VERSION_TABLE,
    transactional_ddl=True,
)
context.run_migrations()
