"""The worker's side of the tunnel: the Decider's calls through Airflow's own task API, as Variables that are none.

A task process has no credentials: its supervisor has, and asks the API server in its name. There our middleware answers
(`privlineage.airflow.server`), and knows by that token which try of which task is asking. So a worker needs no secret
of ours, no address and no way through the network that it does not have already.

Requests are handed to the supervisor itself, as the SDK's `Variable` would, but past the site's own secrets backends:
those have no business with us.
"""

from __future__ import annotations

import secrets
import threading
from collections.abc import Mapping
from typing import Any

from privlineage.airflow.packing import packed, unpacked
from privlineage.core.errors import PrivlineageError
from privlineage.store.http.retrying import TransportFault

__all__ = ["MOST_SENT", "TooLarge", "ask", "settle", "ticket"]

ANSWER, CALL, QUESTION = "privlineage_answer_", "privlineage_call_", "privlineage_question_"
"""What the names of our Variables start with."""

TICKET = "privlineage_ticket"
"""The id of a connection that is none: its password is a ticket for our own API, good for some minutes."""

MOST_SENT = 1 << 20
"""How many characters go into one request; what is in front of an API server often allows no more."""

_IN_THE_NAME = frozenset({"governance", "succeeded", "failed"})
"""Calls that say nothing but which try asks: they fit into a name, which servers write into their access log."""

NO_ANSWER = frozenset({"cache_plan"})
"""Calls that are heard, and whose answer says nothing."""

_ONCE = "once"
"""Makes every name a new one: where nobody of ours listens, somebody may have written a Variable that is called as a
question which everybody asks, with an answer of their own."""

_LONGEST_NAME = 1000

# Airflow 3.1 has no lock of its own around its socket, and our deadline may leave a question behind that is under way.
_one_at_a_time = threading.Lock()
_somebody_listens = threading.Event()


def ask(request: Mapping[str, Any]) -> dict[str, Any]:
    """The answer to a request (`service.serving.wire`).

    Raises:
        PrivlineageError: PL504 when the API server does not answer, or has no privlineage; PL205 when it refuses.
        TransportFault: when the answer got lost, and the question may be asked again.
        TooLarge: when the request does not fit.
    """
    question = packed({**request, _ONCE: secrets.token_hex(8)})
    if request.get("call") in _IN_THE_NAME and len(question) <= _LONGEST_NAME:
        found = _get(f"{CALL}{question}")
        _somebody_listens.set()
    else:
        if len(question) > MOST_SENT:
            raise TooLarge(len(question))
        if not _somebody_listens.is_set():
            # Where privlineage is not, a Variable is a Variable: it would be written.
            _get(f"{CALL}{packed({'call': 'governance', _ONCE: secrets.token_hex(8)})}")
            _somebody_listens.set()
        # Another answer for each question: names are cached and retried by others.
        name = secrets.token_hex(16)
        _put(f"{QUESTION}{name}", question)
        if request.get("call") in NO_ANSWER:
            return {"result": None}
        found = _fetched(f"{ANSWER}{name}")
    try:
        answer = unpacked(found)
    except ValueError:
        answer = None
    if not isinstance(answer, dict):
        raise PrivlineageError("PL504", "the API server's answer cannot be read", hint=_VERSIONS)
    return answer


def _fetched(name: str) -> str:
    """The answer to a question that was brought just now."""
    try:
        return _get(name)
    except PrivlineageError as error:
        if error.hint == _ABSENT:
            # It restarted in between, or this one shares no store with the one that heard the question.
            raise TransportFault(PrivlineageError("PL504", "the API server lost its answer"), lost=True) from None
        raise


class TooLarge(Exception):
    """A request does not fit through the task API."""


def ticket() -> str:
    """A ticket for this try, for requests that do not fit through here.

    Raises:
        PrivlineageError: as `ask` does.
    """
    from airflow.sdk.execution_time.comms import GetConnection

    found = _said(GetConnection(conn_id=TICKET))
    return str(getattr(found, "password", None) or "")


def settle() -> None:
    """Wait until no question is under way, so that Airflow's next words with its supervisor are its own."""
    with _one_at_a_time:
        pass


_VERSIONS = "install the same version of privlineage where the API server runs, and restart it"
_ABSENT = (
    "install privlineage where the API server runs, with `[privlineage] store`; "
    "`--apps execution` loads no plugins, and `dag.test()` has no API server"
)


def _put(name: str, value: str) -> None:
    from airflow.sdk.execution_time.comms import PutVariable

    _said(PutVariable(key=name, value=value, description=None))


def _get(name: str) -> str:
    from airflow.sdk.execution_time.comms import GetVariable

    found = _said(GetVariable(key=name))
    return str(getattr(found, "value", None) or "")


def _said(message: Any) -> Any:
    """What the supervisor says to a message."""
    from airflow.sdk.exceptions import AirflowRuntimeError
    from airflow.sdk.execution_time import task_runner

    supervisor: Any = getattr(task_runner, "SUPERVISOR_COMMS", None)
    if supervisor is None:
        raise PrivlineageError("PL504", "there is no task API to ask here", hint="`airflow:` works in a task alone")
    try:
        with _one_at_a_time:
            found = supervisor.send(message)
    except AirflowRuntimeError as error:
        raise _trouble(error.error) from None
    except OSError as error:
        raise PrivlineageError("PL504", f"the supervisor does not answer ({type(error).__name__})") from None
    if hasattr(found, "error") and hasattr(found, "detail"):
        raise _trouble(found)
    return found


def _trouble(error: Any) -> PrivlineageError:
    """The error of ours that the SDK's stands for; its text is not repeated."""
    detail = error.detail if isinstance(getattr(error, "detail", None), Mapping) else {}
    kind = str(getattr(error.error, "value", error.error))
    status = detail.get("status_code")
    if "NOT_FOUND" in kind or status == 404:
        return PrivlineageError("PL504", "privlineage does not answer on the API server", hint=_ABSENT)
    if "DENIED" in kind or status in (401, 403):
        return PrivlineageError(
            "PL205", "the API server refused this task's question", hint="the server's log says why"
        )
    if status == 413:
        return PrivlineageError("PL504", "the question is too large for what is in front of the API server")
    return PrivlineageError("PL504", "the API server does not answer", hint="look after the API server")
