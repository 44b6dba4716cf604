"""`privlineage policy test`: the cases beside a policy, and whether it answers as they say."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from privlineage.cli.screen import error_text, note, say, show_json

if TYPE_CHECKING:
    from privlineage.service.rollout.policy_tests import CaseResult

__all__ = ["CasesFormat", "run_cases"]


class CasesFormat(StrEnum):
    """How the results are printed."""

    text = "text"
    json = "json"
    junit = "junit"


def run_cases(
    folder: Annotated[Path, typer.Argument(metavar="[DIR]", help="The bundle; its cases are in tests/.")] = Path(
        "bundle"
    ),
    *,
    output: Annotated[CasesFormat, typer.Option("--format", help="How to print the results.")] = CasesFormat.text,
) -> int:
    """Run the cases beside a policy: each moves given data, and says what the policy must answer. Needs no store.

    Exit 1 when a case fails.
    """
    from privlineage.policy.files.cases import case_files, read_cases
    from privlineage.policy.load import load_folder
    from privlineage.service.rollout.policy_tests import run_case

    bundle = load_folder(folder)
    cases = read_cases(case_files(folder), bundle)
    for warning in bundle.warnings:
        note(error_text(warning))
    results = [run_case(case, bundle) for case in cases]
    if output is CasesFormat.json:
        show_json(_json(results))
    elif output is CasesFormat.junit:
        say(_junit(results))
    else:
        _show(results)
    return 0 if all(result.holds for result in results) else 1


def _json(results: Sequence[CaseResult]) -> dict[str, Any]:
    failed = sum(1 for result in results if not result.holds)
    return {"cases": [_case(result) for result in results], "passed": len(results) - failed, "failed": failed}


def _case(result: CaseResult) -> dict[str, Any]:
    case, decision = result.case, result.verdict.decision if result.verdict else None
    return {
        "name": case.name,
        "file": case.place.file,
        "line": case.place.line,
        "passed": result.holds,
        "verdict": decision.outcome.value if decision else None,
        "would": decision.would.value if decision else None,
        "rules": list(decision.rules) if decision else [],
        "differences": list(result.differences),
        "unresolved": list(result.unresolved),
        "message": result.told,
    }


def _junit(results: Sequence[CaseResult]) -> str:
    """The form of test reports that CI servers read."""
    from xml.etree import ElementTree as ET

    failed = sum(1 for result in results if not result.holds)
    counts = {"tests": str(len(results)), "failures": str(failed)}
    suites = ET.Element("testsuites", counts)
    suite = ET.SubElement(suites, "testsuite", {"name": "privlineage policy test", **counts})
    for result in results:
        place = result.case.place
        about = {"name": result.case.name, "classname": place.file, "file": place.file, "line": str(place.line)}
        case = ET.SubElement(suite, "testcase", about)
        if not result.holds:
            failure = ET.SubElement(case, "failure", {"message": "; ".join(result.differences)})
            failure.text = result.told
    ET.indent(suites)
    return ET.tostring(suites, encoding="unicode")


def _show(results: Sequence[CaseResult]) -> None:
    for result in results:
        if result.holds:
            say(f"ok      {result.case.name}")
            continue
        say(f"FAILED  {result.case.name}  ({result.case.place})", "red")
        for text in result.differences:
            say(f"        {text}")
        for text in result.unresolved:
            say(f"        open: {text}")
        for line in result.told.splitlines():
            say(f"        | {line}")
    failed = sum(1 for result in results if not result.holds)
    say(f"\n{len(results)} cases: {len(results) - failed} hold, {failed} fail")
