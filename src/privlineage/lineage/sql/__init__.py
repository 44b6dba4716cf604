"""SQL to column lineage: `resolve` is the entry point, `result` what it returns, `plan` makes facts of it."""
