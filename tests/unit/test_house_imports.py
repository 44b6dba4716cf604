"""Which room may import what, and what a start of Airflow pays for us."""

import ast
import os
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks.airflow_alone import AIRFLOW_ALONE
from tests.conftest import ROOT

SRC = ROOT / "src"
ENTRY_POINTS = ["privlineage.airflow.policy", "privlineage.airflow.plugin", "privlineage.airflow.provider"]
HEAVY = {
    "alembic",
    "altair",
    "fastapi",
    "great_expectations",
    "httpx",
    "jwt",
    "networkx",
    "numpy",
    "pandas",
    "phonenumbers",
    "pyarrow",
    "pydantic",
    "rich",
    "scipy",
    "sqlalchemy",
    "sqlglot",
    "starlette",
    "stdnum",
    "tenacity",
    "typer",
    "uvicorn",
    "yaml",
}
ROOMS = ["cli", "airflow", "expectations", "api", "service", "store", "lineage", "detect", "policy", "graph", "core"]


def imports(path: Path) -> Iterator[str]:
    """Every module a file imports, anywhere in it."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def modules_added(code: str, before: str = "") -> set[str]:
    """The top-level modules that `code` loads in a fresh process which has run `before`."""
    program = f"""
import sys
{before}
base = set(sys.modules)
{code}
print(*sorted({{name.partition(".")[0] for name in set(sys.modules) - base}}))
"""
    environment = {**os.environ, "PYTHONPATH": str(SRC)}
    answer = subprocess.run(
        [sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=True
    )
    return set(answer.stdout.splitlines()[-1].split())


def test_importing_privlineage_loads_nothing_heavy_and_no_airflow():
    assert set() == modules_added("import privlineage") & {*HEAVY, "airflow"}


def test_importing_the_expectations_loads_nothing_heavy_until_one_is_used():
    assert set() == modules_added("import privlineage.expectations") & {*HEAVY, "airflow", "pyspark"}


def test_using_an_expectation_loads_great_expectations_with_its_analytics_off():
    code = "from privlineage.expectations import ExpectColumnToHoldNoPersonalData\nimport os"
    check = 'import os\nos.environ["GX_ANALYTICS_ENABLED"] = "true"\nimport pandas, sqlalchemy, scipy'
    off = 'assert os.environ["GX_ANALYTICS_ENABLED"] == "false"\nassert "posthog" not in sys.modules'
    assert "great_expectations" in modules_added(f"{code}\n{off}", check)


def test_our_entry_points_add_nothing_heavy_to_a_start_of_airflow():
    # Airflow itself loads pydantic, SQLAlchemy and rich: what counts is what we add. `import airflow` would load an
    # installed privlineage at once, so it is hidden until the line is drawn.
    added = modules_added("import " + ", ".join(ENTRY_POINTS), AIRFLOW_ALONE)
    assert {"privlineage"} == added & {*HEAVY, "privlineage"}


def test_only_the_airflow_room_imports_airflow():
    outside = [
        f"{path.relative_to(SRC)}: {name}"
        for path in sorted(SRC.rglob("*.py"))
        if path.relative_to(SRC / "privlineage").parts[0] != "airflow"
        for name in imports(path)
        if name.partition(".")[0] == "airflow"
    ]
    assert [] == outside


def test_core_imports_the_standard_library_alone():
    strange = [
        f"{path.name}: {name}"
        for path in sorted((SRC / "privlineage" / "core").rglob("*.py"))
        for name in imports(path)
        if name.partition(".")[0] not in sys.stdlib_module_names and not name.startswith("privlineage.core")
    ]
    assert [] == strange


@pytest.mark.parametrize("room", ["graph", "policy"])
def test_a_pure_room_opens_no_file_process_or_socket_and_asks_no_clock(room):
    impure = {"socket", "subprocess", "sqlite3", "sqlalchemy", "time", "random", "urllib", "http", "shutil", "tempfile"}
    found = [
        f"{path.name}: {name}"
        for path in sorted((SRC / "privlineage" / room).rglob("*.py"))
        for name in imports(path)
        if name.partition(".")[0] in impure
    ]
    assert [] == found


def test_every_room_is_under_the_contract():
    config = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    layers = config["tool"]["importlinter"]["contracts"][0]["layers"]
    assert ROOMS == [room.strip("() ") for layer in layers for room in layer.split("|")]
    assert set() == {path.parent.name for path in (SRC / "privlineage").glob("*/__init__.py")} - {*ROOMS}
