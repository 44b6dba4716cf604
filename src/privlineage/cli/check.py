"""`privlineage check`: what the policy says of DAGs and SQL before they run."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from privlineage.cli.check_output import show_results
from privlineage.cli.screen import error_text, guarded_stdout, note, show_error
from privlineage.core.errors import PrivlineageError
from privlineage.core.verdict import Outcome

if TYPE_CHECKING:
    from privlineage.core.refs import DatasetRef
    from privlineage.policy.model import Bundle
    from privlineage.service.check import CheckTask, TaskResult
    from privlineage.store.protocol import SchemaRecord

__all__ = ["CheckFormat", "Undetermined", "check"]


class CheckFormat(StrEnum):
    """How the findings are printed."""

    text = "text"
    json = "json"
    sarif = "sarif"
    github = "github"


class Undetermined(StrEnum):
    """What a task does that cannot be decided before it runs."""

    warn = "warn"
    fail = "fail"


def check(
    paths: Annotated[list[Path], typer.Argument(metavar="PATH…", help="DAG files, DAG folders, files of SQL.")],
    *,
    bundle: Annotated[Path, typer.Option("--bundle", metavar="DIR", help="The folder with tags and policy.")] = Path(
        "bundle"
    ),
    schemas: Annotated[
        Path | None, typer.Option("--schemas", metavar="LOCK", help="What `privlineage schemas pull -o` wrote.")
    ] = None,
    manifest: Annotated[
        Path | None,
        typer.Option("--manifest", metavar="FILE", help="dbt's manifest.json, with catalog.json beside it, likewise."),
    ] = None,
    source: Annotated[
        str | None, typer.Option("--source", help="Where files of SQL run; else the only declared database.")
    ] = None,
    location: Annotated[str, typer.Option("--location", help="Where workers run, as [privlineage] location.")] = "",
    undetermined: Annotated[
        Undetermined, typer.Option("--undetermined", help="Whether what stays open fails the check.")
    ] = Undetermined.fail,
    output: Annotated[CheckFormat, typer.Option("--format", help="How to print the findings.")] = CheckFormat.text,
) -> int:
    """Check every task as if it ran, in the order of the data. Needs no store and touches no database.

    Exit 1 when a task would be blocked or something could not be resolved, 2 when a DAG file cannot be imported.
    """
    from privlineage.airflow.dag_files import private_airflow
    from privlineage.policy.load import load_folder

    loaded = load_folder(bundle)
    folder = next((path for path in paths if path.is_dir()), None)
    with guarded_stdout(), private_airflow(folder):
        results, errors = _checked(loaded, paths, _records(loaded, schemas, manifest), source=source, location=location)
    for warning in loaded.warnings:
        note(error_text(warning))
    for error in errors:
        show_error(error)
    show_results(results, errors, output.value)
    if errors:
        return 2
    return 1 if any(_fails(result, undetermined) for result in results) else 0


def _records(bundle: Bundle, lock: Path | None, manifest: Path | None) -> list[SchemaRecord]:
    """What is known of tables; what the lock says of one counts before what dbt knows of it."""
    from privlineage.service.check import NOW
    from privlineage.service.schema_lock import Lock, read_lock

    known: dict[DatasetRef, SchemaRecord] = {}
    if manifest is not None:
        from privlineage.cli.manifest import found_in_manifest

        for source, found in found_in_manifest(manifest, bundle, None):
            part = Lock().with_source(source.name, found.tables)
            known.update((record.dataset, record) for record in part.records(bundle.sources, NOW))
    if lock is not None:
        known.update((record.dataset, record) for record in read_lock(lock).records(bundle.sources, NOW))
    return list(known.values())


def _checked(
    bundle: Bundle, paths: Sequence[Path], records: Sequence[SchemaRecord], *, source: str | None, location: str
) -> tuple[list[TaskResult], list[PrivlineageError]]:
    from privlineage.service.check import check as decide_all

    tasks, errors = _tasks(bundle, paths, source, location)
    return decide_all(bundle, records, tasks), errors


def _tasks(
    bundle: Bundle, paths: Sequence[Path], source: str | None, location: str
) -> tuple[list[CheckTask], list[PrivlineageError]]:
    dag_paths, files = _sorted_out(paths)
    tasks = []
    if files:
        from privlineage.service.check_sql import sql_task

        tasks = [sql_task(file, bundle, source) for file in dict.fromkeys(files)]
    if not dag_paths:
        return tasks, []
    from privlineage.airflow.check_tasks import check_tasks
    from privlineage.airflow.dag_files import load_dags
    from privlineage.service.local import governance_of

    loaded = load_dags(dag_paths)
    return [*tasks, *check_tasks(loaded.tasks, governance_of(bundle), location)], list(loaded.errors)


def _sorted_out(paths: Sequence[Path]) -> tuple[list[Path], list[Path]]:
    """DAG paths and files of SQL.

    A folder without any Python holds files of SQL; in a folder of DAGs they are templates, which are checked with the
    tasks that run them.
    """
    dags: list[Path] = []
    files: list[Path] = []
    for path in paths:
        if not path.exists():
            raise PrivlineageError("PL002", f"`{path}` is not there", hint="name DAG files, DAG folders or .sql files")
        if path.is_file():
            (files if path.suffix.lower() == ".sql" else dags).append(path)
        elif any(path.rglob("*.py")):
            dags.append(path)
        else:
            files += sorted(found for found in path.rglob("*.sql") if found.is_file())
    return dags, files


def _fails(result: TaskResult, undetermined: Undetermined) -> bool:
    if result.outcome is Outcome.BLOCK:
        return True
    stays_open = result.outcome is Outcome.UNDETERMINED or result.is_unresolved
    return stays_open and undetermined is Undetermined.fail
