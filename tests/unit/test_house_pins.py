"""The pins fit what pyproject.toml declares, and tell nothing of where they were made."""

import importlib.metadata
import re
import subprocess
import sys
import tomllib

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from tests.conftest import ROOT

PINS = {
    "py3.11": "3.11",
    "py3.12": "3.12",
    "py3.13": "3.13",
    "lowest-airflow": "3.11",
}
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
LINE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*==[0-9][0-9A-Za-z.+!]*( ; [^/#@]+)?")


def declared() -> list[Requirement]:
    project = PYPROJECT["project"]
    lists = [
        project["dependencies"],
        *project["optional-dependencies"].values(),
        *PYPROJECT["dependency-groups"].values(),
    ]
    requirements = [Requirement(text) for texts in lists for text in texts]
    return [requirement for requirement in requirements if requirement.name != project["name"]]


def pinned(name: str) -> dict[str, Version]:
    lines = (ROOT / "constraints" / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    pairs = (line.partition(" ;")[0].split("==") for line in lines)
    return {canonicalize_name(package): Version(version) for package, version in pairs}


def test_every_file_of_pins_is_known_here():
    assert {f"{name}.txt" for name in PINS} == {path.name for path in (ROOT / "constraints").iterdir()}


@pytest.mark.parametrize("name", PINS)
def test_a_line_of_pins_is_a_name_and_a_version_and_nothing_else(name):
    lines = (ROOT / "constraints" / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    assert [] == [line for line in lines if not LINE.fullmatch(line)]
    names = [line.partition("==")[0] for line in lines]
    assert sorted(set(names)) == names


@pytest.mark.parametrize("name", PINS)
def test_pins_satisfy_everything_declared(name):
    pins = pinned(name)
    environment = {"python_version": PINS[name], "python_full_version": f"{PINS[name]}.0", "extra": ""}
    unsatisfied = [
        str(requirement)
        for requirement in declared()
        if requirement.marker is None or requirement.marker.evaluate(environment)
        if (version := pins.get(canonicalize_name(requirement.name))) is None or version not in requirement.specifier
    ]
    assert [] == unsatisfied


def test_the_lowest_pins_hold_the_lowest_versions_we_declare():
    pins = pinned("lowest-airflow")
    project = PYPROJECT["project"]
    for text in [*project["dependencies"], *project["optional-dependencies"]["sqlite"]]:
        requirement = Requirement(text)
        lowest = min(Version(clause.version) for clause in requirement.specifier if clause.operator == ">=")
        assert (requirement.name, lowest) == (requirement.name, pins[canonicalize_name(requirement.name)])


def test_this_environment_is_consistent():
    answer = subprocess.run([sys.executable, "-m", "pip", "check"], capture_output=True, text=True, check=False)
    assert (0, "No broken requirements found.") == (answer.returncode, answer.stdout.strip())


def test_airflow_finds_each_of_our_entry_points_exactly_once():
    # An editable install can show up twice on the path, and Airflow then drops what stands beside the second copy.
    ours = [
        (point.group, point.value)
        for distribution in importlib.metadata.distributions()
        for point in distribution.entry_points
        if point.value.partition(".")[0] == "privlineage"
    ]
    assert [
        ("airflow.plugins", "privlineage.airflow.plugin:PrivlineagePlugin"),
        ("airflow.policy", "privlineage.airflow.policy"),
        ("apache_airflow_provider", "privlineage.airflow.provider:get_provider_info"),
        ("console_scripts", "privlineage.cli.main:main"),
    ] == sorted(ours)
