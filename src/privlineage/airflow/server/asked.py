"""What a request to the API server asks of us, read from its path alone; most requests ask nothing of us."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal
from urllib.parse import unquote

from privlineage.airflow.tunnel import ANSWER, CALL, QUESTION, TICKET

__all__ = ["Asked", "asked", "folded", "is_for_ticket", "named_connections"]

_VARIABLE = re.compile(f"/execution/variables/({ANSWER}|{CALL}|{QUESTION})(.*)", re.DOTALL)
_CONNECTION = re.compile(r"/execution/(?:[^/]+/)?connections/(.+)", re.DOTALL | re.IGNORECASE)
_KINDS: dict[str, Literal["answer", "call", "question"]] = {ANSWER: "answer", CALL: "call", QUESTION: "question"}


@dataclass(frozen=True, slots=True)
class Asked:
    """A request that is ours.

    Attributes:
        kind: a question that is brought, its answer that is fetched, or both at once.
        name: the whole name of the Variable.
        rest: the name without what it starts with.
    """

    kind: Literal["answer", "call", "question"]
    name: str
    rest: str


def asked(scope: Mapping[str, Any]) -> Asked | None:
    """What a request asks of us.

    A spelling of the path that Airflow would not take for that Variable either is none of ours.
    """
    found = _VARIABLE.fullmatch(_route(scope))
    return Asked(_KINDS[found[1]], found[1] + found[2], found[2]) if found else None


def is_for_ticket(scope: Mapping[str, Any]) -> bool:
    """Whether a request asks for the ticket (`server.ticketing`), which has the name of a connection."""
    return _route(scope) == f"/execution/connections/{TICKET}"


def named_connections(scope: Mapping[str, Any]) -> frozenset[str]:
    """Every connection that a request may mean, folded: rather one too many than one too few."""
    route, found = _route(scope), set()
    for _ in range(3):
        match = _CONNECTION.fullmatch(re.sub(r"/{2,}", "/", route))
        if match:
            name = match[1].rstrip("/")
            found |= {folded(name), folded(name.split("/")[0]), folded(name.split("/")[-1])}
        route = unquote(route)
    return frozenset(found)


def folded(conn_id: str) -> str:
    """A connection id as the most careless of Airflow's look-ups compares it.

    Environment variables are looked up in upper case, and some databases ignore case and spaces at the end.
    """
    return unicodedata.normalize("NFKC", conn_id).upper().casefold().strip()


def _route(scope: Mapping[str, Any]) -> str:
    """The path below the prefix that Airflow is served under, as its routers see it."""
    path, root = str(scope.get("path", "")), str(scope.get("root_path", "") or "")
    if root and path.startswith(f"{root}/"):
        return path[len(root) :]
    return path
