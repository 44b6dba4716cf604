"""The engine answers every case as written: which rules fire, what happens, what would happen under enforce."""

from pathlib import Path

import pytest
import yaml

from privlineage.policy.engine import decide
from privlineage.policy.fix import with_fixes
from privlineage.policy.load import load_files
from tests.golden.policy.movements import exemption, movement

FOLDER = Path(__file__).parent / "cases"
FILES = sorted(FOLDER.glob("*.yml"))


def cases():
    for path in FILES:
        data = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.SafeLoader)
        for case in data["cases"]:
            yield pytest.param(data, case, id=f"{path.stem}: {case['case']}")


def bundle_of(data, case):
    policy = {**data.get("policy", {}), **case.get("policy", {})}
    sources = {**data.get("sources", {}), **case.get("sources", {})}
    return load_files(
        {
            "policy.yml": yaml.safe_dump(policy, sort_keys=False),
            "sources.yml": yaml.safe_dump({"sources": sources}),
            "tags.yml": "datasets: {}",
        }
    )


@pytest.mark.parametrize(("data", "case"), list(cases()))
def test_the_engine_answers_as_written(data, case):
    bundle = bundle_of(data, case)
    moving = movement(case, bundle)
    lifted = [exemption(index, item, bundle.sources) for index, item in enumerate(case.get("exemptions", []))]
    decision = with_fixes(bundle, moving, decide(bundle.policy, moving, lifted), lifted)
    expected = {"rules": case["rules"], "verdict": case["verdict"], "would": case["would"]}
    found = {"rules": list(decision.rules), "verdict": decision.outcome.value, "would": decision.would.value}
    if "fixes" in case:
        expected["fixes"] = case["fixes"]
        found["fixes"] = sorted({finding.rule for finding in decision.findings if finding.fix})
    if "columns" in case:
        expected["columns"] = case["columns"]
        found["columns"] = {
            finding.rule: [witness.steps[-1].column.path for witness in finding.witnesses]
            for finding in decision.findings
        }
    if "notes" in case:
        expected["notes"] = case["notes"]
        found["notes"] = len(decision.notes)
    if "exempted" in case:
        expected["exempted"] = case["exempted"]
        found["exempted"] = list(decision.exempted)
    assert expected == found


def test_there_are_many_cases_and_each_has_a_sentence_of_its_own():
    sentences = [case["case"] for path in FILES for case in yaml.safe_load(path.read_text(encoding="utf-8"))["cases"]]
    assert len(sentences) >= 60
    assert sorted(set(sentences)) == sorted(sentences)
