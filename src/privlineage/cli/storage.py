"""Which store a command means: `--store`, the environment, or Airflow's configuration, without importing Airflow."""

from __future__ import annotations

import configparser
import os
from pathlib import Path

from privlineage.core.errors import PrivlineageError

__all__ = ["airflow_option", "optional_store_url", "store_url"]


def store_url(given: str | None) -> str:
    """The URL of the store.

    Raises:
        PrivlineageError: PL003, when nobody says which.
    """
    url = optional_store_url(given)
    if url is None:
        raise PrivlineageError(
            "PL003", "no store is configured", hint="pass --store sqlite:///privlineage.db, or set PRIVLINEAGE_STORE"
        )
    return url


def optional_store_url(given: str | None) -> str | None:
    """The URL of the store, None when nobody says which."""
    return given or os.environ.get("PRIVLINEAGE_STORE") or airflow_option("store") or None


def airflow_option(name: str) -> str:
    """A setting of Airflow's section `[privlineage]`: the environment first, as Airflow has it, then its file."""
    from_environment = os.environ.get(f"AIRFLOW__PRIVLINEAGE__{name.upper()}")
    if from_environment is not None:
        return from_environment
    home = Path(os.environ.get("AIRFLOW_HOME", "~/airflow")).expanduser()
    path = Path(os.environ.get("AIRFLOW_CONFIG", home / "airflow.cfg")).expanduser()
    parser = configparser.ConfigParser(interpolation=None, strict=False)
    try:
        parser.read(path, encoding="utf-8")
    except (configparser.Error, OSError, UnicodeDecodeError):
        # Airflow itself will say what is wrong with its file.
        return ""
    return parser.get("privlineage", name, fallback="").strip()
