"""Files of SQL as tasks of a check."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from privlineage.core.errors import PrivlineageError
from privlineage.core.plan import Job, Plan, Unresolved
from privlineage.core.sources import Source
from privlineage.lineage.sql.plan import plan_sql
from privlineage.lineage.sql.server_schema import server_schema
from privlineage.policy.model import Bundle
from privlineage.service.checking.check import CheckTask
from privlineage.service.checking.schemas import CheckKnowledge

__all__ = ["sql_task"]


def sql_task(file: Path, bundle: Bundle, source: str | None) -> CheckTask:
    """A file of SQL as a task, named by its path.

    Args:
        file: the file.
        bundle: declares the sources.
        source: where it runs; None for the only declared database.

    Raises:
        PrivlineageError: PL002 when the file cannot be read, PL302 when the source is not declared.
    """
    text = _text(file)
    where = _source(bundle, source)
    planner = _unplaced(file) if where is None else _planner(text, where, bundle, file)
    return CheckTask(str(file), file.stem, planner, str(file))


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = "it is not UTF-8" if isinstance(error, UnicodeDecodeError) else (error.strerror or "").lower()
        raise PrivlineageError("PL002", f"`{file}` cannot be read: {reason}") from None


def _source(bundle: Bundle, name: str | None) -> Source | None:
    if name is not None:
        found = bundle.sources.get(name)
        if found is None:
            near = bundle.sources.suggest(name)
            hint = f"did you mean `{near}`?" if near else "see sources.yml"
            raise PrivlineageError("PL302", f"the source `{name}` is not declared", hint=hint)
        return found
    databases = [source for source in bundle.sources if source.dotted]
    return databases[0] if len(databases) == 1 else None


def _planner(text: str, source: Source, bundle: Bundle, file: Path) -> Callable[[CheckKnowledge], Plan | None]:
    def planned(knowledge: CheckKnowledge) -> Plan | None:
        job, schema = Job(str(file), file.stem), server_schema(source, bundle.sources, knowledge.schema)
        return plan_sql(text, source, bundle.sources, schema, job, place=file.name)

    return planned


def _unplaced(file: Path) -> Callable[[CheckKnowledge], Plan | None]:
    reason = "nobody says in which database it runs; name it with --source"
    plan = Plan(Job(str(file), file.stem), unresolved=(Unresolved("unsupported", reason, place=file.name),))
    return lambda knowledge: plan  # noqa: ARG005 - whatever is known
