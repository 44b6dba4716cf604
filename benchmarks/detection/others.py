"""Detectors of other projects, each in an environment of its own: made once, from pinned versions."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.peers.environments import MissingPeerError

__all__ = ["OTHERS", "Other"]

ROOT = Path(__file__).resolve().parents[2]
PINS = ROOT / "benchmarks" / "peers"
LONGEST = 300
"""So many characters of a value they are given: a vector of 512 numbers would take them minutes."""


@dataclass(frozen=True, slots=True)
class Other:
    """Another detector.

    Attributes:
        name: what it is called.
        package: what is installed for it.
        short: the name of its files and its environment.
    """

    name: str
    package: str
    short: str

    @property
    def home(self) -> Path:
        """Its environment."""
        return ROOT / f".venv-{self.short}"

    def python(self) -> Path:
        """Its interpreter; the environment is made where it is not there yet.

        Raises:
            MissingPeerError: when it cannot be installed.
        """
        pins = PINS / f"{self.short}.txt"
        stamp, python = self.home / "made-from", self.home / "bin" / "python"
        made_from = f"{sys.version}\n{pins.read_text(encoding='utf-8')}"
        if stamp.is_file() and stamp.read_text(encoding="utf-8") == made_from:
            return python
        print(f"installing {self.name} into {self.home.name} (once; some minutes)", flush=True)
        for command in (
            [sys.executable, "-m", "venv", "--clear", str(self.home)],
            [str(python), "-m", "pip", "install", "-q", "--disable-pip-version-check", "-c", str(pins), self.package],
        ):
            done = subprocess.run(command, capture_output=True, text=True, check=False)
            if done.returncode:
                raise MissingPeerError(f"{self.name} cannot be installed: {done.stderr.strip().splitlines()[-1:]}")
        stamp.write_text(made_from, encoding="utf-8")
        return python

    def ask(self, columns: Iterable[Sequence[str]]) -> tuple[str, list[dict[str, Any]]]:
        """Its version, and for every column what it said and the seconds that it took.

        Raises:
            MissingPeerError: when it cannot be installed or does not run.
        """
        script = Path(__file__).resolve().parent / f"ask_{self.short}.py"
        lines = "".join(json.dumps([value[:LONGEST] for value in values]) + "\n" for values in columns)
        one = dict.fromkeys(
            ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "TF_NUM_INTRAOP_THREADS", "TF_NUM_INTEROP_THREADS"), "1"
        )
        environment = {"PATH": "", "HOME": str(self.home), "PYTHONHASHSEED": "0", "TF_CPP_MIN_LOG_LEVEL": "3", **one}
        command = [str(self.python()), str(script)]
        done = subprocess.run(command, input=lines, env=environment, capture_output=True, text=True, check=False)
        answers = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
        if len(answers) < 2:
            raise MissingPeerError(f"{self.name} does not run: {done.stderr.strip().splitlines()[-1:]}")
        return str(answers[0]["version"]), answers[1:]


OTHERS = (
    Other("Presidio", "presidio-analyzer", "presidio"),
    Other("DataProfiler", "DataProfiler[ml]", "dataprofiler"),
)
