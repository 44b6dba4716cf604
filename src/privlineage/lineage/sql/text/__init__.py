"""SQL as text: cut into statements, lexed, normalised, rewritten. No syntax trees, no sqlglot."""
