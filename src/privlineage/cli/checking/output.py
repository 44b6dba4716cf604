"""The findings of a check: text for people, JSON by contract, SARIF for code hosts, GitHub's annotations."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from privlineage.cli.checking.findings import level_of, sentence
from privlineage.cli.checking.github import workflow_commands
from privlineage.cli.checking.sarif import sarif
from privlineage.cli.screen import say, show_json, table
from privlineage.core.errors import PrivlineageError
from privlineage.core.verdict import Outcome

if TYPE_CHECKING:
    from privlineage.service.checking.check import TaskResult
    from privlineage.service.checking.flows import Flow

__all__ = ["Checked", "show"]

_STYLES = {Outcome.BLOCK: "red", Outcome.WARN: "yellow", Outcome.UNDETERMINED: "yellow"}
_LEVEL_STYLES = {"error": "red", "warning": "yellow"}


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check answers.

    Attributes:
        tasks: what it says of each task, with what it found there; with a base, what the change adds.
        errors: DAG files that cannot be imported.
        open_fails: whether what stays open fails it.
        base: what it was compared with, empty for nothing.
        gone: how many things of the base are not found any more.
    """

    tasks: Sequence[tuple[TaskResult, tuple[Flow, ...]]]
    errors: Sequence[PrivlineageError]
    open_fails: bool
    base: str = ""
    gone: int = 0

    @property
    def flows(self) -> tuple[Flow, ...]:
        """Everything that was found."""
        return tuple(flow for _, flows in self.tasks for flow in flows)


def show(checked: Checked, form: str) -> None:
    """Print it."""
    if form == "json":
        show_json(_json(checked))
    elif form == "sarif":
        show_json(sarif(checked.flows, checked.errors, open_fails=checked.open_fails))
    elif form == "github":
        for line in workflow_commands(checked.flows, checked.errors, open_fails=checked.open_fails):
            say(line)
    elif checked.base:
        _show_added(checked)
    else:
        _show_text([result for result, _ in checked.tasks])


def _json(checked: Checked) -> dict[str, Any]:
    tasks = []
    for result, flows in checked.tasks:
        if checked.base and not flows:
            continue
        data = result.to_contract_json()
        if checked.base:
            data |= _of_added(flows)
        tasks.append(data)
    findings = [flow.to_json() for flow in checked.flows]
    found: dict[str, Any] = {"tasks": tasks, "findings": findings, "errors": _errors_json(checked.errors)}
    if checked.base:
        found["diff"] = {
            "base": checked.base,
            "checked": len(checked.tasks),
            "added": sum(len(flow.paths) or 1 for flow in checked.flows),
            "gone": checked.gone,
        }
    return found


def _of_added(flows: Sequence[Flow]) -> dict[str, Any]:
    """The contract's keys, of what the change adds alone."""
    return {
        "verdict": Outcome.strongest(*(flow.outcome for flow in flows)).value,
        "would": Outcome.strongest(*(flow.would for flow in flows)).value,
        "rules": list(dict.fromkeys(flow.rule for flow in flows if flow.rule)),
        "reasons": list(dict.fromkeys(flow.reason for flow in flows)),
        "witnesses": [{"rule": flow.rule, "path": list(path)} for flow in flows for path in flow.paths],
    }


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


def _show_added(checked: Checked) -> None:
    """What the change adds, each thing in a paragraph."""
    tasks = 0
    for _, flows in checked.tasks:
        tasks += bool(flows)
        for flow in flows:
            level = level_of(flow, open_fails=checked.open_fails)
            say(f"{flow.file}:{flow.line}: {sentence(flow)}", _LEVEL_STYLES.get(level, ""))
            for path in flow.paths[1:]:
                say(f"    {' → '.join(path)}")
    added = sum(len(flow.paths) or 1 for flow in checked.flows)
    counts = _counts(flow.outcome for flow in checked.flows)
    what = f"added {added} flow{'s' * (added != 1)} in {tasks} task{'s' * (tasks != 1)} ({counts})"
    gone = f", {checked.gone} gone" if checked.gone else ""
    say(f"{len(checked.tasks)} checked, compared with {checked.base}: {what if added else 'no flow is added'}{gone}")


def _counts(outcomes: Iterable[Outcome]) -> str:
    found = list(outcomes)
    counts = {outcome: found.count(outcome) for outcome in Outcome}
    return ", ".join(f"{count} {outcome.value}" for outcome, count in counts.items() if count)


def _show_text(results: Sequence[TaskResult]) -> None:
    from privlineage.service.answering.message import message

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
    say(f"\n{len(results)} tasks: {_counts(result.outcome for result in results)}")


def _without_id(text: str) -> str:
    """A message without its verdict's id: a check keeps no verdict that could be asked about."""
    kept = [line for line in text.splitlines() if not line.startswith("  else  ")]
    return re.sub(r" · verdict V-[0-9A-F]+| · no data was moved", "", "\n".join(kept))
