"""Run the suite on every supported Python found on this machine, and on the lowest Airflow we declare.

Each gets an environment of its own in `.venv-<target>`. What this machine lacks is reported as not run. Exit 1 if a
suite that ran was not green.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MINORS = ("3.11", "3.12", "3.13")


@dataclass(frozen=True, slots=True)
class Target:
    """One environment to run the suite in."""

    name: str
    minor: str
    pins: Path


TARGETS = (
    *(Target(f"py{minor}", minor, ROOT / "constraints" / f"py{minor}.txt") for minor in MINORS),
    # Its pins were resolved for the lowest Python as well.
    Target("lowest-airflow", "3.11", ROOT / "constraints" / "lowest-airflow.txt"),
)


def main() -> int:
    """Run the targets asked for (all by default) and print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("targets", nargs="*", help=f"of {', '.join(target.name for target in TARGETS)}; default: all")
    parser.add_argument("--tests", default="", help="what to hand to pytest, such as a folder")
    chosen = parser.parse_args()
    unknown = set(chosen.targets) - {target.name for target in TARGETS}
    if unknown:
        parser.error(f"unknown target {', '.join(sorted(unknown))}")
    rows = [
        _try(target, chosen.tests.split()) for target in TARGETS if not chosen.targets or target.name in chosen.targets
    ]
    print(f"\n{'target':<16}{'python':<10}{'airflow':<10}{'time':<8}result")
    for row in rows:
        print("{:<16}{:<10}{:<10}{:<8}{}".format(*row))
    return 1 if any(row[4].startswith("FAILED") for row in rows) else 0


def _try(target: Target, arguments: list[str]) -> tuple[str, str, str, str, str]:
    """One row of the table."""
    airflow = _pinned(target.pins, "apache-airflow")
    python = find_python(target.minor)
    if python is None:
        return target.name, target.minor, airflow, "-", f"not run: no Python {target.minor} on this machine"
    print(f"== {target.name}", flush=True)
    venv = ROOT / f".venv-{target.name}"
    started = time.monotonic()
    set_up = [python, "-I", "scripts/set_up.py", "dev", "--venv", str(venv), "--pins", str(target.pins)]
    if subprocess.run(set_up, cwd=ROOT, check=False).returncode:
        return target.name, target.minor, airflow, _since(started), "FAILED: the environment could not be made"
    started = time.monotonic()
    command = [str(venv / "bin" / "python"), "-m", "pytest", "-q", *arguments]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    last = ""
    for line in process.stdout or ():
        print(line, end="", flush=True)
        last = line.strip() or last
    outcome = re.sub(r" in [0-9.]+s.*", "", last.strip("= "))
    return target.name, target.minor, airflow, _since(started), ("FAILED: " if process.wait() else "") + outcome


def find_python(minor: str) -> str | None:
    """A Python of this minor that runs: from PATH, or among pyenv's, newest first."""
    pyenv = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv") / "versions"
    versions = sorted(pyenv.glob(f"{minor}.*"), key=lambda path: [int(part) for part in re.findall(r"\d+", path.name)])
    candidates = [shutil.which(f"python{minor}"), shutil.which("python3")]
    candidates += [str(version / "bin" / "python") for version in reversed(versions)]
    return next((path for path in candidates if path and _minor_of(path) == minor), None)


def _minor_of(python: str) -> str | None:
    question = "import sys; print('%d.%d' % sys.version_info[:2])"
    try:
        answer = subprocess.run([python, "-I", "-c", question], capture_output=True, text=True, check=True, timeout=60)
    except (OSError, subprocess.SubprocessError):
        return None
    return answer.stdout.strip()


def _pinned(pins: Path, package: str) -> str:
    lines = pins.read_text(encoding="utf-8").splitlines()
    return next((line.removeprefix(f"{package}==") for line in lines if line.startswith(f"{package}==")), "?")


def _since(started: float) -> str:
    return f"{time.monotonic() - started:.0f} s"


if __name__ == "__main__":
    raise SystemExit(main())
