"""The scripts behind `make`: the choice of a Python, the stamp that makes a second run start at once, the mutants."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT

PYTHONS = ["python3.13", "python3.12", "python3.11", "python3", "python"]
SHIM_WITH_NOTHING_BEHIND = 'echo "pyenv: command not found" >&2; exit 127'
TOO_OLD = 'if [ "$1" = -V ]; then echo "Python 3.9.18"; else exit 1; fi'


@pytest.fixture
def project(tmp_path) -> Path:
    """A copy of the project's set-up, where set_up.py only says who runs it, and with what."""
    shutil.copytree(ROOT / "scripts", tmp_path / "project" / "scripts")
    (tmp_path / "project" / "scripts" / "set_up.py").write_text(
        "import os, sys; print(os.environ['NAME'], *sys.argv[1:])"
    )
    return tmp_path / "project"


def set_up(project: Path, pythons: dict[str, str], **environment: str) -> subprocess.CompletedProcess[str]:
    """Run `scripts/set-up runtime` on a PATH where each Python does what its shell line says."""
    path = project.parent / "bin"
    path.mkdir()
    for name in PYTHONS:
        (path / name).write_text(f"#!/bin/sh\n{pythons.get(name, SHIM_WITH_NOTHING_BEHIND)}\n")
        (path / name).chmod(0o755)
    inherited = {key: value for key, value in os.environ.items() if key != "PYTHON"}
    return subprocess.run(
        ["scripts/set-up", "runtime"],
        cwd=project,
        env={**inherited, "PATH": f"{path}{os.pathsep}{os.environ['PATH']}", **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def good(name: str) -> str:
    return f'NAME={name} exec "{sys.executable}" "$@"'


def test_the_newest_python_that_runs_is_taken_and_shims_are_passed_over(project):
    answer = set_up(project, {"python3.12": good("python3.12"), "python3.11": good("python3.11")})
    assert (0, "python3.12 runtime\n", "") == (answer.returncode, answer.stdout, answer.stderr)


def test_python_names_the_interpreter(project):
    other = project.parent / "other"
    other.write_text(f"#!/bin/sh\n{good('other')}\n")
    other.chmod(0o755)
    answer = set_up(project, {"python3.13": good("python3.13")}, PYTHON=str(other))
    assert (0, "other runtime\n") == (answer.returncode, answer.stdout)


def test_a_named_python_that_does_not_fit_is_refused_with_what_it_says(project):
    answer = set_up(project, {"python": TOO_OLD, "python3.13": good("python3.13")}, PYTHON="python")
    assert (1, "") == (answer.returncode, answer.stdout)
    assert "PYTHON=python is no Python 3.11, 3.12 or 3.13 that runs (it says: Python 3.9.18)" in answer.stderr


def test_without_any_python_that_fits_set_up_says_what_it_found(project):
    answer = set_up(project, {"python3": TOO_OLD})
    assert (1, "") == (answer.returncode, answer.stdout)
    assert "no Python 3.11, 3.12 or 3.13 runs here" in answer.stderr
    assert "  python3: Python 3.9.18\n" in answer.stderr
    assert "  python3.13: pyenv: command not found\n" in answer.stderr


@pytest.fixture
def stamped(tmp_path) -> Path:
    """A project whose environment is stamped as ready, and whose Python would give a second installation away."""
    for folder in ("scripts", "constraints"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    (tmp_path / ".venv" / "bin").mkdir(parents=True)
    (tmp_path / ".venv" / "bin" / "python").write_text("not a program")
    digest = subprocess.run(
        [sys.executable, "-c", "import set_up, sys; print(set_up._digest(set_up.Path(sys.argv[1])))", pins(tmp_path)],
        cwd=tmp_path / "scripts",
        capture_output=True,
        text=True,
        check=True,
    )
    (tmp_path / ".venv" / ".set-up-runtime").write_text(digest.stdout.strip())
    return tmp_path


def pins(project: Path) -> str:
    return str(project / "constraints" / f"py{sys.version_info.major}.{sys.version_info.minor}.txt")


def run_again(project: Path, layer: str = "runtime", **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-I", "scripts/set_up.py", layer, "--venv", str(project / ".venv")],
        cwd=project,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_second_run_finds_its_stamp_and_does_nothing(stamped):
    answer = run_again(stamped)
    assert (0, "", "") == (answer.returncode, answer.stdout, answer.stderr)


@pytest.mark.parametrize("changed", ["pins", "pyproject"])
def test_a_change_of_what_the_environment_is_made_from_makes_it_anew(stamped, changed):
    path = Path(pins(stamped)) if changed == "pins" else stamped / "pyproject.toml"
    path.write_text(path.read_text().replace("2", "3", 1))
    # No network is touched: pip is told of no index, so the first installation ends it.
    shutil.rmtree(stamped / ".venv" / "bin")
    answer = run_again(stamped, PIP_NO_INDEX="1", PIP_FIND_LINKS="", PIP_CONFIG_FILE=os.devnull)
    assert 1 == answer.returncode
    assert "set-up: 1/3 making .venv with Python" in answer.stdout
    assert "set-up: pip could not install its own tools; the whole output is in" in answer.stderr
    assert not (stamped / ".venv" / ".set-up-runtime").exists()


SOUND = "def double(x):\n    return 2 * x\n"
TEST = """
from calc import double

def test_double():
    assert 4 == double(2)

def test_zero():
    assert 0 == double(0)
"""


def patch(body: str, tests: str = "tests/test_calc.py", line: str = "    return 2 * x") -> str:
    return (
        f"Breaks: doubling\nTests: {tests}\n\ndiff --git a/src/calc.py b/src/calc.py\n--- a/src/calc.py\n"
        f"+++ b/src/calc.py\n@@ -1,2 +1,2 @@\n def double(x):\n-{line}\n+    {body}\n"
    )


@pytest.mark.parametrize(
    ("text", "code", "verdict"),
    [
        (patch("return 3 * x"), 0, "caught"),
        (patch("return 3 * x", tests="tests/test_calc.py::test_zero"), 1, "SURVIVED"),
        (patch("return undefined"), 1, "does not run"),
        (patch("return 3 * ("), 1, "does not run"),
        (patch("return 3 * x", tests="tests/test_gone.py"), 1, "its tests do not exist"),
        (patch("return 3 * x", line="    return 5 * x"), 1, "does not apply"),
        (patch("return 3 * x").replace("Tests: ", "Test: "), 1, "no Tests in the header"),
    ],
)
def test_a_mutant_counts_as_caught_only_by_the_judgement_of_its_tests(tmp_path, text, code, verdict):
    for name, content in {
        "src/calc.py": SOUND,
        "tests/test_calc.py": TEST,
        "mutants/doubling.patch": text,
        "pyproject.toml": "[tool.pytest.ini_options]\n",
    }.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(content)
    (tmp_path / "scripts").mkdir()
    shutil.copy(ROOT / "scripts" / "mutants.py", tmp_path / "scripts")
    subprocess.run(["git", "init", "-q"], cwd=tmp_path, check=True)
    answer = subprocess.run(
        [sys.executable, "scripts/mutants.py"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert (code, verdict) == (answer.returncode, answer.stdout.splitlines()[0].partition(" doubling")[0].strip())


@pytest.mark.soak
def test_every_committed_mutant_is_caught():
    answer = subprocess.run(
        [sys.executable, "scripts/mutants.py"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert 0 == answer.returncode, answer.stdout
