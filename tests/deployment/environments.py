"""Python environments that differ in one thing: whether our wheel is installed.

An environment is a venv whose packages are links to those of the environment the tests run in, all but ours. It costs
a second and nothing is copied; what is installed into it stays in it.
"""

import os
import subprocess
import sys
import sysconfig
import venv
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
OURS = ("privlineage", "_editable_impl_privlineage", "__editable__.privlineage")


@dataclass(frozen=True)
class Environment:
    """A venv of the tests' own."""

    home: Path

    @property
    def python(self) -> Path:
        return self.home / "bin" / "python"

    @property
    def packages(self) -> Path:
        minor = f"python{sys.version_info.major}.{sys.version_info.minor}"
        return self.home / "lib" / minor / "site-packages"

    def run(self, *command: str | Path, environment: dict[str, str] | None = None) -> subprocess.CompletedProcess:
        """What a Python of this environment answers.

        Raises:
            subprocess.CalledProcessError: when it fails; its output is a note of the error.
        """
        variables = own_variables() if environment is None else environment
        try:
            return subprocess.run([self.python, *command], capture_output=True, text=True, check=True, env=variables)
        except subprocess.CalledProcessError as error:
            error.add_note(f"{error.stdout[-2000:]}\n{error.stderr[-4000:]}")
            raise

    def install(self, wheel: Path) -> None:
        self._pip("install", "--no-deps", "--no-index", "--quiet", str(wheel))

    def uninstall(self) -> None:
        self._pip("uninstall", "--yes", "--quiet", "privlineage")

    def files(self) -> set[str]:
        """What is in it: links by name, the rest by path; the byte code that Python writes of others aside."""
        found = set()
        for folder, folders, files in os.walk(self.home):
            at = Path(folder).relative_to(self.home)
            if Path(folder) == self.packages / "__pycache__":
                continue
            linked = [name for name in folders if (Path(folder) / name).is_symlink()]
            found |= {str(at / name) for name in (*files, *linked)}
        return found

    def _pip(self, *command: str) -> None:
        self.run("-m", "pip", "--disable-pip-version-check", *command)


def own_variables() -> dict[str, str]:
    """This process's variables, without those that would change what a Python or an Airflow of its own does."""
    return {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("AIRFLOW", "PYTHON", "PRIVLINEAGE", "VIRTUAL_ENV"))
    }


def make_environment(home: Path) -> Environment:
    """An environment with everything that is installed here, without us."""
    venv.EnvBuilder(with_pip=False, symlinks=True).create(home)
    made = Environment(home)
    for found in Path(sysconfig.get_path("purelib")).iterdir():
        if not found.name.startswith((*OURS, "__pycache__")):
            (made.packages / found.name).symlink_to(found)
    airflow = home / "bin" / "airflow"
    airflow.write_text(f"#!{made.python}\nfrom airflow.__main__ import main\n\nraise SystemExit(main())\n")
    airflow.chmod(0o755)
    return made


def build_wheel(folder: Path) -> Path:
    """Our wheel, built from this working tree without a network."""
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        cwd=ROOT,
        env=own_variables(),
        capture_output=True,
        check=True,
    )
    return next(folder.glob("privlineage-*.whl"))
