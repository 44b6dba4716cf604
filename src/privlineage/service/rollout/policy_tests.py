"""Cases beside a policy, decided as tasks would be, and what they expected compared with what came out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from privlineage.core.errors import PrivlineageError
from privlineage.core.plan import Job, Plan, Unresolved
from privlineage.core.refs import DatasetRef
from privlineage.core.schema import Schema
from privlineage.core.sources import Source
from privlineage.core.verdict import Verdict
from privlineage.lineage.declared import Declaration, Move, Through, plan_declared, select
from privlineage.policy.files.cases import Case
from privlineage.policy.model import Bundle
from privlineage.service.answering.message import message
from privlineage.service.deciding.local import LocalDecider
from privlineage.store.memory.store import MemoryStore
from privlineage.store.protocol import BundleRecord

__all__ = ["CaseResult", "run_case"]

_NEVER = "1970-01-01T00:00:00.000000Z"
"""Cases know no time: the same files give the same answer."""


@dataclass(frozen=True, slots=True)
class CaseResult:
    """How a case went.

    Attributes:
        case: the case.
        verdict: what was decided, None where the case's movement cannot be planned.
        differences: what is otherwise than expected, a sentence each; empty when the case holds.
        unresolved: what could not be resolved of its SQL, for people.
    """

    case: Case
    verdict: Verdict | None
    differences: tuple[str, ...]
    unresolved: tuple[str, ...] = ()

    @property
    def holds(self) -> bool:
        """Whether everything is as expected."""
        return not self.differences

    @property
    def told(self) -> str:
        """The message of the verdict, as an engineer would read it, without what belongs to a stored one."""
        if self.verdict is None:
            return ""
        kept = [line for line in message(self.verdict).splitlines() if not line.startswith(("  else  ", "  seen  "))]
        return "\n".join(kept)


def run_case(case: Case, bundle: Bundle) -> CaseResult:
    """Decide a case as if a task did it, with nothing in the store but what the case and the bundle claim."""
    store = MemoryStore()
    given = {tag.column for tag in case.given}
    tags = (*(tag for tag in bundle.tags if tag.column not in given), *case.given)
    record = BundleRecord(bundle.hash, tuple(sorted(bundle.files.items())), "policy test", _NEVER)
    store.publish(record, bundle.sources, tags, bundle.weakening)
    decider = LocalDecider(store, lambda: _NEVER, lambda: "V-0")
    try:
        plan = _plan(case, bundle)
    except PrivlineageError as error:
        return CaseResult(case, None, (f"it cannot be planned: {error}",))
    verdict = decider.decide(plan, None)
    unresolved = tuple(f"{entry.code}: {entry.reason}" for entry in plan.unresolved)
    return CaseResult(case, verdict, tuple(_differences(case, verdict)), unresolved)


def _plan(case: Case, bundle: Bundle) -> Plan:
    job = Job("policy", "case")
    columns = dict(_columns(case, bundle))
    plan = Plan(job, purposes=case.purpose, location=case.location)
    if case.moves:
        moves = tuple(Move(tuple(map(select, move.sources)), select(move.sink)) for move in case.moves)
        through = tuple(Through(name) for name in case.through)
        declared = Declaration(moves=moves, through=through, purposes=case.purpose)
        known = {dataset: tuple(names) for dataset, names in columns.items()}
        plan = plan_declared(
            job, declared, bundle.sources, lambda dataset: known.get(dataset, ()), location=case.location, place="case"
        )
    if case.sql:
        scripted = _scripted(case, bundle, columns)
        plan = replace(
            plan,
            facts=(*plan.facts, *scripted.facts),
            openings=(*plan.openings, *scripted.openings),
            sinks=(*plan.sinks, *scripted.sinks),
            reads=(*plan.reads, *scripted.reads),
            unresolved=(*plan.unresolved, *scripted.unresolved),
            tables=scripted.tables,
        )
    return plan


def _columns(case: Case, bundle: Bundle) -> Iterator[tuple[DatasetRef, list[str]]]:
    """The columns each table is known to have: those of the case, else those somebody tagged."""
    listed = {dataset: list(names) for dataset, names in case.tables}
    found: dict[DatasetRef, list[str]] = {}
    for tag in (*bundle.tags, *case.given):
        names = found.setdefault(tag.column.dataset, [])
        if not tag.column.is_whole and tag.column.path not in names:
            names.append(tag.column.path)
    yield from {**found, **listed}.items()


def _scripted(case: Case, bundle: Bundle, columns: dict[DatasetRef, list[str]]) -> Plan:
    from privlineage.lineage.sql.plan import plan_sql
    from privlineage.lineage.sql.server_schema import server_schema

    source = _source(case, bundle)
    job = Job("policy", "case")
    if source is None:
        reason = "nobody says in which database the SQL runs: name it with `source`"
        return Plan(job, unresolved=(Unresolved("unsupported", reason, place=str(case.place)),))

    def known(name: str, words: object = None) -> Schema:  # noqa: ARG001 - all are at hand
        tables = {ref.name: dict.fromkeys(names, "") for ref, names in columns.items() if ref.source == name and names}
        return Schema(tables)

    schema = server_schema(source, bundle.sources, known)
    kept = bundle.weakening.kept_literals
    return plan_sql(case.sql, source, bundle.sources, schema, job, place="case", kept=kept)


def _source(case: Case, bundle: Bundle) -> Source | None:
    if case.source:
        return bundle.sources.get(case.source)
    databases = [source for source in bundle.sources if source.dotted]
    return databases[0] if len(databases) == 1 else None


def _differences(case: Case, verdict: Verdict) -> Iterable[str]:
    expected, decision = case.expected, verdict.decision
    if expected.verdict is not None and decision.outcome is not expected.verdict:
        yield f"the verdict is {decision.outcome}, expected {expected.verdict}"
    if expected.would is not None and decision.would is not expected.would:
        yield f"under enforce it is {decision.would}, expected {expected.would}"
    if expected.rules is not None:
        fired, wanted = set(decision.rules), set(expected.rules)
        for rule in sorted(fired - wanted):
            yield f"`{rule}` fires, which is not expected"
        for rule in sorted(wanted - fired):
            yield f"`{rule}` does not fire"
    text = message(verdict)
    for wanted_text in expected.message:
        if wanted_text not in text:
            yield f"the message does not say `{wanted_text}`"
