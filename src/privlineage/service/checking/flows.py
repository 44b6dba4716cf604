"""What a check found, one thing at a time: the unit that formats show, code hosts remember, and `--diff` compares."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, TypeAlias

from privlineage.core.movement import Witness
from privlineage.core.plan import Unresolved
from privlineage.core.verdict import Finding, Outcome
from privlineage.policy.reasons import undecided
from privlineage.service.checking.check import TaskResult
from privlineage.service.checking.task_lines import task_line

__all__ = ["Flow", "FlowKey", "Kind", "added", "flows_of", "keys_in"]

FlowKey: TypeAlias = tuple[str, ...]


class Kind(StrEnum):
    """What sort of thing was found."""

    RULE = "rule"
    UNDETERMINED = "undetermined"
    UNRESOLVED = "unresolved"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Flow:
    """One thing a check found of a task.

    Attributes:
        kind: a rule or default that fired, something that is only known at run time, something that could not be
            resolved and that no default stops, or a task that cannot be planned.
        dag_id: the task's DAG.
        task_id: the task.
        rule: the rule; empty for the other kinds.
        outcome: as enforced.
        would: as if everything were in enforce.
        reason: why, in a sentence.
        sink: where the data would go, empty where nobody knows.
        paths: columns from the tag to the sink, one path for each column it is about.
        because: the policy's own words.
        fix: the policy's fix, where it would work.
        file: where the task stands.
        line: 1-based.
    """

    kind: Kind
    dag_id: str
    task_id: str
    rule: str
    outcome: Outcome
    would: Outcome
    reason: str
    sink: str = ""
    paths: tuple[tuple[str, ...], ...] = ()
    because: str = ""
    fix: str = ""
    file: str = ""
    line: int = 1

    @property
    def keys(self) -> tuple[FlowKey, ...]:
        """What it is whatever its DAG is called and wherever it stands: rule, path and sink, else task and reason."""
        if self.paths:
            return tuple((self.kind, self.rule, *path) for path in self.paths)
        return ((self.kind, self.rule, self.task_id, self.sink, re.sub(r":\d+", "", self.reason)),)

    @property
    def fingerprint(self) -> str:
        """A hash that stays when lines shift: task, rule, sink, and the columns it is about."""
        about = ["\n".join(key) for key in self.keys]
        text = "\n\n".join([self.dag_id, self.task_id, self.sink, *sorted(about)])
        return hashlib.sha256(text.encode()).hexdigest()[:32]

    def to_json(self) -> dict[str, Any]:
        """The flow as data."""
        return {
            "kind": self.kind.value,
            "dag_id": self.dag_id,
            "task_id": self.task_id,
            "rule": self.rule,
            "outcome": self.outcome.value,
            "would": self.would.value,
            "reason": self.reason,
            "sink": self.sink,
            "paths": [list(path) for path in self.paths],
            "file": self.file,
            "line": self.line,
            "fingerprint": self.fingerprint,
        }


def flows_of(result: TaskResult) -> tuple[Flow, ...]:
    """What a check found of one task, the strongest first."""
    return tuple(sorted(_flows(result), key=lambda flow: (-flow.outcome.rank, -flow.would.rank)))


def _flows(result: TaskResult) -> Iterator[Flow]:
    task = result.task
    start = task.line or (task_line(task.file, task.dag_id, task.task_id) if task.file.endswith(".py") else 1)
    plain = Flow(Kind.RULE, task.dag_id, task.task_id, "", Outcome.ALLOW, Outcome.ALLOW, "", file=task.file, line=start)
    if result.error is not None:
        yield replace(plain, kind=Kind.ERROR, outcome=Outcome.BLOCK, would=Outcome.BLOCK, reason=str(result.error))
    if result.verdict is None or result.plan is None:
        return
    decision = result.verdict.decision
    told = []
    for finding in decision.findings:
        told.append(finding.reason)
        yield replace(
            plain,
            rule=finding.rule,
            outcome=finding.outcome,
            would=finding.would,
            reason=finding.reason or finding.because,
            sink=str(finding.sink or ""),
            paths=tuple(tuple(str(column) for column in path.columns) for path in finding.witnesses),
            because=finding.because,
            fix=finding.fix,
            line=_line(finding, plain),
        )
    for entry in dict.fromkeys(result.plan.unresolved):
        text = undecided(entry)
        if any(text in reason for reason in told):
            continue
        is_open = text in decision.undetermined
        outcome = Outcome.UNDETERMINED if is_open else Outcome.ALLOW
        kind = Kind.UNDETERMINED if is_open else Kind.UNRESOLVED
        sink = str(entry.sink or "")
        line = _of_file(entry, plain)
        yield replace(plain, kind=kind, outcome=outcome, would=outcome, reason=text, sink=sink, line=line)


def _line(finding: Finding, task: Flow) -> int:
    """The statement of a file of SQL that writes the sink, the task where it is a DAG's."""
    lines = [line for path in finding.witnesses if (line := _via(path, task.file))]
    return min(lines, default=task.line)


def _via(path: Witness, file: str) -> int:
    if not file.endswith(".sql"):
        return 0
    found = re.fullmatch(r".*:(\d+)", path.steps[-1].via)
    return int(found[1]) if found else 0


def _of_file(entry: Unresolved, task: Flow) -> int:
    return entry.line if entry.line and task.file.endswith(".sql") else task.line


def keys_in(findings: Iterable[Mapping[str, Any]]) -> dict[FlowKey, Outcome]:
    """What an earlier check found, from its JSON: each key with the strongest outcome it had."""
    found: dict[FlowKey, Outcome] = {}
    for data in findings:
        flow = Flow(
            Kind(data["kind"]),
            data["dag_id"],
            data["task_id"],
            data["rule"],
            Outcome(data["outcome"]),
            Outcome(data["would"]),
            data["reason"],
            data["sink"],
            tuple(tuple(path) for path in data["paths"]),
        )
        for key in flow.keys:
            found[key] = Outcome.strongest(found.get(key, Outcome.ALLOW), flow.outcome)
    return found


def added(flows: Iterable[Flow], before: Mapping[FlowKey, Outcome]) -> tuple[Flow, ...]:
    """The flows that an earlier check did not find, or found with a weaker outcome, with their new paths alone."""
    found = []
    for flow in flows:
        new = [key not in before or before[key].rank < flow.outcome.rank for key in flow.keys]
        if flow.paths and any(new):
            paths = tuple(path for path, is_new in zip(flow.paths, new, strict=True) if is_new)
            found.append(replace(flow, paths=paths))
        elif any(new):
            found.append(flow)
    return tuple(found)
