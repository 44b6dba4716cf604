"""Statements recognised by their words: those sqlglot cannot read, and those that act through strings or routines."""
