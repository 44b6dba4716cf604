"""The loop inside a peer's process: a case a line comes in as JSON, what the peer says of it goes out as JSON.

It runs in the peer's own environment, so it needs the standard library alone.
"""

import contextlib
import io
import json
import logging
import signal
import sys
import time
import warnings
from collections.abc import Callable, Iterable
from typing import Any

Case = dict[str, Any]
Edge = tuple[str, ...]
Answer = Callable[[Case], Iterable[tuple[object, ...]]]

SECONDS = 20
"""How long one case may take."""


class _TooLongError(Exception):
    pass


def answering(answer: Answer, version: str, *, whole: bool = False) -> None:
    """Answer every case of standard input.

    Args:
        answer: takes a case (`script`, `statements`, `dialect`, `schema`, `views`, `sources`) and returns its value
            edges: output table, output column, source table, source column.
        version: what the peer says its version is.
        whole: whether it takes the whole script; else it is asked one statement at a time, so that one it cannot read
            does not take the others with it.
    """
    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore")
    signal.signal(signal.SIGALRM, _stop)
    print(json.dumps({"version": version}), flush=True)
    for line in sys.stdin:
        print(json.dumps(_one(json.loads(line), answer, whole)), flush=True)


def _stop(_signal: int, _frame: object) -> None:
    raise _TooLongError


def _one(case: Case, answer: Answer, whole: bool) -> dict[str, object]:
    started = time.perf_counter()
    parts = [case] if whole else [{**case, "statements": [text]} for text in case["statements"]]
    answers = [_part(part, answer) for part in parts]
    seconds = time.perf_counter() - started
    unique = sorted({edge for edges, _ in answers for edge in edges})
    error = next((error for _, error in answers if error), "")
    return {"id": case["id"], "edges": unique, "error": error, "seconds": seconds}


def _part(case: Case, answer: Answer) -> tuple[list[Edge], str]:
    edges: Iterable[tuple[object, ...]] = []
    error = ""
    signal.alarm(SECONDS)
    try:
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
            edges = answer(case)
    except _TooLongError:
        error = f"timeout: no answer in {SECONDS} s"
    except BaseException as problem:  # noqa: BLE001 - some panic with a BaseException; whatever it is, it is the answer
        error = _kind(problem)
    finally:
        signal.alarm(0)
    return [tuple("" if part is None else str(part) for part in edge) for edge in edges], error


def _kind(problem: BaseException) -> str:
    """What went wrong, in words that do not change from one machine to the next."""
    name = type(problem).__name__
    text = " ".join(str(problem).split())
    if any(
        word in name + text[:200] for word in ("Parse", "Token", "syntax", "Expected", "unparsable", "InvalidSyntax")
    ):
        return f"syntax: {name}"
    if "ialect" in text:
        return "dialect: not known"
    if "nsupported" in name + text:
        return f"unsupported: {name}"
    return f"error: {name}"
