"""Break the code in known ways, one patch at a time, and demand that the tests named in the patch notice.

Each `mutants/*.patch` begins with two header lines, above the diff:

    Breaks: a forbid rule no longer forbids
    Tests: tests/unit/policy/test_engine.py tests/property/test_laws.py::test_blocks

A mutant counts as caught only if those tests pass on the code as it is, and at least one of them fails on the broken
code by its own judgement: a test that cannot be collected, or that stumbles over a name the patch broke, proves
nothing. Exit 1 if a mutant survives, a patch does not apply, or a patch names no tests.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree as ET

ROOT = Path(__file__).resolve().parent.parent
TEST_TIMEOUT_SECONDS = 600
# What a patch that does not even run looks like, as opposed to one that gives a wrong answer.
STUMBLES = (
    "AttributeError",
    "ImportError",
    "IndentationError",
    "ModuleNotFoundError",
    "NameError",
    "SyntaxError",
    "TypeError",
    "UnboundLocalError",
)


@dataclass(frozen=True, slots=True)
class Mutant:
    """One way to break the code, and the tests that must notice."""

    patch: Path
    breaks: str
    tests: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the tests said: how many ran, how many failed by their own judgement, how many could not judge."""

    ran: int
    failed: int
    broken: int


def main() -> int:
    """Run every mutant, or those whose file name contains one of the given words."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("words", nargs="*", help="only mutants whose file name contains one of these")
    parser.add_argument("--folder", type=Path, default=ROOT / "mutants", help="where the patches are")
    chosen = parser.parse_args()
    patches = sorted(chosen.folder.glob("*.patch"))
    if chosen.words:
        patches = [patch for patch in patches if any(word in patch.stem for word in chosen.words)]
    if not patches:
        print("mutants: no patch to apply")
        return 1
    rows: list[tuple[str, str, str]] = []
    with tempfile.TemporaryDirectory(prefix="privlineage-mutants-") as folder:
        sound = _all_sound(patches, Path(folder))
        for patch in patches:
            started = time.monotonic()
            verdict, breaks = _judge(patch, Path(folder), sound)
            print(f"{verdict:<10} {patch.stem}  {time.monotonic() - started:.0f} s", flush=True)
            rows.append((verdict, patch.stem, breaks))
    caught = sum(verdict == "caught" for verdict, _, _ in rows)
    print(f"\n{'verdict':<44} {'mutant':<32} breaks")
    for verdict, name, breaks in rows:
        print(f"{verdict:<44} {name:<32} {breaks}")
    print(f"{caught} of {len(rows)} mutants caught")
    return 0 if caught == len(rows) else 1


def read(patch: Path) -> Mutant:
    """Read a patch's header.

    Raises:
        ValueError: it lacks `Breaks:` or `Tests:`.
    """
    header = dict(
        line.split(": ", 1)
        for line in patch.read_text(encoding="utf-8").partition("\ndiff --git ")[0].splitlines()
        if ": " in line
    )
    missing = [key for key in ("Breaks", "Tests") if not header.get(key, "").strip()]
    if missing:
        text = f"no {' and no '.join(missing)} in the header"
        raise ValueError(text)
    return Mutant(patch, header["Breaks"].strip(), tuple(header["Tests"].split()))


def _all_sound(patches: list[Path], folder: Path) -> dict[tuple[str, ...], str]:
    """Test all the tests on sound code in one go; where something is wrong, each mutant's are asked by themselves."""
    named = []
    for patch in patches:
        with contextlib.suppress(ValueError):
            named.append(read(patch).tests)
    if not named:
        return {}
    together = tuple(dict.fromkeys(test for tests in named for test in tests))
    fault = _soundness(_run(_copy(folder / "sound"), together))
    return {} if fault else dict.fromkeys(named, "")


def _judge(patch: Path, folder: Path, sound: dict[tuple[str, ...], str]) -> tuple[str, str]:
    """The verdict on one patch, and what it breaks."""
    try:
        mutant = read(patch)
    except ValueError as error:
        return str(error), ""
    if mutant.tests not in sound:
        sound[mutant.tests] = _soundness(_run(_copy(folder / f"{patch.stem}-sound"), mutant.tests))
    if sound[mutant.tests]:
        return sound[mutant.tests], mutant.breaks
    tree = _copy(folder / patch.stem)
    applied = subprocess.run(
        ["git", "apply", "--whitespace=nowarn", str(patch.resolve())],
        cwd=tree,
        capture_output=True,
        text=True,
        check=False,
    )
    if applied.returncode:
        return "does not apply", mutant.breaks
    outcome = _run(tree, mutant.tests)
    shutil.rmtree(tree)
    if outcome is None:
        return "tests did not finish", mutant.breaks
    if outcome.failed:
        return "caught", mutant.breaks
    return ("does not run" if outcome.broken else "SURVIVED"), mutant.breaks


def _soundness(outcome: Outcome | None) -> str:
    """What is wrong with the tests before anything is broken; empty if nothing is."""
    if outcome is None:
        return "its tests do not finish on sound code"
    if not outcome.ran:
        return "its tests do not exist"
    return "its tests fail on sound code" if outcome.failed or outcome.broken else ""


def _copy(tree: Path) -> Path:
    """A copy of the working tree as git sees it, in a repository of its own, so that `git apply` works there."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    for name in filter(None, listed.stdout.decode().split("\0")):
        if (ROOT / name).is_file():
            (tree / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, tree / name)
    subprocess.run(["git", "init", "-q"], cwd=tree, check=True)
    return tree


def _run(tree: Path, tests: tuple[str, ...]) -> Outcome | None:
    """Run the tests in `tree`, with its `src` before any installed one; None if they hang."""
    report = tree / ".mutants.xml"
    environment = {
        **os.environ,
        "PYTHONPATH": str(tree / "src"),
        "PYTHONDONTWRITEBYTECODE": "1",
        "HYPOTHESIS_PROFILE": "mutants",
    }
    # Any test may be named, whichever command runs it otherwise.
    options = ["-q", "-m", "", "-p", "no:cacheprovider", f"--junit-xml={report}"]
    command = [sys.executable, "-m", "pytest", *options, *tests]
    try:
        process = subprocess.run(
            command, cwd=tree, env=environment, capture_output=True, timeout=TEST_TIMEOUT_SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        return None
    if not report.is_file() or process.returncode not in (0, 1):
        return Outcome(0, 0, 1)
    return _read_report(report)


def _read_report(report: Path) -> Outcome:
    cases = list(ET.parse(report).getroot().iter("testcase"))  # noqa: S314  our own pytest wrote it
    failures = [failure.get("message", "") for case in cases for failure in case.findall("failure")]
    stumbled = sum(message.startswith(STUMBLES) for message in failures)
    errors = sum(bool(case.findall("error")) for case in cases)
    return Outcome(len(cases), len(failures) - stumbled, stumbled + errors)


if __name__ == "__main__":
    raise SystemExit(main())
