"""The totals in `docs/sql-peers.md`, between its markers."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

__all__ = ["BEGIN", "END", "PAGE", "generated", "write_page"]

PAGE = Path(__file__).resolve().parents[2] / "docs" / "sql-peers.md"
BEGIN = "<!-- totals: written by `make peers` -->"
END = "<!-- end of totals -->"
KINDS = (
    ("tpch", "TPC-H"),
    ("tpcds", "TPC-DS"),
    ("single statements", "golden cases of one statement"),
    ("scripts", "golden cases of several"),
    ("statements", "further statements"),
)

SCORES = ["statements", "peer", "exact", "influence forgiven", "precision", "recall", "silent misses", "errors"]
VERDICTS = ["peer", "ours: a run", "a fact", "another parser", "the rule", "read", "both", "the peer"]


def write_page(totals: Mapping[str, Any]) -> None:
    """Put the totals in their place."""
    text = PAGE.read_text(encoding="utf-8")
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    PAGE.write_text(f"{before}{BEGIN}\n{generated(totals)}{END}{after}", encoding="utf-8")


def generated(totals: Mapping[str, Any]) -> str:
    """The generated part of the page."""
    peers = totals["peers"]
    versions = ", ".join(f"{name} {version}" for name, version in totals["versions"].items())
    asked = totals["cases"]
    head = (
        f"{asked['golden']} golden cases, {asked['statements']} further statements of the tests and "
        f"{asked['tpc']} TPC queries were asked; {totals['left_out']} in which something is expected to stay "
        "unresolved were left out. "
        f"{totals['carried_out']} cases ran on at least one engine. Versions: {versions}.\n"
    )
    return "\n".join(
        [
            head,
            "### Scores\n",
            *_table(
                SCORES,
                (_score(label, name, found["groups"][kind]) for kind, label in KINDS for name, found in peers.items()),
            ),
            "\n### Who is right\n",
            *_table(
                VERDICTS,
                ([name, *_right(found["evidence"])] for name, found in peers.items()),
            ),
            "\n### Why\n",
            *_table(["who is right, and why", *peers], _reasons(peers)),
            "\n### Exact golden cases by group\n",
            *_table(["group", "cases", *peers], _groups(peers)),
            "",
        ]
    )


def _table(header: list[str], rows: Iterable[list[str]]) -> list[str]:
    return [f"| {' | '.join(cells)} |" for cells in (header, ["---"] * len(header), *rows)]


def _score(label: str, name: str, found: Mapping[str, Any]) -> list[str]:
    strict, lenient, cases = found["strict"], found["lenient"], found["cases"]
    return [
        label,
        name,
        f"{strict['exact']} of {cases}",
        f"{lenient['exact']} of {cases}",
        f"{strict['precision']:.2f} ({lenient['precision']:.2f})",
        f"{strict['recall']:.2f}",
        str(found["silent_misses"]),
        str(found["errors"]),
    ]


def _right(found: Mapping[str, int]) -> list[str]:
    ours = [str(found.get(f"ours: {kind}", 0)) for kind in ("run", "fact", "agreed", "rule", "read")]
    return [*ours, *(str(sum(n for key, n in found.items() if key.startswith(f"{who}:"))) for who in ("both", "peer"))]


def _reasons(peers: Mapping[str, Any]) -> Iterable[list[str]]:
    """The constructs behind a loss or a parse error stand in the table of disagreements; here they are one line."""
    counts: dict[str, dict[str, int]] = {}
    for name, found in peers.items():
        for reason, number in found["why"].items():
            row = counts.setdefault(reason.replace(" | ", ": "), dict.fromkeys(peers, 0))
            row[name] += number
    for reason, row in sorted(counts.items(), key=lambda item: (-sum(item[1].values()), item[0])):
        if sum(row.values()) >= 5:
            yield [reason, *map(str, row.values())]
    rest = [row for row in counts.values() if sum(row.values()) < 5]
    yield [f"{len(rest)} rarer reasons", *(str(sum(row[name] for row in rest)) for name in peers)]


def _groups(peers: Mapping[str, Any]) -> Iterable[list[str]]:
    first = next(iter(peers.values()))["groups"]
    for group in sorted(name for name in first if name.startswith("golden: ")):
        exact = [f"{found['groups'][group]['strict']['exact']}" for found in peers.values()]
        yield [group.removeprefix("golden: "), str(first[group]["cases"]), *exact]
