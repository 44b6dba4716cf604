"""The reference of the bundle files: its examples load, and it speaks of every key there is."""

import re

import yaml

from privlineage.policy.files import cases, declassify, policy, rules, sources, tags, teams, zones
from privlineage.policy.files.cases import read_cases
from privlineage.policy.load import load_files
from privlineage.policy.model import Defaults
from privlineage.service.rollout.policy_tests import run_case
from tests.conftest import ROOT

PAGE = (ROOT / "docs" / "policy.md").read_text(encoding="utf-8")


def test_the_examples_of_the_page_are_a_bundle():
    texts = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
    names = {next(iter(yaml.safe_load(text))): text for text in texts}
    files = {"sources": "sources.yml", "datasets": "tags.yml", "categories": "taxonomy.yml", "defaults": "policy.yml"}
    files["teams"] = "teams.yml"
    assert sorted([*files, "cases"]) == sorted(names)
    bundle = load_files({name: names[key] for key, name in files.items()})
    assert len(bundle.tags) == 7
    assert [] == [error for error in bundle.warnings if error.code == "PL111"]
    assert Defaults() == bundle.policy.defaults
    results = [run_case(case, bundle) for case in read_cases({"tests/page.yml": names["cases"]}, bundle)]
    assert [(), (), ()] == [result.differences for result in results]


def test_the_page_names_every_key():
    known = [declassify._KEYS, policy._KEYS, policy._DEFAULTS, rules._KEYS, sources._KEYS, tags._DATASET, zones._KEYS]
    known += [teams._KEYS, teams._MEMBER, cases._CASE, cases._EXPECT]
    keys = {key for group in known for key in group}
    assert set() == {key for key in keys if f"`{key}`" not in PAGE and f"{key}:" not in PAGE}
