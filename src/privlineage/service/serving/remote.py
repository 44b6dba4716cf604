"""The Decider on a server, over whatever carries a request there and an answer back."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from typing import Any, Protocol

from privlineage.core.codec import to_json
from privlineage.core.error_json import error_of
from privlineage.core.errors import PrivlineageError
from privlineage.core.plan import Plan
from privlineage.core.schema import Schema
from privlineage.core.verdict import Attempt, Outcome, Verdict
from privlineage.service.deciding.decider import Governance, Resting
from privlineage.service.serving.wire import VERSION
from privlineage.store.http.reading import read_answer, unreadable
from privlineage.store.http.retrying import TransportFault, retried
from privlineage.store.masking import masked

__all__ = ["RemoteDecider", "Send", "TransportFault"]

CALL_SECONDS = 10.0
"""How long one call may take where nobody sets a budget."""


class Send(Protocol):
    """Carries one request to a server."""

    def __call__(self, request: dict[str, Any], timeout: float, /) -> Any:
        """The server's answer (`service.serving.wire`).

        Args:
            request: JSON.
            timeout: seconds it may take.

        Raises:
            TransportFault: when no answer came and another try may get one.
            PrivlineageError: when none will: PL206 without credentials, PL504 where something else answers.
        """


def _calls_seconds() -> float:
    return CALL_SECONDS


@dataclass
class RemoteDecider:
    """A Decider whose decisions are taken elsewhere.

    A refusal of the server (PL205, PL206) is raised as it is, at once. While no server answers, calls are tried again
    until the budget is spent, and then raise PL504.

    Attributes:
        send: carries requests.
        budget: the seconds that are left for the next call with all its tries, asked when it begins.
        known: a governance from before: a server that still has it sends it no second time.
    """

    send: Send
    budget: Callable[[], float] = _calls_seconds
    known: Governance | None = None
    _let: dict[Attempt, str] = field(default_factory=dict, repr=False)

    def governance(self) -> Governance:
        """The active bundle's part that planners need."""
        known = self.known
        found = self._call("governance", {"known": known.bundle if known is not None else None})
        if found is None and known is not None:
            return known
        self.known = read_answer(Governance, found)
        return self.known

    def schema(self, source: str, words: Collection[str] | None = None) -> Schema:
        """Known tables and views of a source."""
        asked = None if words is None else sorted(words)
        found = self._call("schema", {"source": source, "words": asked})
        try:
            claimed = {name: set(held) for name, held in found["claimed"].items()}
            return Schema(
                found["tables"],
                found["views"],
                home=found["home"],
                levels=found["levels"],
                foreign=found["foreign"],
                claimed=claimed,
            )
        except (AttributeError, KeyError, TypeError, ValueError):
            raise unreadable() from None

    def cached_plan(self, key: str) -> str | None:
        """A resolution kept under a plan-cache key."""
        found = self._call("cached_plan", {"key": key})
        return read_answer(str, found) if found is not None else None

    def cache_plan(self, key: str, text: str) -> None:
        """Keep a resolution under its key."""
        self._call("cache_plan", {"key": key, "text": text})

    def decide(self, plan: Plan, attempt: Attempt | None) -> Verdict:
        """Label, decide and record, on the server. Literals that are not to be kept do not leave this process.

        Raises:
            PrivlineageError: PL000, for a verdict about something else.
        """
        governance = self.known if self.known is not None else self.governance()
        plan = masked(plan, set(governance.kept_literals))
        verdict = read_answer(Verdict, self._call("decide", {"plan": to_json(plan), "attempt": to_json(attempt)}))
        if not _is_about(verdict, plan, attempt, governance.bundle):
            # No outage, which a site may have told its tasks to ignore: somebody else's verdict is worse than none.
            raise PrivlineageError("PL000", "the server's verdict is about another task", hint=_BETWEEN)
        if attempt is not None and verdict.outcome in (Outcome.ALLOW, Outcome.WARN):
            self._let[attempt] = verdict.id
        return verdict

    def succeeded(self, attempt: Attempt, verdict: str = "") -> bool:
        """The try succeeded; the verdict is named because another process of the server may be the one that hears."""
        verdict = self._let.pop(attempt, verdict)
        return read_answer(bool, self._call("succeeded", {"attempt": to_json(attempt), "verdict": verdict}))

    def failed(self, attempt: Attempt) -> bool:
        """The try ended without success."""
        self._let.pop(attempt, None)
        return read_answer(bool, self._call("failed", {"attempt": to_json(attempt)}))

    def rest(self) -> None:
        """The task begins its own work: no connection is held for it meanwhile."""
        if isinstance(self.send, Resting):
            self.send.rest()

    def _call(self, name: str, arguments: dict[str, Any]) -> Any:
        seconds = self.budget()
        end = time.monotonic() + seconds
        request = {"call": name, "arguments": arguments, "version": VERSION}

        def once() -> Any:
            answer = self.send(request, max(0.01, end - time.monotonic()))
            if not isinstance(answer, dict) or not answer.keys() & {"result", "error"}:
                raise unreadable()
            if "error" not in answer:
                return answer["result"]
            error = error_of(answer["error"])
            # The server is there and its store is not: like a server that is not there.
            raise TransportFault(error) if error.code == "PL504" else error

        return retried(once, seconds)


_BETWEEN = "look at what is between here and the server, which must keep no answers, and at the versions of both"


def _is_about(verdict: Verdict, plan: Plan, attempt: Attempt | None, bundle: str) -> bool:
    """Whether a verdict is the answer to a plan; under another bundle the server may mask other literals of it."""
    told = verdict.attempt or Attempt("")
    if attempt is not None and (told.instance.casefold(), told.try_number) != (
        attempt.instance.casefold(),
        attempt.try_number,
    ):
        return False
    return verdict.job == plan.job and (verdict.bundle != bundle or verdict.plan == plan.fingerprint)
