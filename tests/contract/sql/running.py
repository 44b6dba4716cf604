"""Every golden case on every engine, and both TPC suites on DuckDB: what the tests judge and the docs count."""

import contextlib
import logging
from collections import Counter

from tests.contract.sql.engines import Postgres
from tests.contract.sql.perturbation import perturb
from tests.contract.sql.tpc import try_query
from tests.golden.sql.corpus import corpus
from tests.golden.tpc.queries import SUITES, queries
from tests.postgres import postgres_server

__all__ = ["ROUNDS", "counts", "counts_of_queries", "every_case", "every_query", "own_postgres", "quiet", "ran"]

ROUNDS = 3
"""Contents of the tables that are tried at most, until every value edge was seen to matter."""
SEEDS, MORE = 3, 9
"""Contents of the tables of a TPC query, each of two rounds; and how many more while it has shown no row."""


@contextlib.contextmanager
def quiet():
    """What sqlglot cannot translate is not run; that it says so each time helps nobody."""
    logger = logging.getLogger("sqlglot")
    level = logger.level
    logger.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        logger.setLevel(level)


@contextlib.contextmanager
def own_postgres():
    """A PostgreSQL that is gone afterwards."""
    with postgres_server() as server:
        engine = Postgres(server.uri)
        try:
            yield engine
        finally:
            engine.connection.close()


def every_case(engine):
    """What each golden case shows on an engine."""
    return {label: perturb(case, engine, rounds=ROUNDS) for label, case in corpus().items()}


def every_query(engine, suite):
    """By number, what a query of a TPC suite shows over many contents, and how many rows it showed at most."""
    found = {}
    for number in sorted(queries(suite)):
        findings, rows = try_query(suite, number, engine, rounds=2)
        for seed in range(1, SEEDS + MORE):
            if rows and (seed >= SEEDS or not findings.still - findings.moved):
                break
            more, shown = try_query(suite, number, engine, rounds=2, seed=seed)
            findings.add(more)
            rows = max(rows, shown)
        found[number] = findings, rows
    return found


def ran(found):
    """The cases that an engine did not refuse."""
    return {name: one for name, one in found.items() if not one.refused}


def counts(shown):
    """By engine and group, how many cases ran; and of all value edges, what was seen."""
    found = {engine: _by_group(ran(cases)) for engine, cases in shown.items()}
    found["any"] = _by_group(set().union(*(ran(cases) for cases in shown.values())))
    edges = {"moved": set(), "still": set(), "needed": set()}
    for cases in shown.values():
        for name, one in ran(cases).items():
            for kind, seen in edges.items():
                seen.update((name, *edge) for edge in getattr(one, kind))
    found["value edges"] = {
        "seen to change something": len(edges["moved"]),
        "never seen to": len(edges["still"] - edges["moved"]),
        "whose loss would be noticed": len(edges["needed"]),
    }
    return found


def counts_of_queries(engine):
    """By TPC suite, how many queries showed rows, and of their value edges, what was seen."""
    found = {}
    for suite in SUITES:
        seen = every_query(engine, suite)
        found[suite] = {
            "showed rows": sum(1 for _, rows in seen.values() if rows),
            "seen to change something": sum(len(one.moved) for one, _ in seen.values()),
            "never seen to": sum(len(one.still - one.moved) for one, _ in seen.values()),
        }
    return found


def _by_group(names):
    return dict(sorted(Counter(name.split(":")[0] for name in names).items()))
