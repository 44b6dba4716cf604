"""Finding personal data: precision, recall, calibration and speed on locales and kinds that nothing was trained on.

Writes `benchmarks/detection.json` and the part of `docs/detection.md` that is made from it. The others run in
environments of their own (`benchmarks/detection/others.py`), once for all headers, since they read values alone.
"""

import json
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from statistics import median
from typing import Any

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(name, "1")

from benchmarks.detection import asking  # noqa: E402  numpy reads how many threads it may have when it is imported
from benchmarks.detection.corpus import CONDITIONS, Column, columns, timed  # noqa: E402  the same
from benchmarks.detection.libraries import by_libraries, category  # noqa: E402  the same
from benchmarks.detection.others import OTHERS, Other  # noqa: E402  the same
from benchmarks.detection.page import OURS, write_page  # noqa: E402  the same
from benchmarks.detection.reading_others import dataprofiler, presidio  # noqa: E402  the same
from benchmarks.detection.scoring import Answer, calibration, groups, score  # noqa: E402  the same
from benchmarks.peers.environments import MissingPeerError  # noqa: E402  the same
from benchmarks.result import Result  # noqa: E402  the same

TOTALS = Path(__file__).resolve().parent / "detection.json"
REPEATS = 3
SAMPLES = {"Presidio": 3}
"""Who is asked about one column of so many, evenly over the kinds, because it is slow."""
ONLY_OURS = "EVALUATE_ONLY_OURS"
"""Set in the environment, the others' figures stay those of the last full run, on the same columns."""


def measure() -> Iterator[Result]:
    found, speeds = columns(), timed()
    totals: dict[str, Any] = {"input": _input(found), "versions": {}, "limits": {}, "missing": {}, "speed": {}}
    totals |= {"samples": SAMPLES, "sampled": {}}
    ours = asking.ours_alone(found)
    answers: dict[str, list[Answer]] = {
        OURS: ours,
        f"{OURS}, in tables": asking.ours_in_tables(found),
        f"{OURS}, header only": asking.ours_by_header(found),
        "header patterns": asking.patterns_of_headers(found),
    }
    if os.environ.get(ONLY_OURS):
        last = json.loads(TOTALS.read_text(encoding="utf-8"))
        totals = {**last, "input": totals["input"]}
    else:
        answers["stdnum + phonenumbers + patterns"] = by_libraries(found)
        _ask_others(found, speeds, answers, totals)
    totals["sampled"] = {
        name: _by_condition(asking.ours_alone(found[::every])) for name, every in totals["samples"].items()
    }
    totals["speed"] |= _speed(speeds)
    totals["detectors"] = totals.get("detectors", {}) | {name: _by_condition(said) for name, said in answers.items()}
    totals["calibration"] = {"all": calibration(ours)} | {
        condition: calibration([one for one in ours if one.condition == condition]) for condition in CONDITIONS
    }
    totals["kinds"] = groups(ours, lambda one: one.kind)
    totals["locales"] = groups(ours, lambda one: one.locale)
    totals["categories"] = groups_of_categories(ours)
    text = json.dumps(totals, indent=1, sort_keys=True, ensure_ascii=False) + "\n"
    TOTALS.write_text(text, encoding="utf-8")
    write_page(json.loads(text))
    yield from _results(totals)


def _input(found: Sequence[Column]) -> dict[str, int]:
    return {
        "columns": len(found),
        "asked": sum(1 for column in found for _ in column.conditions()),
        "values": sum(len(column.values) for column in found),
        "locales": len({column.locale for column in found}),
        "personal kinds": len({column.kind.name for column in found if column.kind.personal}),
        "other kinds": len({column.kind.name for column in found if not column.kind.personal}),
        "personal columns": sum(column.kind.personal for column in found),
        "header only": sum(column.kind.needs_header for column in found),
    }


def _by_condition(answers: Sequence[Answer]) -> dict[str, Any]:
    return {condition: score(one for one in answers if one.condition == condition) for condition in CONDITIONS}


def groups_of_categories(answers: Sequence[Answer]) -> dict[str, list[int]]:
    """Of the personal columns that were found, by kind, in how many the category is right."""
    counted: dict[str, list[int]] = {}
    for one in answers:
        if one.accepted and one.category:
            row = counted.setdefault(one.kind, [0, 0])
            row[0] += one.category_right
            row[1] += 1
    return counted


def _ask_others(
    found: Sequence[Column], speeds: Sequence[Column], answers: dict[str, list[Answer]], totals: dict[str, Any]
) -> None:
    for other in OTHERS:
        try:
            asked = found[:: SAMPLES.get(other.name, 1)]
            version, said = other.ask([column.values for column in (*speeds[:10], *speeds, *asked)])
        except MissingPeerError as error:
            totals["missing"][other.name] = str(error)
            print(f"NOT MEASURED: {error}", file=sys.stderr, flush=True)
            continue
        totals["versions"][other.name] = version
        warm, said = said[10 : 10 + len(speeds)], said[10 + len(speeds) :]
        _read(other, asked, said, answers, totals)
        _time(other, speeds, warm, totals)


def _read(
    other: Other,
    found: Sequence[Column],
    said: Sequence[dict[str, Any]],
    answers: dict[str, list[Answer]],
    totals: dict[str, Any],
) -> None:
    if other.name == "DataProfiler":
        answers[other.name] = dataprofiler(found, said)
        return
    for which in ("patterns", "all countries"):
        name = f"{other.name}, {which}"
        answers[name], totals["limits"][name] = presidio(found, said, which)


def _time(other: Other, speeds: Sequence[Column], said: Sequence[dict[str, Any]], totals: dict[str, Any]) -> None:
    values = sum(len(column.values) for column in speeds)
    if other.name == "DataProfiler":
        totals["speed"][other.name] = round(values / sum(one["seconds"] for one in said))
        return
    for which in ("patterns", "all countries"):
        totals["speed"][f"{other.name}, {which}"] = round(values / sum(one[which]["seconds"] for one in said))


def _speed(speeds: Sequence[Column]) -> dict[str, int]:
    """Values a second on one core, ours and the libraries in turn."""
    says: dict[str, Callable[[Column], object]] = {
        OURS: asking.examined,
        "stdnum + phonenumbers + patterns": lambda column: category(column.values),
    }
    cores = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {min(cores)})
    taken: dict[str, list[float]] = {name: [] for name in says}
    try:
        for _ in range(REPEATS):
            for name, say in says.items():
                taken[name].append(asking.values_per_second(speeds, say))
    finally:
        os.sched_setaffinity(0, cores)
    return {name: round(median(samples)) for name, samples in taken.items()} | {
        f"{OURS}, worst": round(min(taken[OURS]))
    }


def _results(totals: dict[str, Any]) -> Iterator[Result]:
    given = totals["input"]
    what = (
        f"{given['columns']} columns, {given['locales']} locales, {given['personal kinds']} personal and "
        f"{given['other kinds']} other kinds, none of them trained on"
    )
    beside = "Presidio, all countries"
    for condition in CONDITIONS:
        ours, theirs = totals["detectors"][OURS][condition], totals["detectors"].get(beside, {}).get(condition, {})
        for figure in ("precision", "recall", "category"):
            name = f"detect.{condition}.{figure}"
            yield Result(name, ours[figure] or 0.0, "1", beside, theirs.get(figure) or 0.0, what)
        right = 1 - (ours["false positives"] + ours["false negatives"]) / ours["columns"]
        trust = totals["calibration"][condition]
        yield Result(f"detect.{condition}.ece", trust["ece"], "1", "always sure", round(1 - right, 4), what)
        constant = round(right * (1 - right), 4)
        yield Result(f"detect.{condition}.brier", trust["brier"], "1", "the same confidence for all", constant, what)
    speed = totals["speed"]
    timed_on = f"one column of 200 values for every kind, one core, {REPEATS} repeats"
    libraries = "stdnum + phonenumbers + patterns"
    yield Result("detect.values_per_s", speed[OURS], "1/s", libraries, speed[libraries], timed_on)
    for name, short in ((beside, "presidio"), ("DataProfiler", "dataprofiler")):
        if name in speed:
            yield Result(f"detect.values_per_s.beside.{short}", speed[OURS], "1/s", name, speed[name], timed_on)
