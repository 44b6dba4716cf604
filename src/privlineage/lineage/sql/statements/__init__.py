"""Statements that write, make or change tables, and scripts of them."""
