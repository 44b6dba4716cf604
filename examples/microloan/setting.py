"""Where the demo lives: a folder with the warehouse, the partner's folder, the overseas site, Airflow and our store."""

from __future__ import annotations

import argparse
import json
import os
import secrets
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from examples.microloan.data.warehouse import fill_overseas, fill_warehouse

__all__ = ["BUNDLE", "ROOT", "DemoError", "Setting", "folder_argument", "shown"]

ROOT = Path(__file__).resolve().parents[2]
BUNDLE = ROOT / "examples" / "microloan" / "bundle"


def shown(path: Path) -> str:
    """A path as a person in the project's folder would type it."""
    return str(path.relative_to(ROOT) if path.is_relative_to(ROOT) else path)


def folder_argument(about: str | None, default: str) -> Path:
    """The folder a script is asked to work in."""
    parser = argparse.ArgumentParser(description=about, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folder", type=Path, default=ROOT / ".demo" / default, help=f"default: .demo/{default}")
    chosen: Path = parser.parse_args().folder
    return chosen.absolute()


class DemoError(Exception):
    """A step of the demo failed; the text says which, and where its output is."""


@dataclass(frozen=True, slots=True)
class Setting:
    """The demo's folder and what is in it."""

    folder: Path

    @property
    def warehouse(self) -> Path:
        """The lender's warehouse."""
        return self.folder / "warehouse.db"

    @property
    def overseas(self) -> Path:
        """The overseas analytics site."""
        return self.folder / "overseas-sg.db"

    @property
    def partner(self) -> Path:
        """The advertising partner's drop folder."""
        return self.folder / "ads-partner"

    @property
    def airflow_home(self) -> Path:
        """Airflow's own folder; kept from run to run, since its database takes seconds to make."""
        return self.folder / "airflow"

    @property
    def store_file(self) -> Path:
        """privlineage's store."""
        return self.folder / "privlineage.db"

    @property
    def store(self) -> str:
        """The store's URL."""
        return f"sqlite:///{self.store_file}"

    @property
    def log(self) -> Path:
        """What the programs said that the demo ran."""
        return self.folder / "demo.log"

    def environment(self) -> dict[str, str]:
        """The environment every program of the demo runs in: nothing of the person's own Airflow."""
        clean = {name: value for name, value in os.environ.items() if not name.startswith("AIRFLOW_")}
        return clean | {
            # Airflow 3.1's `dags test` does not look for modules beside the DAG file.
            "PYTHONPATH": str(ROOT / "dags"),
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}",
            "AIRFLOW_HOME": str(self.airflow_home),
            "AIRFLOW__CORE__DAGS_FOLDER": str(ROOT / "dags"),
            "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
            "AIRFLOW__CORE__DAGS_ARE_PAUSED_AT_CREATION": "False",
            "AIRFLOW__PRIVLINEAGE__STORE": self.store,
            # The demo has nobody to wait for it: on a slow machine it takes its time.
            "AIRFLOW__PRIVLINEAGE__GATE_TIMEOUT": "60",
            "AIRFLOW__USAGE_DATA_COLLECTION__ENABLED": "False",
            "AIRFLOW_CONN_MICROLOAN_WH": f"sqlite://{quote(str(self.warehouse), safe='')}",
            "AIRFLOW_CONN_MICROLOAN_SG": f"sqlite://{quote(str(self.overseas), safe='')}",
            "AIRFLOW_CONN_MICROLOAN_ADS": json.dumps({"conn_type": "fs", "extra": {"path": str(self.partner)}}),
            "MICROLOAN_ADS_KEY": secrets.token_hex(32),
            "PYTHONWARNINGS": "ignore",
            "NO_COLOR": "1",
        }

    def fresh(self) -> dict[str, int]:
        """Empty the folder, Airflow's database apart, and make the data anew; says how many rows each raw table has."""
        self.folder.mkdir(parents=True, exist_ok=True)
        for path in self.folder.iterdir():
            if path == self.airflow_home:
                continue
            shutil.rmtree(path) if path.is_dir() else path.unlink()
        self.airflow_home.mkdir(exist_ok=True)
        self.partner.mkdir()
        fill_overseas(self.overseas)
        return fill_warehouse(self.warehouse)

    def run(self, *command: str, may_fail: bool = False) -> subprocess.CompletedProcess[str]:
        """Run a program of the environment and keep what it says in the log.

        Raises:
            DemoError: when it fails and may not.
        """
        program = str(Path(sys.executable).with_name(command[0]))
        answer = subprocess.run(  # noqa: S603 - programs of this environment
            [program, *command[1:]], env=self.environment(), cwd=ROOT, capture_output=True, text=True, check=False
        )
        with self.log.open("a", encoding="utf-8") as log:
            log.write(f"$ {' '.join(command)}\n{answer.stdout}{answer.stderr}\n")
        if answer.returncode and not may_fail:
            said = (answer.stderr or answer.stdout).strip().splitlines()[-5:]
            raise DemoError("\n".join([f"`{' '.join(command)}` failed (exit {answer.returncode}):", *said]))
        return answer

    def migrate(self) -> None:
        """Make Airflow's database, once for each release of Airflow."""
        from importlib.metadata import version

        stamp, wanted = self.airflow_home / "migrated", version("apache-airflow")
        if not stamp.exists() or stamp.read_text(encoding="utf-8") != wanted:
            self.run("airflow", "db", "migrate")
            stamp.write_text(wanted, encoding="utf-8")

    def publish(self) -> None:
        """Make the store, publish the bundle, pull the schemas of the databases."""
        self.run("privlineage", "init", "--no-bundle")
        self.run("privlineage", "apply", str(BUNDLE))
        for source, file in (("wh", self.warehouse), ("sg", self.overseas)):
            # Without --url it asks Airflow for the source's connection, which takes seconds to import.
            self.run("privlineage", "schemas", "pull", "--source", source, "--url", f"sqlite:///{file}")
