"""Fixtures of the tests of commands."""

from tests.commands import bundle, filled, run, store, templates

__all__ = ["bundle", "filled", "run", "store", "templates"]
