"""pyarrow, which comes with the extra `gx`: loaded where a file needs it."""

from __future__ import annotations

from typing import Any

from privlineage.core.errors import PrivlineageError

__all__ = ["arrow"]


def arrow() -> Any:
    """The module pyarrow.

    Raises:
        PrivlineageError: PL901, when it is not installed.
    """
    try:
        import pyarrow as pa
    except ImportError:
        text, hint = "Parquet files and zstd need pyarrow, which is not installed", "pip install 'privlineage[gx]'"
        raise PrivlineageError("PL901", text, hint=hint) from None
    return pa
