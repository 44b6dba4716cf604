"""The last governance seen, kept in AIRFLOW_HOME: it tells governed tasks from others without opening the store.

It is a copy for speed and for the hours when the store is down. Whoever can write AIRFLOW_HOME can write it: like every
gate inside the task process it is a guardrail, not a boundary.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import logging
import os
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from privlineage.core.codec import from_json, to_json
from privlineage.service.deciding.decider import Governance
from privlineage.store.passwords import without_password

__all__ = ["CachedGovernance", "GovernanceCache", "server_home"]

FORMAT = 1
MAX_AGE = 300.0
"""Seconds after which the copy counts as stale where no marker tells that the bundle changed."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class CachedGovernance:
    """A cached governance.

    Attributes:
        governance: the bundle's part that planners need.
        fresh: whether it is known, or young enough to be taken, to be that of the active bundle.
    """

    governance: Governance
    fresh: bool


class GovernanceCache:
    """The copy for one store.

    Args:
        store: the store's URL: a copy of another store's governance is none.
        home: the directory the copy lies in, `AIRFLOW_HOME/privlineage` when left out.

    Attributes:
        known: what was last read or kept here, so that a task reads the file once.
    """

    def __init__(self, store: str, home: Path | None = None) -> None:
        self.known: Governance | None = None
        self._store = hashlib.sha256(without_password(store).encode()).hexdigest()
        self._marker = _marker(store)
        self._path = (home or _home()) / "governance.json"

    def load(self) -> CachedGovernance | None:
        """The copy, None when there is none that can be read."""
        try:
            data = json.loads(self._path.read_text(encoding="utf-8"))
            if data["format"] != FORMAT or data["store"] != self._store:
                return None
            governance = from_json(Governance, data["governance"])
            copy = CachedGovernance(governance, self._is_fresh(governance))
        except (OSError, ValueError, KeyError, TypeError, RecursionError):
            return None
        self.known = governance
        return copy

    def save(self, governance: Governance) -> None:
        """Keep a governance, in one step, so that a reader sees the old copy or the new one."""
        self.known = governance
        text = json.dumps({"format": FORMAT, "store": self._store, "governance": to_json(governance)})
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            handle, draft = tempfile.mkstemp(dir=self._path.parent, prefix=".governance-")
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                file.write(text)
            # Tasks may run as other users of the machine; there is nothing secret in it.
            Path(draft).chmod(0o644)
            Path(draft).replace(self._path)
        except OSError as error:
            # Without the copy every task asks the store: slower, not less safe.
            log.warning("the governance cannot be kept in AIRFLOW_HOME: %s", error.strerror)

    def renew(self, governance: Governance) -> None:
        """Whoever decides says that this is in force now: keep it when it is another one, else note that it still is.

        A marker beside the store needs no note.
        """
        if self.known != governance:
            self.save(governance)
        elif self._marker is None:
            # Another user of the machine may have written it: then it ages, and is asked for anew.
            with contextlib.suppress(OSError):
                os.utime(self._path)

    def _is_fresh(self, governance: Governance) -> bool:
        if self._marker is None:
            return 0 <= time.time() - self._path.stat().st_mtime < MAX_AGE
        try:
            return self._marker.read_text(encoding="ascii").strip() == governance.bundle
        except (OSError, ValueError):
            return False


def server_home() -> Path:
    """Where an API server keeps its copy, apart from that of tasks which share its AIRFLOW_HOME and ask through it."""
    return _home() / "server"


def _home() -> Path:
    from airflow.configuration import get_airflow_home

    return Path(get_airflow_home()) / "privlineage"


def _marker(url: str) -> Path | None:
    """The file beside a SQLite store that `apply` writes the active bundle's hash into."""
    scheme, _, rest = url.partition("://")
    path = rest.partition("?")[0]
    if scheme.partition("+")[0] != "sqlite" or not path.startswith("/") or len(path) < 2:
        return None
    return Path(f"{path[1:]}.bundle")
