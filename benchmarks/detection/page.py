"""The figures in `docs/detection.md`, between their markers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

__all__ = ["BEGIN", "END", "OURS", "PAGE", "generated", "write_page"]

PAGE = Path(__file__).resolve().parents[2] / "docs" / "detection.md"
BEGIN = "<!-- figures: written by `make bench ARGS=detection` -->"
END = "<!-- end of figures -->"
OURS = "privlineage"
CONDITIONS = ("clear", "cryptic", "misleading")
ORDER = (
    OURS,
    f"{OURS}, in tables",
    f"{OURS}, header only",
    "header patterns",
    "stdnum + phonenumbers + patterns",
    "Presidio, patterns",
    "Presidio, all countries",
    "DataProfiler",
)


def write_page(totals: Mapping[str, Any]) -> None:
    """Put the figures in their place; a page that has none yet gets them at its end."""
    text = PAGE.read_text(encoding="utf-8") if PAGE.is_file() else ""
    before, marker, rest = text.partition(BEGIN)
    after = rest.partition(END)[2] if marker else "\n"
    PAGE.write_text(f"{before}{BEGIN}\n{generated(totals)}{END}{after}", encoding="utf-8")


def generated(totals: Mapping[str, Any]) -> str:
    """The generated part of the page."""
    return "\n".join(
        [
            *_input(totals),
            "### Personal or not\n",
            "Precision / recall of “personal”; in the last columns, values a second on one core.\n",
            *_table(["detector", *(f"{condition} header" for condition in CONDITIONS), "values/s"], _scores(totals)),
            *_notes(totals),
            "\n### The category\n",
            "Of the personal columns that were found, the share with the right category, or a finer one below it.\n",
            *_table(["detector", *CONDITIONS], _categories(totals)),
            "\n### Whether its confidence can be believed\n",
            *_table(["", "columns", "expected calibration error", "Brier score"], _trust(totals)),
            "",
            *_table(["confidence said", "columns", "mean confidence", "right"], _bins(totals)),
            "\n### What still fails: kinds\n",
            "The kinds of columns with most wrong answers, and how many are wrong under each header.\n",
            *_table(["kind", *CONDITIONS], _worst(totals["kinds"], 25)),
            "\n### What still fails: locales\n",
            *_table(["locale", *CONDITIONS], _worst(totals["locales"], 25)),
            "\n### What still fails: categories\n",
            "Columns that were rightly found personal, and given another category.\n",
            *_table(["kind", "wrong category", "of"], _mistaken(totals["categories"])),
            "",
        ]
    )


def _table(header: list[str], rows: Iterable[list[str]]) -> list[str]:
    return [f"| {' | '.join(cells)} |" for cells in (header, ["---"] * len(header), *rows)]


def _input(totals: Mapping[str, Any]) -> list[str]:
    given = totals["input"]
    versions = ", ".join(f"{name} {version}" for name, version in totals["versions"].items())
    missing = "".join(f" Not measured: {error}." for error in totals["missing"].values())
    columns = (
        f"{given['columns']:,} columns with {given['values']:,} values, of {given['locales']} locales, "
        f"{given['personal kinds']} personal and {given['other kinds']} other kinds; "
        f"{given['personal columns']} of the columns are personal."
    )
    asked = f"Asked under three headers, {given['asked']:,} questions in all."
    return [f"{columns} {asked} Versions: {versions}.{missing}\n"]


def _scores(totals: Mapping[str, Any]) -> Iterator[list[str]]:
    for name in ORDER:
        if name in totals["detectors"]:
            found = totals["detectors"][name]
            speed = totals["speed"].get(name)
            yield [
                name,
                *(f"{_two(found[one]['precision'])} / {_two(found[one]['recall'])}" for one in CONDITIONS),
                f"{speed:,}" if speed else "–",
            ]


def _two(share: float | None) -> str:
    return "–" if share is None else f"{share:.3f}"


def _notes(totals: Mapping[str, Any]) -> Iterator[str]:
    yield ""
    for name, every in totals["samples"].items():
        yield f"{name} was asked about every {every}rd column. On those columns: {_beside(totals['sampled'][name])}.  "
    for name, limits in totals["limits"].items():
        yield f"{name}: {limits}, which is where it does best on these columns.  "


def _beside(found: Mapping[str, Any]) -> str:
    return "ours " + ", ".join(
        f"{_two(found[one]['precision'])} / {_two(found[one]['recall'])} ({one})" for one in CONDITIONS
    )


def _categories(totals: Mapping[str, Any]) -> Iterator[list[str]]:
    for name in ORDER:
        if name in totals["detectors"]:
            found = totals["detectors"][name]
            yield [name, *(_two(found[condition]["category"]) for condition in CONDITIONS)]


def _trust(totals: Mapping[str, Any]) -> Iterator[list[str]]:
    for condition in (*CONDITIONS, "all"):
        found = totals["calibration"][condition]
        asked = sum(row["columns"] for row in found["bins"])
        yield [condition, f"{asked:,}", f"{found['ece']:.3f}", f"{found['brier']:.3f}"]


def _bins(totals: Mapping[str, Any]) -> Iterator[list[str]]:
    for row in totals["calibration"]["all"]["bins"]:
        said = f"{row['from']:.1f} to {row['from'] + 0.1:.1f}"
        yield [said, f"{row['columns']:,}", f"{row['confidence']:.2f}", f"{row['right']:.2f}"]


def _worst(found: Mapping[str, Mapping[str, list[int]]], most: int) -> Iterator[list[str]]:
    def wrong(name: str) -> float:
        return sum(total - right for right, total in found[name].values()) / sum(
            total for _, total in found[name].values()
        )

    for name in sorted((name for name in found if wrong(name)), key=lambda name: (-wrong(name), name))[:most]:
        cells = (found[name].get(condition) for condition in CONDITIONS)
        yield [
            name.replace("_", " ") if not name[3:].isupper() else name,
            *(f"{cell[1] - cell[0]} of {cell[1]}" if cell else "not asked" for cell in cells),
        ]


def _mistaken(found: Mapping[str, list[int]]) -> Iterator[list[str]]:
    rows = sorted(
        ((total - right, total, kind) for kind, (right, total) in found.items()), key=lambda row: (-row[0], row[2])
    )
    for wrong, total, kind in rows[:20]:
        if wrong:
            yield [kind.replace("_", " "), str(wrong), str(total)]
