"""Governed connections: their secrets are handed to a try that was allowed to move what it moves, and to no other.

Off unless `[privlineage] guard_connections` is set. It closes the way in which a task that declares nothing asks
Airflow for the credentials of a governed system. Connections that a worker can resolve by itself (`AIRFLOW_CONN_*`, a
secrets backend) never come here.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Collection

from privlineage.airflow.governance import GovernanceCache, server_home
from privlineage.airflow.server.asked import folded
from privlineage.airflow.server.backend import Backend
from privlineage.airflow.server.identity import Refused, Try
from privlineage.core.errors import PrivlineageError
from privlineage.core.patterns import Pattern
from privlineage.core.refs import DatasetRef
from privlineage.core.verdict import Outcome, Verdict
from privlineage.service.deciding.decider import Governance
from privlineage.store.every_verdict import every_verdict
from privlineage.store.protocol import VerdictQuery

__all__ = ["Guarding"]

log = logging.getLogger(__name__)
RENEWED_EVERY = 2.0
"""Seconds after which it is asked again which connections are governed."""

PATIENCE = 1.0
"""Seconds that a request waits for that; then what was known before counts."""


class Guarding:
    """Knows which connections are governed, and who was allowed.

    Args:
        backend: what decides here.
        clock: a monotonic clock.
    """

    def __init__(self, backend: Backend, clock: Callable[[], float] = time.monotonic) -> None:
        self._backend = backend
        self._clock = clock
        self._lock = threading.Lock()
        self._looked = threading.Event()
        self._looking = False
        self._next_look = clock()
        self._known: Governance | None = None

    def governed(self, names: Collection[str]) -> frozenset[str]:
        """Those of the folded connection ids that lead to a declared source, or that a zone names."""
        governance = self._governance()
        return frozenset(name for name in names if governance is not None and _is_governed(name, governance))

    def check(self, names: Collection[str], who: Try) -> None:
        """See that a try was allowed to run.

        Raises:
            Refused: when it is not running, was blocked, or nobody decided about it yet.
        """
        if who.state != "running":
            raise Refused(403, f"the task instance is `{who.state}`")
        try:
            verdicts = self._verdicts(who)
        except PrivlineageError as error:
            raise Refused(403, f"nobody can say whether it was allowed: {error.code}") from None
        outcomes = {verdict.outcome for verdict in verdicts}
        # They come from the path of a request, line breaks and all.
        shown = ", ".join(f"`{ascii(name)[1:-1]}`" for name in sorted(names))
        if not outcomes:
            raise Refused(403, f"`{who.dag_id}.{who.task_id}` asks for {shown}, and nothing was decided about its try")
        if not outcomes <= {Outcome.ALLOW, Outcome.WARN}:
            raise Refused(403, f"`{who.dag_id}.{who.task_id}` asks for {shown}, and its try is blocked")

    def _verdicts(self, who: Try) -> list[Verdict]:
        # All of them: many harmless plans outnumber no blocked one.
        found = every_verdict(self._backend.store(), VerdictQuery(instance=who.instance))
        return [each for each in found if each.attempt is not None and each.attempt.try_number == who.try_number]

    def _governance(self) -> Governance | None:
        """The governance in force, else the last one this machine has seen; None before there ever was one.

        Requests for other connections pass here, too: they wait a moment at most, and one look at a time is under way.
        """
        with self._lock:
            if self._clock() >= self._next_look and not self._looking:
                self._looking = True
                self._looked.clear()
                threading.Thread(target=self._look, name="privlineage-guard", daemon=True).start()
        if self._known is None and self._seen_before() is None:
            # Just started, and nothing is known yet: this is the one time at which waiting is better than guessing.
            self._looked.wait(self._backend.settings.gate_timeout)
        else:
            self._looked.wait(PATIENCE)
        return self._known or self._seen_before()

    def _seen_before(self) -> Governance | None:
        cached = self._copy().load()
        return cached.governance if cached else None

    def _copy(self) -> GovernanceCache:
        return GovernanceCache(self._backend.settings.store, server_home())

    def _look(self) -> None:
        try:
            found = self._backend.decider().governance()
            if found != self._known:
                self._copy().save(found)
            self._known = found
        except Exception as error:  # noqa: BLE001  # whatever it is, other connections must not wait for it
            code = error.code if isinstance(error, PrivlineageError) else type(error).__name__
            log.warning("privlineage cannot read which connections are governed: %s", code)
        finally:
            with self._lock:
                self._next_look = self._clock() + RENEWED_EVERY
                self._looking = False
            self._looked.set()


def _is_governed(name: str, governance: Governance) -> bool:
    if any(folded(conn_id) == name for source in governance.sources for conn_id in source.conn_ids):
        return True
    sources = governance.resolver()
    # Patterns are compared folded as well: a connection has one name, however its letters are written.
    return any(
        Pattern(text.casefold()).matches(DatasetRef("conn", name), sources)
        for text in governance.zone_patterns
        if text.casefold().startswith("conn:")
    )
