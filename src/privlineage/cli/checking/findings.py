"""How much each thing that a check found weighs: its code, its level, and whether it fails the check."""

from __future__ import annotations

from typing import TYPE_CHECKING

from privlineage.core.errors import CODES
from privlineage.core.verdict import Outcome

if TYPE_CHECKING:
    from privlineage.service.checking.flows import Flow

__all__ = ["code_of", "fails", "level_of", "sentence", "title_of"]

_UNRESOLVED = "default:unresolved"


def fails(flow: Flow, *, open_fails: bool) -> bool:
    """Whether it makes the check fail.

    Args:
        flow: what was found.
        open_fails: whether what stays open does (`--undetermined fail`).
    """
    stays_open = flow.kind in ("undetermined", "unresolved") or flow.rule == _UNRESOLVED
    return flow.outcome is Outcome.BLOCK or (stays_open and open_fails)


def level_of(flow: Flow, *, open_fails: bool) -> str:
    """`error`, `warning` or `note`; empty for what is neither stopped, warned of, nor would be under enforce."""
    if fails(flow, open_fails=open_fails):
        return "error"
    if flow.outcome is Outcome.WARN or flow.kind in ("undetermined", "unresolved"):
        return "warning"
    return "note" if flow.would is not Outcome.ALLOW else ""


def code_of(flow: Flow) -> str:
    """The stable code of it."""
    if flow.kind == "error":
        return flow.reason.split(maxsplit=1)[0]
    if flow.kind == "rule":
        return "PL201" if flow.outcome is Outcome.BLOCK else "PL202"
    return "PL204" if flow.kind == "undetermined" else "PL401"


def title_of(code: str) -> str:
    """What the code means."""
    return CODES.get(code, code)


def sentence(flow: Flow) -> str:
    """The whole of it in one line: the task, what happens by which rule, why, along which path, what would mend it."""
    outcome = flow.outcome.value if flow.outcome is flow.would else f"{flow.outcome} (if enforced: {flow.would})"
    what = {"undetermined": "undetermined before it runs", "unresolved": "unresolved", "error": "cannot be planned"}
    said = what.get(flow.kind, f"{outcome} by {flow.rule}")
    parts = [f"{flow.dag_id}.{flow.task_id}: {said}: {flow.reason}"]
    parts += [" → ".join(path) for path in flow.paths[:1]]
    if len(flow.paths) > 1:
        parts.append(f"and {len(flow.paths) - 1} more column{'s' if len(flow.paths) > 2 else ''}")
    parts += [text for text in (flow.because, flow.fix and f"fix: {flow.fix}") if text]
    return "; ".join(part.rstrip(".") for part in parts)
