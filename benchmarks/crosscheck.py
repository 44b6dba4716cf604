"""Ask the peers about every statement, compare, say who is right, and write the table and its totals.

`sql_disagreements.csv` has every disagreement, in a row for each case, peer and kind; `sql_peers.json` the totals, from
which the part of `docs/sql-peers.md` between its markers is made. It ends with 1 when a disagreement has no verdict.
"""

import csv
import json
import logging
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from benchmarks.peers.cases import Case, Edge, golden_cases, other_cases, tpc_cases  # noqa: E402  importable only now
from benchmarks.peers.environments import PEERS, MissingPeerError  # noqa: E402
from benchmarks.peers.executed import Shown, carried_out  # noqa: E402
from benchmarks.peers.judging import Judge, Judged, UndecidedError, verdicts  # noqa: E402
from benchmarks.peers.matching import Comparison, compared  # noqa: E402
from benchmarks.peers.page import write_page  # noqa: E402

TABLE = HERE / "sql_disagreements.csv"
TOTALS = HERE / "sql_peers.json"
HEADER = ("peer", "case", "peer misses", "peer adds", "right", "evidence", "why")
NAME = re.compile(r"[\w$@#*.:/ -]*")
FAMILIES = {"datahub": "sqlglot.lineage"}
"""Peers that read SQL with another one's parser: when both say the same, that is one voice."""


def main() -> int:
    everything = golden_cases() + other_cases() + tpc_cases()
    cases = [case for case in everything if not case.open]
    answers: dict[str, list[Comparison]] = {}
    versions: dict[str, str] = {}
    for peer in PEERS:
        try:
            version, *found = peer.ask(case.question() for case in cases)
        except MissingPeerError as error:
            print(f"NOT COMPARED: {error}", file=sys.stderr)
            return 1
        versions[peer.name] = str(version["version"])
        answers[peer.name] = [compared(case, answer) for case, answer in zip(cases, found, strict=True)]
        print(f"{peer.name} {versions[peer.name]}: {len(found)} cases", flush=True)
    logging.disable(logging.CRITICAL)
    shown = carried_out(cases)
    print(f"{sum(bool(one.engines) for one in shown.values())} golden cases carried out", flush=True)
    rows, undecided = _rows(answers, shown)
    totals = {
        "versions": versions,
        "cases": {kind: len([case for case in cases if case.kind == kind]) for kind in ("golden", "statements", "tpc")},
        "left_out": len(everything) - len(cases),
        "carried_out": sum(bool(one.engines) for one in shown.values()),
        "peers": {name: _totals(found, [row for row in rows if row[0] == name]) for name, found in answers.items()},
    }
    with TABLE.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([HEADER, *rows])
    TOTALS.write_text(json.dumps(totals, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    write_page(json.loads(TOTALS.read_text(encoding="utf-8")))
    print(f"{len(rows)} disagreements written to {TABLE.relative_to(ROOT)}")
    for line in undecided:
        print(f"NO VERDICT: {line}", file=sys.stderr)
    return 1 if undecided else 0


def _rows(answers: dict[str, list[Comparison]], shown: dict[str, Shown]) -> tuple[list[tuple[str, ...]], list[str]]:
    """A row for each case and peer and kind of disagreement; and those that nothing decides."""
    judge = Judge(shown, _agreed(answers), verdicts(HERE / "peers" / "verdicts.yml"))
    rows: list[tuple[str, ...]] = []
    undecided: set[str] = set()
    for peer, found in answers.items():
        for comparison in found:
            kinds: dict[Judged, tuple[list[str], list[str]]] = defaultdict(lambda: ([], []))
            for output, missing, extra in comparison.disagreements():
                try:
                    for place, (edges, verdict) in enumerate(((missing, judge.missing), (extra, judge.extra))):
                        if edges:
                            kinds[verdict(comparison, output, edges)][place].extend(map(_shown, edges))
                except UndecidedError as error:
                    undecided.add(str(error))
            for verdict_found, (misses, adds) in kinds.items():
                sides = ("; ".join(sorted(misses)), "; ".join(sorted(adds)))
                last = (verdict_found.right, verdict_found.evidence, verdict_found.why)
                rows.append((peer, comparison.case.id, *sides, *last))
    return rows, sorted(undecided)


def _agreed(answers: dict[str, list[Comparison]]) -> dict[tuple[str, Edge], frozenset[str]]:
    found: dict[tuple[str, Edge], frozenset[str]] = defaultdict(frozenset)
    for peer, comparisons in answers.items():
        for one in comparisons:
            for edge in one.said:
                found[one.case.id, edge] |= {FAMILIES.get(peer, peer)}
    return found


def _shown(edge: Edge) -> str:
    """An edge in few words; a name that is the text of an expression is not repeated."""
    out, column, table, source = ((part if NAME.fullmatch(part) else "(expression)") for part in edge)
    return f"{out + '.' if out else ''}{column} < {table}.{source}"


def _totals(found: list[Comparison], rows: list[tuple[str, ...]]) -> dict[str, Any]:
    groups: dict[str, list[Comparison]] = defaultdict(list)
    for one in found:
        for name in _groups(one.case):
            groups[name].append(one)
    return {
        "groups": {name: _score(members) for name, members in groups.items()},
        "right": dict(Counter(row[4] for row in rows)),
        "evidence": dict(Counter(f"{row[4]}: {row[5]}" for row in rows)),
        "why": dict(Counter(f"{row[4]} | {row[6]}" for row in rows)),
    }


def _groups(case: Case) -> Iterable[str]:
    if case.kind != "golden":
        yield case.group
        return
    yield "golden"
    yield f"golden: {case.group}"
    yield "scripts" if case.is_script else "single statements"


def _score(members: list[Comparison]) -> dict[str, Any]:
    def edges(said: Any) -> dict[str, Any]:
        right = sum(len(one.expected & said(one)) for one in members)
        all_said, expected = sum(len(said(one)) for one in members), sum(len(one.expected) for one in members)
        return {
            "exact": sum(one.expected == said(one) for one in members),
            "precision": round(right / all_said, 4) if all_said else 1.0,
            "recall": round(right / expected, 4) if expected else 1.0,
        }

    return {
        "cases": len(members),
        "strict": edges(lambda one: one.said),
        "lenient": edges(lambda one: one.lenient),
        "silent_misses": sum(bool(one.expected - one.said) and not one.error for one in members),
        "errors": sum(bool(one.error) for one in members),
    }


if __name__ == "__main__":
    raise SystemExit(main())
