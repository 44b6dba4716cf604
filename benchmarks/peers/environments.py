"""The peers, and the environments they live in: what needs other versions than ours gets an environment of its own."""

import json
import subprocess
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

__all__ = ["PEERS", "MissingPeerError", "Peer"]

FOLDER = Path(__file__).resolve().parent
ROOT = FOLDER.parent.parent
ENVIRONMENTS = ROOT / ".venv-peers"


class MissingPeerError(Exception):
    """A peer that could not be installed, and why."""


@dataclass(frozen=True, slots=True)
class Peer:
    """Another reader of SQL.

    Attributes:
        name: what it is called.
        package: what is installed for it; empty where it lives in our own environment.
    """

    name: str
    package: str = ""

    @property
    def short(self) -> str:
        """The name of its files here."""
        return {"openlineage-sql": "openlineage", "sqlglot.lineage": "sqlglot"}.get(self.name, self.name)

    def python(self) -> Path:
        """The interpreter it runs on; its environment is made where it is not there yet.

        Raises:
            MissingPeerError: when it cannot be installed.
        """
        if not self.package:
            return Path(sys.executable)
        home = ENVIRONMENTS / self.short
        pins = FOLDER / f"{self.short}.txt"
        stamp, python = home / "made-from", home / "bin" / "python"
        made_from = f"{sys.version}\n{pins.read_text(encoding='utf-8')}"
        if stamp.is_file() and stamp.read_text(encoding="utf-8") == made_from:
            return python
        print(f"installing {self.name} into {home.relative_to(ROOT)} (once; a minute or two)", flush=True)
        for command in (
            [sys.executable, "-m", "venv", "--clear", str(home)],
            [str(python), "-m", "pip", "install", "-q", "--disable-pip-version-check", "-c", str(pins), self.package],
        ):
            done = subprocess.run(command, capture_output=True, text=True, check=False)
            if done.returncode:
                raise MissingPeerError(f"{self.name} cannot be installed: {done.stderr.strip().splitlines()[-1:]}")
        stamp.write_text(made_from, encoding="utf-8")
        return python

    def ask(self, cases: Iterable[dict[str, object]]) -> Iterator[dict[str, object]]:
        """Its version, then its answer to every case, in order.

        Args:
            cases: as `benchmarks.peers.cases.Case.question` makes them.

        Raises:
            MissingPeerError: when it cannot be installed or does not run.
        """
        pending = list(cases)
        answers = self._process(pending)
        yield answers.pop(0)
        while True:
            yield from answers
            pending = pending[len(answers) :]
            if not pending:
                return
            # The process is gone: the case it was at took it down.
            yield {"id": pending[0]["id"], "edges": [], "error": "error: the process dies", "seconds": 0.0}
            pending = pending[1:]
            answers = self._process(pending)[1:]

    def _process(self, cases: list[dict[str, object]]) -> list[dict[str, object]]:
        script = FOLDER / f"ask_{self.short}.py"
        environment = {"PYTHONPATH": str(ROOT), "PATH": "", "PYTHONHASHSEED": "0", "HOME": str(ENVIRONMENTS)}
        lines = "".join(json.dumps(case) + "\n" for case in cases)
        command = [str(self.python()), str(script)]
        done = subprocess.run(command, input=lines, env=environment, capture_output=True, text=True, check=False)
        answers = [json.loads(line) for line in done.stdout.splitlines()]
        if not answers:
            raise MissingPeerError(f"{self.name} does not run: {done.stderr.strip().splitlines()[-1:]}")
        return answers


PEERS = (
    Peer("openlineage-sql"),
    Peer("sqlglot.lineage"),
    Peer("sqllineage", "sqllineage"),
    Peer("datahub", "acryl-datahub[sql-parser]"),
)
