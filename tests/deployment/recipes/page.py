"""A page of the docs as something to run: its `sh` blocks in their order, each with the output shown below it."""

import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

DOCS = Path(__file__).resolve().parents[3] / "docs"
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
MARK = "--- step"


@dataclass(frozen=True)
class Step:
    """Commands, and the lines that they are said to print."""

    commands: str
    shown: tuple[str, ...] = ()


def blocks(name: str) -> list[tuple[str, str]]:
    """Language and text of every block of a page."""
    return BLOCK.findall((DOCS / name).read_text(encoding="utf-8"))


def steps(name: str) -> list[Step]:
    found: list[Step] = []
    for language, text in blocks(name):
        if language == "sh":
            found.append(Step(text))
        elif language == "text":
            found[-1] = Step(found[-1].commands, tuple(text.splitlines()))
    return found


def run(page: list[Step], environment: dict[str, str], folder: Path) -> list[str]:
    """What each step prints, all in one shell that stops at the first command which fails."""
    script = "set -euo pipefail\n" + "".join(f"{step.commands}\necho; echo '{MARK}'\n" for step in page)
    (folder / "recipe.sh").write_text(script, encoding="utf-8")
    done = subprocess.run(
        ["bash", "recipe.sh"],
        env=environment,
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-6000:]
    return done.stdout.split(f"\n{MARK}\n")[:-1]


def missing(step: Step, printed: str) -> list[str]:
    """Lines that a step is said to print and does not, in that order; `…` stands for anything within a line."""
    left = printed.splitlines()
    lost = []
    for line in step.shown:
        pattern = re.compile(".*".join(re.escape(part) for part in line.split("…")))
        at = next((number for number, other in enumerate(left) if pattern.search(other)), None)
        if at is None:
            lost.append(line)
        else:
            left = left[at + 1 :]
    return lost
