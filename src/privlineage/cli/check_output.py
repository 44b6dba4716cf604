"""The findings of a check: text for people, JSON by contract, SARIF for code hosts, GitHub's annotations."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from privlineage.cli.screen import error_text, say, show_json, table
from privlineage.core.errors import CODES, PrivlineageError
from privlineage.core.verdict import Outcome

if TYPE_CHECKING:
    from privlineage.service.check import TaskResult

__all__ = ["show_results"]

_CODES = {Outcome.BLOCK: "PL201", Outcome.WARN: "PL202", Outcome.UNDETERMINED: "PL204"}
_LEVELS = {Outcome.BLOCK: "error", Outcome.WARN: "warning", Outcome.UNDETERMINED: "warning"}
_STYLES = {Outcome.BLOCK: "red", Outcome.WARN: "yellow", Outcome.UNDETERMINED: "yellow"}


def show_results(results: Sequence[TaskResult], errors: Sequence[PrivlineageError], form: str) -> None:
    """Print them."""
    if form == "json":
        show_json({"tasks": [result.to_contract_json() for result in results], "errors": _errors_json(errors)})
    elif form == "sarif":
        show_json(_sarif(results, errors))
    elif form == "github":
        for line in _github(results, errors):
            say(line)
    else:
        _show_text(results)


def _errors_json(errors: Sequence[PrivlineageError]) -> list[dict[str, Any]]:
    return [
        {
            "code": error.code,
            "message": error.message,
            "file": error.place.file if error.place else None,
            "line": error.place.line if error.place else None,
        }
        for error in errors
    ]


def _show_text(results: Sequence[TaskResult]) -> None:
    from privlineage.service.message import message

    if not results:
        say("no task was found")
        return
    table(
        ["task", "verdict", "if enforced", "rules"],
        [
            [
                f"{result.task.dag_id}.{result.task.task_id}",
                result.outcome.value if result.plan or result.error else "not governed",
                result.would.value if result.plan or result.error else "",
                ", ".join(result.verdict.decision.rules) if result.verdict else "",
            ]
            for result in results
        ],
    )
    for result in results:
        if result.outcome is not Outcome.ALLOW and result.verdict is not None:
            say()
            say(_without_id(message(result.verdict)), _STYLES[result.outcome])
        if result.error is not None:
            say(f"\n{result.task.dag_id}.{result.task.task_id} cannot be planned: {result.error}", "red")
        # Of any other outcome the message names what is open.
        for entry in result.plan.unresolved if result.plan and result.outcome is Outcome.ALLOW else ():
            place = entry.place + (f":{entry.line}" if entry.line else "")
            say(f"  open  {place or result.task.task_id}: {entry.reason}")
    counts = {outcome: sum(1 for result in results if result.outcome is outcome) for outcome in Outcome}
    parts = [f"{count} {outcome.value}" for outcome, count in counts.items() if count]
    say(f"\n{len(results)} tasks: {', '.join(parts)}")


def _without_id(text: str) -> str:
    """A message without its verdict's id: a check keeps no verdict that could be asked about."""
    kept = [line for line in text.splitlines() if not line.startswith("  else  ")]
    return re.sub(r" · verdict V-[0-9A-F]+| · no data was moved", "", "\n".join(kept))


def _message(result: TaskResult) -> str:
    rules = ", ".join(result.verdict.decision.rules) if result.verdict else ""
    why = "; ".join(result.reasons) or "see `privlineage check`"
    return f"{result.task.dag_id}.{result.task.task_id}: {result.outcome.value}{f' by {rules}' if rules else ''}: {why}"


def _github(results: Sequence[TaskResult], errors: Sequence[PrivlineageError]) -> list[str]:
    lines = []
    for error in errors:
        file, line = (error.place.file, error.place.line or 1) if error.place else ("", 1)
        lines.append(f"::error file={_property(file)},line={line},title={error.code}::{_data(error.message)}")
    for result in results:
        if result.outcome in _LEVELS:
            title = f"{_CODES[result.outcome]} {CODES[_CODES[result.outcome]]}"
            lines.append(
                f"::{_LEVELS[result.outcome]} file={_property(result.task.file)},title={_property(title)}"
                f"::{_data(_message(result))}"
            )
    return lines


def _data(text: str) -> str:
    """Text as GitHub's workflow commands want it (actions/toolkit, `command.ts`)."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def _sarif(results: Sequence[TaskResult], errors: Sequence[PrivlineageError]) -> dict[str, Any]:
    """SARIF 2.1.0 (OASIS)."""
    found = [
        _sarif_result(_CODES[result.outcome], _LEVELS[result.outcome], _message(result), result.task.file, 1)
        for result in results
        if result.outcome in _LEVELS
    ]
    found += [
        _sarif_result(error.code, "error", error_text(error), error.place.file if error.place else "", _line(error))
        for error in errors
    ]
    used = sorted({entry["ruleId"] for entry in found})
    rules = [{"id": code, "shortDescription": {"text": CODES[code]}} for code in used]
    driver = {"name": "privlineage", "rules": rules}
    return {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{"tool": {"driver": driver}, "results": found}],
    }


def _line(error: PrivlineageError) -> int:
    return max(error.place.line, 1) if error.place else 1


def _sarif_result(code: str, level: str, text: str, file: str, line: int) -> dict[str, Any]:
    where = {"artifactLocation": {"uri": file.replace("\\", "/")}, "region": {"startLine": line}}
    return {"ruleId": code, "level": level, "message": {"text": text}, "locations": [{"physicalLocation": where}]}
