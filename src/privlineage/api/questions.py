"""Questions of people and their tools: verdicts, labels, paths and the bundle, as each team may see them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any, Literal, cast

from fastapi import APIRouter, Path, Query, Request, Response

from privlineage.api.answers import response
from privlineage.api.callers import Reading
from privlineage.core.errors import PrivlineageError
from privlineage.core.verdict import Outcome
from privlineage.service.answering.as_json import (
    edges_json,
    known_columns,
    label_json,
    verdict_json,
    verdict_line,
    witness_json,
)
from privlineage.service.answering.catalog import Catalog
from privlineage.service.answering.finding_column import known_column
from privlineage.service.answering.listing import listed
from privlineage.service.bundle_in_force import record_in_force
from privlineage.service.deciding.local import LocalDecider
from privlineage.service.people.caller import Caller
from privlineage.service.people.identity import identity_of
from privlineage.service.serving.scoped import scoped
from privlineage.store.protocol import Store, VerdictQuery

__all__ = ["router"]

MOST = 1000
"""Verdicts in one answer; `skip` asks for the next ones."""

_NO_NUL = r"^[^\x00]*$"
"""No database keeps one."""

router = APIRouter()
Text = Annotated[str, Query(max_length=2000, pattern=_NO_NUL)]
Id = Annotated[str, Path(max_length=100, pattern=_NO_NUL)]
Said = Literal["", "allow", "warn", "block"]


async def _answered(request: Request, caller: Caller, question: Callable[[Catalog], Any]) -> Response:
    """The answer of the store as the caller sees it."""

    def ask(decider: LocalDecider) -> Any:
        return question(Catalog(cast("Store", scoped(decider.store, identity_of(caller))), decider.bundle()))

    return response(await request.app.state.backend.run(ask))


@router.get("/v1/verdicts")
async def verdicts(
    request: Request,
    caller: Reading,
    *,
    dag_id: Text = "",
    task_id: Text = "",
    since: Text = "",
    team: Text = "",
    outcome: Said = "",
    would: Said = "",
    limit: Annotated[int, Query(ge=1, le=MOST)] = 100,
    skip: Annotated[int, Query(ge=0, le=1_000_000)] = 0,
) -> Response:
    """Verdicts, newest first."""
    query = VerdictQuery(since, dag_id, task_id, limit, skip=skip)
    kept = {"outcome": Outcome(outcome) if outcome else None, "would": Outcome(would) if would else None}
    return await _answered(
        request,
        caller,
        lambda catalog: [verdict_line(found) for found in listed(catalog.store, query, team=team, **kept)],
    )


@router.get("/v1/verdicts/{verdict_id}")
async def verdict(request: Request, caller: Reading, verdict_id: Id) -> Response:
    """One verdict, with the message that the task's log shows."""

    def look(catalog: Catalog) -> Any:
        found = catalog.store.verdict(verdict_id)
        if found is None:
            raise PrivlineageError("PL802", "no such verdict is known", hint="the task's log names it")
        return verdict_json(found)

    return await _answered(request, caller, look)


@router.get("/v1/labels")
async def labels(request: Request, caller: Reading, ref: Text) -> Response:
    """What a column carries, or each column of a dataset."""

    def look(catalog: Catalog) -> Any:
        columns = known_columns(catalog, known_column(catalog, ref))
        return [{"ref": str(each), "labels": [label_json(found) for found in catalog.labels(each)]} for each in columns]

    return await _answered(request, caller, look)


@router.get("/v1/why")
async def why(request: Request, caller: Reading, ref: Text, label: Text) -> Response:
    """The shortest path by which a column carries a label."""

    def look(catalog: Catalog) -> Any:
        column = known_column(catalog, ref)
        return witness_json(column, label, catalog.why(column, label))

    return await _answered(request, caller, look)


@router.get("/v1/trace")
async def trace(
    request: Request,
    caller: Reading,
    ref: Text,
    direction: Literal["up", "down"] = "up",
    depth: Annotated[int | None, Query(ge=1, le=1000)] = None,
) -> Response:
    """What a column derives from, or feeds."""

    def look(catalog: Catalog) -> Any:
        column, down = known_column(catalog, ref), direction == "down"
        edges = catalog.downstream(column, depth) if down else catalog.upstream(column, depth)
        return edges_json(column, edges, down=down)

    return await _answered(request, caller, look)


@router.get("/v1/bundle")
async def bundle(request: Request, _: Reading) -> Response:
    """Which bundle is in force: its hash, who published it, when, and its files."""

    def look(decider: LocalDecider) -> Any:
        found = record_in_force(decider.store)
        return {"hash": found.hash, "author": found.author, "at": found.at, "files": dict(found.files)}

    return response(await request.app.state.backend.run(look))
