"""The Decider's calls as JSON, whatever carries them: a request goes in, an answer comes out, nothing is raised.

A request is `{"call": …, "arguments": {…}, "version": 1}`, an answer `{"result": …}` or `{"error": {…}}`. Values have
the form of `core.codec`. Who asks is proven before and handed in: a task gets answers about its own try alone.
"""

from __future__ import annotations

import logging
import re
import traceback
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, TypeVar, cast

from privlineage.core.codec import from_json, to_json
from privlineage.core.error_json import error_json
from privlineage.core.errors import STORE_DOWN, PrivlineageError
from privlineage.core.plan import Plan
from privlineage.core.verdict import Attempt
from privlineage.service.deciding.decider import Decider
from privlineage.service.people.caller import Caller, refused

__all__ = ["VERSION", "Caller", "answer", "safely"]

VERSION = 1
"""Of requests; a server answers those of its own version and of versions before."""

log = logging.getLogger(__name__)
T = TypeVar("T")
_THE_STORE = re.compile("the store `.*`")


def answer(decider: Decider, request: Mapping[str, Any], caller: Caller) -> dict[str, Any]:
    """The answer to a request, as JSON.

    An error of ours crosses whole, but for what it says of the server's own store: no caller needs to know where that
    is. Anything else becomes PL000, which is no outage that a worker may be told to ignore, and is told in the server's
    log without its text, which may hold values.
    """

    def carry_out() -> Any:
        if not isinstance(request, Mapping):
            raise _unreadable("it is no object")
        version, name, arguments = request.get("version", VERSION), request.get("call"), request.get("arguments", {})
        if not isinstance(version, int) or version > VERSION:
            raise PrivlineageError(
                "PL207", f"this server reads requests up to version {VERSION}", hint="upgrade privlineage on the server"
            )
        call = _CALLS.get(name) if isinstance(name, str) else None
        if call is None or not isinstance(arguments, Mapping):
            raise _unreadable(f"`call` is one of {', '.join(_CALLS)}; `arguments` is an object")
        return call(decider, arguments, caller)

    return safely(carry_out)


def safely(work: Callable[[], Any]) -> dict[str, Any]:
    """What work returns as `{"result": …}`, or what it raises as `{"error": …}`."""
    try:
        return {"result": work()}
    except PrivlineageError as error:
        if error.code in STORE_DOWN:
            log.warning("%s", error)
            message = _THE_STORE.sub("the server's store", error.message)
            if message == error.message and error.code != "PL504":
                message = "the server cannot use its store"
            return {"error": {"code": error.code, "message": message, "hint": _SERVER_LOG}}
        return {"error": error_json(error)}
    except Exception as error:  # noqa: BLE001  # whatever it is, the caller gets an answer, and no traceback
        frames = [frame for frame in traceback.extract_tb(error.__traceback__) if "privlineage" in frame.filename]
        where = f" in {frames[-1].name}, line {frames[-1].lineno}" if frames else ""
        log.error("an unexpected %s%s", type(error).__name__, where)  # noqa: TRY400  # its text may hold values
        return {"error": {"code": "PL000", "message": "the server failed unexpectedly", "hint": _SERVER_LOG}}


_SERVER_LOG = "the server's log says more"


def _unreadable(why: str) -> PrivlineageError:
    return PrivlineageError("PL207", f"the request cannot be read: {why}")


def _argument(arguments: Mapping[str, Any], name: str, kind: Any) -> Any:
    """One argument, None where it is missing or null and may be."""
    try:
        return from_json(kind, arguments.get(name))
    except (ValueError, TypeError, KeyError, AttributeError):
        raise _unreadable(f"`{name}` has another form") from None


def _governance(decider: Decider, arguments: Mapping[str, Any], caller: Caller) -> Any:
    """The governance; null when the caller has it already (`known`, the hash of a bundle)."""
    _may_plan(caller, "read the governance")
    found = decider.governance()
    return None if arguments.get("known") == found.bundle else to_json(found)


def _schema(decider: Decider, arguments: Mapping[str, Any], caller: Caller) -> Any:
    _may_plan(caller, "read schemas")
    words = _argument(arguments, "words", tuple[str, ...] | None)
    found = decider.schema(_argument(arguments, "source", str), None if words is None else set(words))
    return {
        "tables": {name: dict(columns) for name, columns in found.tables.items()},
        "views": dict(found.views),
        "claimed": {name: sorted(held) for name, held in found.claimed.items()},
        "home": found.home,
        "levels": found.levels,
        "foreign": sorted(found.foreign),
    }


def _cached_plan(decider: Decider, arguments: Mapping[str, Any], caller: Caller) -> Any:
    return decider.cached_plan(_own_key(_argument(arguments, "key", str), caller))


def _cache_plan(decider: Decider, arguments: Mapping[str, Any], caller: Caller) -> Any:
    key = _own_key(_argument(arguments, "key", str), caller)
    decider.cache_plan(key, _argument(arguments, "text", str))


def _own_key(key: str, caller: Caller) -> str:
    """A key of the plan cache, apart for each task: what one keeps under it must not become the plan of another."""
    if caller.is_task:
        return "\n".join((caller.dag_id, caller.task_id or caller.instance, key))
    _may_plan(caller, "use the cache of plans", role="worker")
    return key


def _decide(decider: Decider, arguments: Mapping[str, Any], caller: Caller) -> Any:
    plan = _argument(arguments, "plan", Plan)
    attempt = _argument(arguments, "attempt", Attempt | None)
    if attempt is None:
        if not caller.may_read:
            # A task could ask what any column carries, and nothing would be recorded.
            raise refused("ask for a decision about no try", caller, needs="reader")
    else:
        attempt = _own(attempt, caller)
        if caller.is_task and not caller.is_job(plan.job):
            raise refused("bring the plan of another task", caller)
    return to_json(decider.decide(plan, attempt))


def _succeeded(decider: Decider, arguments: Mapping[str, Any], caller: Caller) -> Any:
    attempt = _own(_argument(arguments, "attempt", Attempt), caller)
    if caller.is_task and caller.how == "ticket":
        # It was made while the try was running: nobody has proven that it succeeded.
        raise refused("tell with a ticket that it succeeded", caller)
    return decider.succeeded(attempt, _argument(arguments, "verdict", str | None) or "")


def _failed(decider: Decider, arguments: Mapping[str, Any], caller: Caller) -> Any:
    attempt = _own(_argument(arguments, "attempt", Attempt), caller)
    return decider.failed(attempt)


def _may_plan(caller: Caller, what: str, role: str = "reader") -> None:
    if not (caller.is_task or caller.has("worker") or (role == "reader" and caller.may_read)):
        raise refused(what, caller, needs=role)


def _own(attempt: Attempt, caller: Caller) -> Attempt:
    """The try, if the caller may act for it, under the id that was proven: what a try did is looked up by that."""
    if caller.is_task and not caller.owns(attempt):
        raise refused("act for another try", caller)
    if not caller.is_task and not caller.has("worker"):
        raise refused("act for a task", caller, needs="worker")
    return replace(attempt, instance=caller.instance) if caller.is_task else attempt


_CALLS = cast(
    "dict[str, Callable[[Decider, Mapping[str, Any], Caller], Any]]",
    {
        "governance": _governance,
        "schema": _schema,
        "cached_plan": _cached_plan,
        "cache_plan": _cache_plan,
        "decide": _decide,
        "succeeded": _succeeded,
        "failed": _failed,
    },
)
