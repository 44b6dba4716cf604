"""Answers to the questions of tasks: the tunnel's other end. Whoever calls this has proven which try is asking."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

from privlineage.airflow.packing import packed, unfolded
from privlineage.airflow.server.asked import Asked
from privlineage.airflow.server.backend import Backend
from privlineage.airflow.server.identity import OVER, Refused, Try
from privlineage.airflow.server.waiting import Waiting
from privlineage.airflow.tunnel import NO_ANSWER
from privlineage.core.errors import PrivlineageError
from privlineage.core.foreign_json import read_foreign
from privlineage.service.serving.wire import answer, safely

__all__ = ["Answering"]

log = logging.getLogger(__name__)

MOST_ASKED = 16 << 20
"""Bytes of JSON that a question may unfold to, as many as our own API takes (`api.decisions`)."""

_MAY_ASK = {
    "succeeded": frozenset({"success"}),
    "failed": frozenset({"running", "failed", "up_for_retry", OVER}),
}
"""In which state of its instance a call is heard: when a try reports its end, Airflow knows of it already, but for the
failure of a last try, of which a supervisor tells last. Every other call takes a try that is running."""


class Answering:
    """Takes questions and hands out answers.

    Args:
        backend: what decides.
    """

    def __init__(self, backend: Backend) -> None:
        self.backend = backend
        self.waiting = Waiting()

    def respond(self, asked: Asked, value: str, who: Try) -> tuple[int, dict[str, Any]]:
        """Status and body of the response; the bodies are those of Airflow's own Variables.

        Args:
            asked: what the request asks.
            value: the value that came with a question.
            who: the try that asks.
        """
        if asked.kind == "answer":
            waits = self.waiting.fetch(who.instance, asked.rest, self._store())
            if waits is None:
                return 404, {"detail": {"reason": "not_found", "message": "no answer waits under this name"}}
            return 200, {"key": asked.name, "value": waits}
        try:
            text = unfolded(asked.rest if asked.kind == "call" else value, MOST_ASKED)
            request = read_foreign(text, MOST_ASKED)
        except ValueError as error:
            request = {}
            found: dict[str, Any] = {"error": {"code": "PL207", "message": f"the request cannot be read: {error}"}}
        else:
            found = self._answer(request, who)
        if asked.kind == "call":
            return 200, {"key": asked.name, "value": packed(found)}
        if _call_of(request) not in NO_ANSWER:
            self.waiting.keep(who.instance, asked.rest, packed(found))
        return 201, {"message": "Variable successfully set"}

    def share(self, asked: Asked, instance: str) -> None:
        """Let other API servers find an answer that nobody has fetched here."""
        try:
            self.waiting.share(instance, asked.rest, self.backend.store())
        except PrivlineageError as error:
            # What waits may be that the store is down; whoever comes back to this process hears it.
            log.warning("privlineage cannot let other servers find an answer: %s", error.code)

    def _answer(self, request: Any, who: Try) -> dict[str, Any]:
        if who.state not in _MAY_ASK.get(_call_of(request), frozenset({"running"})):
            raise Refused(403, f"the task instance is `{who.state}`")
        found = safely(self.backend.decider)
        if "error" in found:
            return found
        told = answer(found["result"], request, who.caller)
        self.backend.let_go_when_lost(found["result"], told)
        return told

    def _store(self) -> Any:
        """Where other API servers look for answers, None while there is no such place."""
        try:
            return self.backend.store()
        except PrivlineageError:
            return None


def _call_of(request: Any) -> str:
    return str(request.get("call")) if isinstance(request, Mapping) else ""
