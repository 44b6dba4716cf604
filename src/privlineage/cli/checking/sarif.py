"""The findings of a check as SARIF 2.1.0 (OASIS), for code hosts that show them beside the code."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from privlineage import __version__
from privlineage.cli.checking.findings import code_of, level_of, sentence, title_of
from privlineage.cli.screen import error_text
from privlineage.core.errors import PrivlineageError

if TYPE_CHECKING:
    from privlineage.service.checking.flows import Flow

__all__ = ["sarif"]


def sarif(flows: Sequence[Flow], errors: Sequence[PrivlineageError], *, open_fails: bool) -> dict[str, Any]:
    """One run: a result for each thing found, a rule for each policy rule and code.

    `partialFingerprints` hold the task, the rule and the columns, and no line: a result is the same after an edit above
    it, and another one when a column joins it. What is only known at run time has the rule `PL204`, what could not be
    resolved `PL401`: neither is ever left out as if it were fine.
    """
    rules: dict[str, dict[str, Any]] = {}
    results = []
    for flow in flows:
        level = level_of(flow, open_fails=open_fails)
        if level:
            results.append(_result(flow, level, rules))
    results += [_error(error, rules) for error in errors]
    driver = {"name": "privlineage", "semanticVersion": __version__, "rules": list(rules.values())}
    return {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [
            {
                "tool": {"driver": driver},
                "automationDetails": {"id": "privlineage/check/"},
                "columnKind": "unicodeCodePoints",
                "invocations": [{"executionSuccessful": not errors}],
                "results": results,
            }
        ],
    }


def _result(flow: Flow, level: str, rules: dict[str, dict[str, Any]]) -> dict[str, Any]:
    code = code_of(flow)
    name = f"{code}/{flow.rule}" if flow.rule else code
    index = _rule(rules, name, code, flow.because or title_of(code), flow.fix)
    return {
        "ruleId": name,
        "ruleIndex": index,
        "level": level,
        "message": {"text": sentence(flow)},
        "locations": [_location(flow.file, flow.line)],
        "partialFingerprints": {"privlineage/v1": flow.fingerprint},
        "properties": {
            "dag_id": flow.dag_id,
            "task_id": flow.task_id,
            "kind": flow.kind.value,
            "rule": flow.rule,
            "verdict": flow.outcome.value,
            "would": flow.would.value,
            "paths": [list(path) for path in flow.paths],
        },
    }


def _error(error: PrivlineageError, rules: dict[str, dict[str, Any]]) -> dict[str, Any]:
    place = error.place
    index = _rule(rules, error.code, error.code, title_of(error.code), error.hint)
    found = {"ruleId": error.code, "ruleIndex": index, "level": "error", "message": {"text": error_text(error)}}
    return {**found, "locations": [_location(place.file, place.line)] if place else []}


def _rule(rules: dict[str, dict[str, Any]], name: str, code: str, text: str, fix: str) -> int:
    """The index of a rule, told once: SARIF lists each of them with what it means."""
    if name not in rules:
        rules[name] = {
            "id": name,
            "shortDescription": {"text": title_of(code)},
            "fullDescription": {"text": text},
            "help": {"text": fix or text},
            "properties": {"tags": ["privacy", "personal-data"]},
        }
    return list(rules).index(name)


def _location(file: str, line: int) -> dict[str, Any]:
    artifact = {"artifactLocation": {"uri": _uri(file)}, "region": {"startLine": max(line, 1)}}
    return {"physicalLocation": artifact}


def _uri(file: str) -> str:
    """A path below the current folder, as code hosts want it; any other is left whole."""
    path = Path(file)
    if path.is_absolute():
        try:
            path = path.relative_to(Path.cwd())
        except ValueError:
            return path.as_uri()
    return quote(os.path.normpath(path).replace(os.sep, "/"))
