"""What carrying a golden case out shows of edges that are disputed: whether an output changes with an input."""

import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

import duckdb

from benchmarks.peers.cases import Case, Edge
from benchmarks.peers.matching import parts_of
from tests.contract.sql.duckdb_engine import DuckDb
from tests.contract.sql.engines import Sqlite
from tests.contract.sql.perturbation import by_position, judged, perturb
from tests.contract.sql.running import own_postgres

__all__ = ["Shown", "carried_out", "short"]

ROUNDS, MORE_ROUNDS = 3, 40
"""Contents of the tables that every case is tried with, and those with edges nothing has moved yet."""


@dataclass
class Shown:
    """What a case showed, over all engines that ran it.

    Attributes:
        engines: those.
        changed: edges (output, column, source table, source column) whose output changed with the input alone.
        explained: those of them that an influence may explain.
        tried: every pair of an input that was changed and an output that was looked at.
    """

    engines: list[str] = field(default_factory=list)
    changed: set[Edge] = field(default_factory=set)
    explained: set[Edge] = field(default_factory=set)
    tried: set[Edge] = field(default_factory=set)


def carried_out(cases: Iterable[Case]) -> dict[str, Shown]:
    """Run every case on the engines that can, and note what changed."""
    cases = [case for case in cases if case.raw]
    found = {case.id: Shown() for case in cases}
    for engine in _engines():
        for case in cases:
            _run(case, engine, found[case.id], ROUNDS)
            if engine.name in found[case.id].engines and set(map(short, case.values)) - found[case.id].changed:
                _run(case, engine, found[case.id], MORE_ROUNDS)
    return found


def short(edge: Edge) -> Edge:
    """An edge as the harness names it: tables by their last name."""
    return parts_of(edge[0])[-1], edge[1].lower(), parts_of(edge[2])[-1], edge[3].lower()


def _run(case: Case, engine: Any, shown: Shown, rounds: int) -> None:
    noted = Shown()

    def noting(changed_column: Any, different: Any, before: Any, outputs: Any) -> Any:
        for output, columns in before.items():
            flows, rows = outputs[output]
            names = by_position(list(columns), list(flows))
            for column in columns:
                name = names.get(column, column)
                edge = (output, name, *changed_column)
                noted.tried.add(edge)
                if (output, column) in different and changed_column != (output, name):
                    noted.changed.add(edge)
                    flow = flows.get(name)
                    if changed_column in rows or (flow and changed_column in flow.influences):
                        noted.explained.add(edge)
        return judged(changed_column, different, before, outputs)

    try:
        findings = perturb(dict(case.raw), engine, rounds=rounds, seed=rounds, judge=noting)
    except duckdb.Error as error:
        # A case the harness cannot set up shows nothing; the tests of the harness say whether that is a fault of it.
        print(f"not carried out: {case.id}: {type(error).__name__}", file=sys.stderr)
        return
    if findings.refused or findings.missed:
        return
    shown.engines += [engine.name] if engine.name not in shown.engines else []
    shown.changed |= noted.changed
    shown.explained |= noted.explained
    shown.tried |= noted.tried


def _engines() -> Iterator[Any]:
    for engine in (DuckDb(), Sqlite()):
        yield engine
        engine.connection.close()
    with own_postgres() as engine:
        yield engine
