"""Verdicts, labels and paths as JSON: what `--format json` prints and the server's routes answer."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from privlineage.core.codec import to_json
from privlineage.core.labels import Strength
from privlineage.core.movement import Witness, WitnessStep
from privlineage.core.refs import CONSTANT, WHOLE, ColumnRef
from privlineage.core.verdict import Finding, Verdict
from privlineage.graph.model import Edge
from privlineage.service.answering.catalog import Catalog, Label
from privlineage.service.answering.message import message

__all__ = ["edges_json", "known_columns", "label_json", "verdict_json", "verdict_line", "witness_json"]


def verdict_line(verdict: Verdict) -> dict[str, Any]:
    """A verdict in a list: what was decided about which task, and by which rules."""
    return {
        "id": verdict.id,
        "at": verdict.at,
        "dag_id": verdict.job.dag_id,
        "task_id": verdict.job.task_id,
        "owner": verdict.job.owner,
        "verdict": verdict.outcome.value,
        "would": verdict.decision.would.value,
        "rules": list(verdict.decision.rules),
        "sinks": [str(sink.dataset) for sink in verdict.movement.sinks],
        "bundle": verdict.bundle,
    }


def verdict_json(verdict: Verdict) -> dict[str, Any]:
    """A verdict with every finding and the message that the task's log shows, all findings spelled out."""
    attempt = verdict.attempt
    return {
        **verdict_line(verdict),
        "attempt": to_json(attempt) if attempt is not None else None,
        "findings": [_finding_json(finding) for finding in verdict.decision.findings],
        "notes": list(verdict.decision.notes),
        "exempted": list(verdict.decision.exempted),
        "plan": verdict.plan,
        "message": message(verdict, shown=len(verdict.decision.findings)),
    }


def _finding_json(finding: Finding) -> dict[str, Any]:
    return {
        "rule": finding.rule,
        "zone": finding.zone,
        "sink": str(finding.sink) if finding.sink else None,
        "mode": str(finding.mode),
        "outcome": finding.outcome.value,
        "would": finding.would.value,
        "reason": finding.reason,
        "because": finding.because,
        "fix": finding.fix,
        "place": str(finding.place) if finding.place else None,
        "atoms": list(finding.atoms),
        "witnesses": [[str(column) for column in path.columns] for path in finding.witnesses],
    }


def label_json(label: Label) -> dict[str, Any]:
    """A label with the path that supports it."""
    atom = label.atom
    return {
        "category": atom.category,
        "identifiability": atom.identifiability.value,
        "origin": atom.origin,
        "uses": None if atom.uses is None else list(atom.uses),
        "subjects": list(atom.subjects),
        "controller": atom.controller,
        "strength": label.strength.name.lower(),
        "support": [str(step) for step in label.support.columns],
    }


def known_columns(catalog: Catalog, column: ColumnRef) -> list[ColumnRef]:
    """The column; for a dataset every column of it that is known."""
    if not column.is_whole:
        return [column]
    dataset = column.dataset
    state = catalog.store.state([dataset])[dataset]
    paths = {slot.path for slot in (*state.labels, *state.derived)} | {tag.column.path for tag in state.tags}
    records = [record for record in catalog.store.schemas(dataset.source) if record.dataset == dataset]
    listed = [name for record in records for name, _ in record.columns if name != WHOLE]
    paths |= {catalog.sources.field(dataset, name).path for name in listed}
    return [dataset.column(path) for path in sorted(paths)] or [column]


def witness_json(column: ColumnRef, label: str, found: Witness) -> dict[str, Any]:
    """The path by which a column carries a label."""
    steps = [_step_json(step) for step in found.steps]
    return {"ref": str(column), "label": label, "path": [step["column"] for step in steps], "steps": steps}


def _step_json(step: WitnessStep) -> dict[str, Any]:
    return {
        "column": str(step.column),
        "via": step.via,
        "strength": step.strength.name.lower(),
        "functions": [use.function for use in step.path],
    }


def edges_json(column: ColumnRef, edges: Iterable[Edge], *, down: bool) -> dict[str, Any]:
    """The columns around one, and the steps between them; a constant is where content comes from, but no column."""
    listed = {_key(edge): _edge_json(edge) for edge in edges if edge.input.column != CONSTANT}
    ordered = [listed[key] for key in sorted(listed)]
    nodes = sorted({str(column)} | {edge[end] for edge in ordered for end in ("from", "to")})
    return {"ref": str(column), "direction": "down" if down else "up", "nodes": nodes, "edges": ordered}


def _edge_json(edge: Edge) -> dict[str, Any]:
    return {
        "from": str(edge.input.column),
        "to": str(edge.output.column),
        "kind": "value" if edge.strength is Strength.VALUE else "influence",
        "strength": edge.strength.name.lower(),
        "functions": [use.function for use in edge.path],
        "confidence": edge.confidence.value,
        "via": edge.via,
    }


def _key(edge: Edge) -> tuple[Any, ...]:
    """Edges of several epochs that look the same to people are one."""
    return (str(edge.output.column), str(edge.input.column), -edge.strength, edge.path, edge.confidence, edge.via)
