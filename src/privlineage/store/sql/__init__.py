"""The store over SQL: SQLite today, in portable statements."""
