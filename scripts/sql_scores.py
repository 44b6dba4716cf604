"""Keep the table of scores in docs/sql.md equal to what the golden cases show.

`python scripts/sql_scores.py` writes the table; `--run` first carries every case out on the engines (minutes), and
`--soak` also every query of TPC-H and TPC-DS over many contents (longer), and notes how many ran.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.golden.sql.corpus import corpus  # noqa: E402  importable only now
from tests.golden.sql.notation import expected, facts, head  # noqa: E402
from tests.golden.tpc.queries import SUITES, cases  # noqa: E402

PAGE = ROOT / "docs" / "sql.md"
EXECUTED = ROOT / "tests" / "contract" / "sql" / "executed.json"
ENGINES = ("duckdb", "postgres", "sqlite")
Facts = dict[str, Any]


def edges(facts: Facts, *, influence: bool) -> set[tuple[object, ...]]:
    """The edges of a case in the notation, as (statement, output, column, source column)."""
    outputs = facts["outputs"] if isinstance(facts["outputs"], list) else [facts["outputs"]]
    return {
        (number, table, column, head(source).rstrip("?"))
        for number, statement in enumerate(outputs)
        for table, columns in statement.items()
        for column, sources in columns.items()
        for source in sources
        if source.startswith("~") is influence
    }


class Score:
    """What the cases of one group come to."""

    def __init__(self) -> None:
        self.cases = self.exact = self.unresolved = 0
        self.edges: Counter[str] = Counter()

    def add(self, expected: Facts, found: Facts) -> None:
        """Count one case."""
        self.cases += 1
        self.exact += expected == found
        self.unresolved += bool(found["unresolved"])
        for kind in (False, True):
            wanted, got = edges(expected, influence=kind), edges(found, influence=kind)
            self.edges.update(
                {f"wanted {kind}": len(wanted), f"got {kind}": len(got), f"both {kind}": len(wanted & got)}
            )

    def join(self, other: Score) -> None:
        """Add another group's counts."""
        self.cases += other.cases
        self.exact += other.exact
        self.unresolved += other.unresolved
        self.edges.update(other.edges)

    def columns(self) -> list[str]:
        """The cells of a row."""
        cells = [str(self.cases), str(self.exact)]
        for kind in (False, True):
            both = self.edges[f"both {kind}"]
            cells += [str(self.edges[f"wanted {kind}"]), f"{_share(both, self.edges[f'got {kind}'])} / "]
            cells[-1] += _share(both, self.edges[f"wanted {kind}"])
        return [*cells, str(self.unresolved)]


def _share(part: int, whole: int) -> str:
    """A share, rounded down: 1.00 means all."""
    return f"{part * 100 // whole / 100:.2f}" if whole else "–"


def golden() -> dict[str, Score]:
    """The score of every group of golden cases."""
    found: dict[str, Score] = {}
    for name, case in corpus().items():
        found.setdefault(name.split(":")[0], Score()).add(expected(case), facts(case))
    return found


def tpc() -> dict[str, Score]:
    """The score of TPC-H and TPC-DS."""
    found = {suite: Score() for suite in SUITES}
    for suite, score in found.items():
        for case in cases(suite).values():
            score.add(expected(case), facts(case))
    return found


def table() -> Iterator[str]:
    """The lines between the markers."""
    noted = json.loads(EXECUTED.read_text(encoding="utf-8"))
    yield (
        "| group | cases | exact | value edges | precision / recall | influence edges | precision / recall "
        "| unresolved | on DuckDB | PostgreSQL | SQLite | on any |"
    )
    yield "|---|" + "---:|" * 11
    groups = golden()
    whole, totals = Score(), Counter[str]()
    for dialects, title in ((False, "constructs"), (True, "dialects")):
        yield f"| **{title}** |" + " |" * 11
        for name in sorted(one for one in groups if one.startswith("dialect-") is dialects):
            ran = {engine: noted[engine].get(name, 0) for engine in (*ENGINES, "any")}
            totals.update(ran)
            whole.join(groups[name])
            yield _row(name.removeprefix("dialect-"), groups[name], ran)
    yield "| **suites** |" + " |" * 11
    for name, score in tpc().items():
        ran = {"duckdb": score.cases, "postgres": 0, "sqlite": 0, "any": score.cases}
        totals.update(ran)
        whole.join(score)
        yield _row({"tpch": "TPC-H", "tpcds": "TPC-DS"}[name], score, ran)
    yield _row("**all**", whole, totals)
    yield ""
    yield from _notes(noted, whole, totals)


def _row(title: str, score: Score, ran: dict[str, int] | Counter[str]) -> str:
    return f"| {' | '.join([title, *score.columns(), *(str(ran[engine]) for engine in (*ENGINES, 'any'))])} |"


def _notes(noted: dict[str, Any], whole: Score, totals: Counter[str]) -> Iterator[str]:
    seen = noted["value edges"]
    every = seen["seen to change something"] + seen["never seen to"]
    yield (
        f"Of {whole.cases} statements and scripts, {totals['any']} ({_percent(totals['any'], whole.cases)}) are "
        f"carried out. Of the {every} value edges of the golden cases among them, {seen['seen to change something']} "
        f"({_percent(seen['seen to change something'], every)}) were seen to change their output, and for "
        f"{seen['whose loss would be noticed']} ({_percent(seen['whose loss would be noticed'], every)}) that change "
        "would have no explanation without the edge: the others' inputs also choose rows."
    )
    yield ""
    for suite, title in (("tpch", "TPC-H"), ("tpcds", "TPC-DS")):
        rows = noted["suites"][suite]
        both = rows["seen to change something"] + rows["never seen to"]
        yield (
            f"{title}: every query runs, {rows['showed rows']} showed rows; of {both} value edges "
            f"{rows['seen to change something']} ({_percent(rows['seen to change something'], both)}) were seen to "
            "change their output."
        )


def _percent(part: int, whole: int) -> str:
    return f"{part * 100 // whole} %"


def with_table(page: str) -> str:
    """The page with the table between its markers."""
    lines = "\n".join(table())
    return re.sub(r"(?<=<!-- scores -->\n).*?(?=<!-- /scores -->)", lambda _: f"{lines}\n", page, flags=re.DOTALL)


def run(*, suites: bool) -> None:
    """Carry everything out, and note how much ran."""
    from tests.contract.sql import running
    from tests.contract.sql.duckdb_engine import DuckDb
    from tests.contract.sql.engines import Sqlite

    noted = json.loads(EXECUTED.read_text(encoding="utf-8")) if EXECUTED.exists() else {}
    with running.quiet(), running.own_postgres() as postgres:
        engines = (DuckDb(), postgres, Sqlite())
        noted |= running.counts({engine.name: running.every_case(engine) for engine in engines})
        if suites:
            noted["suites"] = running.counts_of_queries(engines[0])
    EXECUTED.write_text(json.dumps(noted, indent=1, sort_keys=True) + "\n", encoding="utf-8")


if __name__ == "__main__":
    if {"--run", "--soak"} & set(sys.argv):
        run(suites="--soak" in sys.argv)
    PAGE.write_text(with_table(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
