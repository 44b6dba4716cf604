"""Queries to relations: what each column of a query is made of, and what shapes and selects it."""
