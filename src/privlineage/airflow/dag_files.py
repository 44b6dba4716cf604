"""DAG files read for a check: imported as Airflow's DAG processor does, in an Airflow of their own.

The person's own Airflow is left alone: its home, its configuration file and its metadata database are not opened, and
no policy or listener sees the tasks. What a DAG file does on import is its author's business, as everywhere.
"""

from __future__ import annotations

import contextlib
import hashlib
import importlib.machinery
import importlib.util
import os
import sys
import tempfile
import traceback
import warnings
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

from privlineage.core.errors import Place, PrivlineageError

__all__ = ["DagTask", "LoadedDags", "load_dags", "private_airflow"]

_TELLING = (ImportError, SyntaxError, NameError, AttributeError, TypeError)
"""Errors whose text names code rather than data."""


@dataclass(frozen=True, slots=True)
class DagTask:
    """One task of a DAG.

    Attributes:
        dag: the DAG.
        operator: the task as the file makes it, mapped or not.
        file: the file, as it was named.
    """

    dag: Any
    operator: Any
    file: str


@dataclass(frozen=True, slots=True)
class LoadedDags:
    """What some paths hold.

    Attributes:
        tasks: every task, by file, DAG and task id.
        errors: files that cannot be imported, with the line (PL002).
    """

    tasks: tuple[DagTask, ...]
    errors: tuple[PrivlineageError, ...]


@contextlib.contextmanager
def private_airflow(dags_folder: Path | None = None) -> Iterator[None]:
    """Let Airflow be imported with a home and a database that nobody else uses; no effect where it is imported already.

    Args:
        dags_folder: what `[core] dags_folder` says meanwhile.
    """
    if "airflow" in sys.modules:
        yield
        return
    with tempfile.TemporaryDirectory(prefix="privlineage-check-") as home:
        ours = {
            "AIRFLOW_HOME": home,
            "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN": f"sqlite:///{home}/airflow.db",
            "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
        }
        if dags_folder is not None:
            ours["AIRFLOW__CORE__DAGS_FOLDER"] = str(dags_folder.resolve())
        before = dict(os.environ)
        os.environ.update({"AIRFLOW__LOGGING__LOGGING_LEVEL": "ERROR", **before, **ours})
        os.environ.pop("AIRFLOW_CONFIG", None)
        try:
            yield
        finally:
            os.environ.clear()
            os.environ.update(before)


def load_dags(paths: Iterable[Path]) -> LoadedDags:
    """The tasks of DAG files and folders.

    In a folder, files are looked at as Airflow does: `.airflowignore` holds, and what mentions neither `dag` nor
    `airflow` is no DAG file. A file named by itself is imported whatever it says.
    """
    tasks: list[DagTask] = []
    errors: list[PrivlineageError] = []
    with warnings.catch_warnings():
        # What DAG files and Airflow warn about is told by Airflow itself, and is no finding of ours.
        warnings.simplefilter("ignore")
        for file, folder in _files(paths):
            try:
                tasks += _tasks(file, folder)
            except PrivlineageError as error:
                errors.append(error)
    return LoadedDags(tuple(tasks), tuple(errors))


def _files(paths: Iterable[Path]) -> list[tuple[Path, Path]]:
    """Every file, each once, with the folder its imports begin at."""
    from airflow.utils.file import list_py_file_paths

    found: dict[Path, tuple[Path, Path]] = {}
    for path in paths:
        listed = [path]
        if path.is_dir():
            listed = sorted(Path(name) for name in list_py_file_paths(str(path), safe_mode=True))
        for file in listed:
            if file.suffix == ".py" or file == path:
                found.setdefault(file.resolve(), (file, path if path.is_dir() else path.parent))
    return list(found.values())


def _tasks(file: Path, folder: Path) -> list[DagTask]:
    try:
        dags = _dags(file, folder)
        tasks = [(dag, task) for dag in dags for _, task in sorted(dag.task_dict.items())]
        for _, task in tasks:
            # `sql="report.sql"` names a template: what it holds is what runs.
            task.resolve_template_files()
    except KeyboardInterrupt:
        raise
    except BaseException as error:  # noqa: BLE001 - a DAG file may raise anything, SystemExit too
        raise _import_error(file, error) from None
    return [DagTask(dag, task, str(file)) for dag, task in tasks]


def _dags(file: Path, folder: Path) -> list[Any]:
    """The DAGs a file makes: those at its top level and those that registered themselves while it was imported."""
    from airflow.sdk import DAG
    from airflow.sdk.definitions._internal.contextmanager import DagContext

    name = f"privlineage_check_{file.stem}_{hashlib.sha256(str(file.resolve()).encode()).hexdigest()[:12]}"
    DagContext.autoregistered_dags.clear()
    DagContext.current_autoregister_module_name = name
    try:
        module = _imported(name, file, folder)
        top = [value for value in vars(module).values() if isinstance(value, DAG)]
        found = {id(dag): dag for dag in [*top, *(dag for dag, _ in DagContext.autoregistered_dags)]}
    finally:
        DagContext.current_autoregister_module_name = None
        DagContext.autoregistered_dags.clear()
    return sorted(found.values(), key=lambda dag: str(dag.dag_id))


def _imported(name: str, file: Path, folder: Path) -> ModuleType:
    loader = importlib.machinery.SourceFileLoader(name, str(file))
    spec = importlib.util.spec_from_loader(name, loader)
    if spec is None:
        raise ImportError(f"{file.name} cannot be imported")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    # Airflow puts the DAGs folder on the path, so DAG files import what lies beside them.
    entry = str(folder.resolve())
    if entry not in sys.path:
        sys.path.append(entry)
    loader.exec_module(module)
    return module


def _import_error(file: Path, error: BaseException) -> PrivlineageError:
    """Where in the file it went wrong, and how: the text of an error only where it names code."""
    line = error.lineno if isinstance(error, SyntaxError) else None
    if line is None:
        here = [frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename == str(file)]
        line = here[-1] if here else None
    text = error.msg if isinstance(error, SyntaxError) else str(error)
    said = f": {text}" if isinstance(error, _TELLING) and text else ""
    return PrivlineageError(
        "PL002",
        f"the DAG file cannot be imported: {type(error).__name__}{said}",
        hint="run it with `python` to see the whole traceback",
        place=Place(str(file), line or 0),
    )
