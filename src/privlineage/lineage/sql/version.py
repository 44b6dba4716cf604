"""The resolver's version: part of every plan-cache key, so that no plan outlives the code that made it."""

from __future__ import annotations

from functools import cache
from importlib.metadata import PackageNotFoundError, version

__all__ = ["RESOLVER_VERSION", "resolver_version"]

RESOLVER_VERSION = "4"
"""Raised whenever the same statement may resolve differently."""


@cache
def resolver_version() -> str:
    """Our version and that of the parser, which is not imported for it."""
    try:
        parser = version("sqlglot")
    except PackageNotFoundError:
        parser = "none"
    return f"{RESOLVER_VERSION}+sqlglot-{parser}"
