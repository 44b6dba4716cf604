"""Spellings of each dialect that sqlglot does not read, as rules of `rewriting`."""
