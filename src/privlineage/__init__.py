"""privlineage: follows personal data through column-level lineage and stops what must not move.

Everything here is imported on first use: Airflow imports this package at start-up, and must not pay for it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from privlineage.core.errors import PrivlineageError
    from privlineage.service.connect import Lineage, connect

__all__ = ["Lineage", "PrivlineageError", "__version__", "connect"]
__version__ = "0.1.0"

_HOMES = {
    "Lineage": "privlineage.service.connect",
    "PrivlineageError": "privlineage.core.errors",
    "connect": "privlineage.service.connect",
}


def __getattr__(name: str) -> object:
    from importlib import import_module

    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module `privlineage` has no attribute `{name}`")
    return getattr(import_module(home), name)
