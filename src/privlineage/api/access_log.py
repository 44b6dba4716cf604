"""The server's log: one line a request, with its path and no query, for a query holds names."""

from __future__ import annotations

import logging
from typing import Any

__all__ = ["LOGGING", "PathOnly"]


class PathOnly(logging.Filter):
    """Leaves the query out of uvicorn's line about a request."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Every line passes, shortened."""
        if isinstance(record.args, tuple) and len(record.args) == 5:
            client, method, path, version, status = record.args
            record.args = (client, method, str(path).partition("?")[0], version, status)
        return True


LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"path only": {"()": "privlineage.api.access_log.PathOnly"}},
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "formatter": "plain"},
        "access": {"class": "logging.StreamHandler", "formatter": "plain", "filters": ["path only"]},
    },
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {
        "uvicorn": {"level": "INFO"},
        "uvicorn.access": {"handlers": ["access"], "level": "INFO", "propagate": False},
        "alembic": {"level": "WARNING"},
    },
}
"""For uvicorn, whose worker processes set it up anew."""
