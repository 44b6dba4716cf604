"""`privlineage check`: what the policy says of DAGs and SQL before they run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from privlineage.cli.checking.base import Arguments, checked_base
from privlineage.cli.checking.findings import fails
from privlineage.cli.checking.output import Checked, show
from privlineage.cli.opened import opened_store
from privlineage.cli.screen import error_text, guarded_stdout, note, show_error
from privlineage.core.errors import PrivlineageError

if TYPE_CHECKING:
    from privlineage.core.refs import DatasetRef
    from privlineage.policy.model import Bundle
    from privlineage.service.checking.check import CheckTask, TaskResult
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
    diff: Annotated[
        str, typer.Option("--diff", metavar="BASE", help="A git revision or a folder: report only what is added to it.")
    ] = "",
    store: Annotated[
        str | None, typer.Option("--store", metavar="URL", help="A store whose schemas count where the lock has none.")
    ] = None,
    output: Annotated[CheckFormat, typer.Option("--format", help="How to print the findings.")] = CheckFormat.text,
) -> int:
    """Check every task as if it ran, in the order of the data. Needs no store and touches no database.

    Exit 1 when a task would be blocked or something could not be resolved, 2 when a DAG file cannot be imported. With
    `--diff`, only by what the change adds.
    """
    from privlineage.airflow.dag_files import private_airflow
    from privlineage.policy.load import load_folder
    from privlineage.service.checking.flows import flows_of

    loaded = load_folder(bundle)
    folder = next((path for path in paths if path.is_dir()), None)
    known = _records(loaded, schemas, manifest, store)
    with guarded_stdout(), private_airflow(folder):
        results, errors = _checked(loaded, paths, known, source=source, location=location)
    for warning in loaded.warnings:
        note(error_text(warning))
    for error in errors:
        show_error(error)
    open_fails = undetermined is Undetermined.fail
    tasks = [(result, flows_of(result)) for result in results]
    checked = Checked(tasks, errors, open_fails)
    if diff:
        files = {name: file for name, file in (("--schemas", schemas), ("--manifest", manifest)) if file}
        given = {"--source": source, "--location": location, "--store": store}
        plain = [part for name, value in given.items() if value for part in (name, value)]
        before = checked_base(diff, Arguments(paths, bundle, files, plain))
        for text in before.notes:
            note(text)
        checked = _compared(checked, diff, before.findings)
    show(checked, output.value)
    if errors:
        return 2
    return 1 if any(fails(flow, open_fails=open_fails) for flow in checked.flows) else 0


def _compared(checked: Checked, base: str, before: Sequence[dict[str, Any]]) -> Checked:
    """What the change adds to the base; how a task is called there makes no difference."""
    from privlineage.service.checking.flows import added, keys_in

    known = keys_in(before)
    here = {key for flow in checked.flows for key in flow.keys}
    left = [(result, added(flows, known)) for result, flows in checked.tasks]
    return replace(checked, tasks=left, base=base, gone=len(known.keys() - here))


def _records(bundle: Bundle, lock: Path | None, manifest: Path | None, store: str | None) -> list[SchemaRecord]:
    """What is known of tables: what the lock says of one counts before the store's, and that before what dbt knows."""
    from privlineage.service.checking.check import NOW
    from privlineage.service.schemas.lock import Lock, read_lock

    known: dict[DatasetRef, SchemaRecord] = {}
    if manifest is not None:
        from privlineage.cli.manifest import found_in_manifest

        for source, found in found_in_manifest(manifest, bundle, None):
            part = Lock().with_source(source.name, found.tables)
            known.update((record.dataset, record) for record in part.records(bundle.sources, NOW))
    if store is not None:
        with opened_store(store) as opened:
            kept = [record for source in bundle.sources for record in opened.schemas(source.name)]
        known.update((record.dataset, record) for record in kept)
    if lock is not None:
        known.update((record.dataset, record) for record in read_lock(lock).records(bundle.sources, NOW))
    return list(known.values())


def _checked(
    bundle: Bundle, paths: Sequence[Path], records: Sequence[SchemaRecord], *, source: str | None, location: str
) -> tuple[list[TaskResult], list[PrivlineageError]]:
    from privlineage.service.checking.check import check as decide_all

    tasks, errors = _tasks(bundle, paths, source, location)
    return decide_all(bundle, records, tasks), errors


def _tasks(
    bundle: Bundle, paths: Sequence[Path], source: str | None, location: str
) -> tuple[list[CheckTask], list[PrivlineageError]]:
    dag_paths, files = _sorted_out(paths)
    tasks = []
    if files:
        from privlineage.service.checking.sql import sql_task

        tasks = [sql_task(file, bundle, source) for file in dict.fromkeys(files)]
    if not dag_paths:
        return tasks, []
    from privlineage.airflow.check_tasks import check_tasks
    from privlineage.airflow.dag_files import load_dags
    from privlineage.service.deciding.local import governance_of

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
