"""What the files of the repository may be called, hold and grow to."""

import re
import subprocess

import pytest

from tests.conftest import ROOT

MAX_LINES = 400
GRAB_BAGS = {"utils", "util", "helpers", "helper", "common", "misc"}
# Written apart, so that this file does not hold what it looks for.
REGISTRIES = ["pypi" + ".org", "pythonhosted" + ".org", "npmjs" + ".org", "npmjs" + ".com", "yarnpkg" + ".com"]
MACHINE_PATHS = re.compile(
    r"(?<![\w.~}*/-])/(root|work|Users|home)/[\w.]" + r"|/opt/py" + r"pi|site" + r"-packages/airflow"
)


def tracked() -> list[str]:
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    return [name for name in listed.stdout.decode().split("\0") if name and (ROOT / name).is_file()]


def texts() -> list[tuple[str, str]]:
    found = []
    for name in tracked():
        content = (ROOT / name).read_bytes()
        if b"\0" not in content:
            found.append((name, content.decode("utf-8")))
    return found


SOURCES = sorted((ROOT / "src").rglob("*.py"))


def test_no_file_holds_the_address_of_a_package_registry():
    assert [] == [name for name, text in texts() for host in REGISTRIES if host in text]


def test_no_file_holds_a_path_of_somebodys_machine():
    found = [
        f"{name}:{number}"
        for name, text in texts()
        for number, line in enumerate(text.splitlines(), start=1)
        if MACHINE_PATHS.search(line)
    ]
    assert [] == found


def test_no_module_is_longer_than_one_idea():
    lengths = {str(path.relative_to(ROOT)): len(path.read_text(encoding="utf-8").splitlines()) for path in SOURCES}
    assert {} == {name: length for name, length in lengths.items() if length > MAX_LINES}


def test_no_module_is_a_grab_bag():
    assert [] == [str(path) for path in SOURCES if path.stem.strip("_") in GRAB_BAGS or path.parent.name in GRAB_BAGS]


def test_no_name_of_the_demo_occurs_in_the_package():
    demo = [text for name, text in texts() if name.startswith(("dags/", "examples/microloan/bundle/"))]
    tables = {name for text in demo for name in re.findall(r"\b(?:wh|sg)\.([a-z]+_[a-z_]*[a-z])\b", text)}
    assert len(tables) >= 10
    names = {*tables, "microloan", "micro-loan", "ads-partner", "ads_partner"}
    package = [(name, text.lower()) for name, text in texts() if name.startswith("src/")]
    assert [] == [f"{file}: {name}" for file, text in package for name in sorted(names) if name in text]


def test_every_script_that_make_calls_is_there_and_runs_as_a_program():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    called = set(re.findall(r"\b((?:scripts|benchmarks)/[\w.-]+)", makefile))
    programs = {name for name in called if not name.endswith((".py", ".json"))}
    assert set() == {name for name in called - {"benchmarks/results.json"} if not (ROOT / name).is_file()}
    assert set() == {name for name in programs if not (ROOT / name).stat().st_mode & 0o100}


@pytest.mark.parametrize("fragment", sorted((ROOT / "changelog.d").glob("*.md")), ids=lambda path: path.name)
def test_every_changelog_fragment_is_named_by_issue_and_kind(fragment):
    assert fragment.name == "README.md" or re.fullmatch(
        r"\d+\.(added|changed|fixed|removed|security)\.md", fragment.name
    )
