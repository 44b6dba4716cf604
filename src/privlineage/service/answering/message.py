"""A verdict as one screen of text: the same in the task log, `explain`, the API and the UI (design, section 2)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from privlineage.core.exemption import Exemption
from privlineage.core.movement import Arrival, Movement, Witness, WitnessStep
from privlineage.core.refs import ColumnRef, DatasetRef
from privlineage.core.shape import steady_dataset
from privlineage.core.verdict import Finding, Outcome, Verdict

__all__ = ["headline", "message"]

SHOWN = 5
"""How many findings a message spells out; the others are counted and `explain` shows them."""

LABELLED = 3
"""How many further columns of a finding are shown with their labels; more of them are only named."""

_HEADLINES = {
    Outcome.BLOCK: ("PL201 blocked", "would move personal data to a forbidden sink"),
    Outcome.WARN: ("PL202 warning", "moves personal data against a rule that only warns"),
    Outcome.UNDETERMINED: ("PL204 undetermined", "cannot be decided before it runs"),
    Outcome.ALLOW: ("allowed", "keeps to the policy"),
}


def headline(verdict: Verdict) -> str:
    """The first line."""
    code, what = _HEADLINES[verdict.outcome]
    strongest = [finding for finding in verdict.decision.findings if finding.outcome is verdict.outcome]
    if verdict.outcome is Outcome.BLOCK and strongest and all(f.rule == "default:unresolved" for f in strongest):
        what = "would move data whose lineage could not be resolved"
    elif verdict.outcome is Outcome.BLOCK and strongest and all(f.rule.startswith("default:") for f in strongest):
        what = f"is stopped by {strongest[0].rule}"
    elif verdict.outcome is Outcome.ALLOW and verdict.decision.findings:
        code, what = "PL202 observed", "would break a rule that is not enforced"
    elif verdict.outcome is Outcome.ALLOW and verdict.decision.exempted:
        what = "is exempted"
    return f"{code}: `{verdict.job}` {what}"


def message(verdict: Verdict, *, shown: int = SHOWN) -> str:
    """The whole message.

    Args:
        verdict: what was decided.
        shown: how many findings to spell out.
    """
    findings = sorted(verdict.decision.findings, key=lambda finding: -finding.outcome.rank)
    if verdict.outcome is Outcome.BLOCK:
        findings = [finding for finding in findings if finding.outcome is Outcome.BLOCK]
    lines = [headline(verdict)]
    for finding in findings[:shown]:
        lines += _finding(finding, verdict.movement)
    if len(findings) > shown:
        lines.append(f"  more  {len(findings) - shown} further findings")
    lines += [f"  note  {note}" for note in (*verdict.decision.notes, *verdict.decision.undetermined)]
    lines += [f"  note  {note}" for note in _exemptions(verdict)]
    if findings:
        lines.append(f"  else  {_else(verdict, findings)}")
    lines.append(f"  seen  {_seen(verdict)}")
    return "\n".join(lines)


def _else(verdict: Verdict, findings: Sequence[Finding]) -> str:
    """What to do where the fix is none: to ask for an exemption, if one could help, else to read more."""
    stopping = [finding for finding in findings if finding.outcome is verdict.outcome]
    is_shape_known = bool(verdict.attempt and verdict.movement.shape)
    command = f"privlineage explain {verdict.id}"
    if verdict.outcome is Outcome.BLOCK and is_shape_known and all(finding.exemptible for finding in stopping):
        command = f'privlineage exempt request {verdict.id} --reason "..." --days {verdict.decision.days}'
    who = ", ".join(verdict.decision.approvers)
    return command + (f"   (approver: {who})" if who else "")


def _exemptions(verdict: Verdict) -> Iterator[str]:
    """Which exemptions counted, and which no longer fit what the task would move."""
    for name in verdict.decision.exempted:
        own = [part for part in verdict.exemptions if part.id == name]
        rules = ", ".join(dict.fromkeys(f"`{part.rule}`" for part in own))
        until = next((f" until {part.until[:16].replace('T', ' ')} UTC" for part in own if part.until), "")
        yield f"exempted from {rules}{until} by {name}"
    firing = {_place(finding) for finding in verdict.decision.findings}
    for part in dict.fromkeys(verdict.exemptions):
        if _place(part) in firing:
            yield f"{part.id} exempts from `{part.rule}`, but not what the task would move now: ask for another"


def _place(part: Finding | Exemption) -> tuple[str, str, DatasetRef | None]:
    return (part.rule, part.zone, part.sink and steady_dataset(part.sink))


def _finding(finding: Finding, movement: Movement) -> list[str]:
    lines = []
    if finding.witnesses:
        first, *others = (path.steps[-1].column for path in finding.witnesses)
        lines.append(f"  what  {_labelled(first, finding, movement)} → {first.dataset} (zone {finding.zone})")
        lines.append(f"  path  {_path(finding.witnesses[0])}")
        if others:
            few = len(others) <= LABELLED
            also = [_labelled(one, finding, movement) if few else _short(one) for one in others]
            lines.append(f"  also  {', '.join(dict.fromkeys(also))}")
    else:
        sink = f" → {finding.sink} (zone {finding.zone})" if finding.sink else f" (zone {finding.zone})"
        lines.append(f"  what  {finding.reason}{sink}")
    place = f" ({finding.place.file}:{finding.place.line})" if finding.place else ""
    because = f": {finding.because}" if finding.because else f": {finding.reason}"
    lines.append(f"  rule  {finding.rule}{place}{because}")
    if finding.fix:
        lines.append(f"  fix   {finding.fix}")
    return lines


def _labelled(column: ColumnRef, finding: Finding, movement: Movement) -> str:
    """The column with those of the finding's labels that it carries itself, as strongly as the rule looks at."""
    weakest = min(step.strength for path in finding.witnesses for step in path.steps)
    arrived = (arrival for arrival in _arrivals(movement) if arrival.sink == column and arrival.strength >= weakest)
    here = {str(arrival.atom) for arrival in arrived}
    atoms = [atom for atom in finding.atoms if atom in here] or finding.atoms
    return f"{_short(column)} [{'; '.join(atoms) or 'unreviewed'}]"


def _arrivals(movement: Movement) -> Iterator[Arrival]:
    yield from movement.arrivals
    yield from movement.read_origins
    for sink in movement.sinks:
        yield from sink.present
    for _, held in movement.in_zone:
        yield from held


def _short(column: ColumnRef) -> str:
    return "whole rows" if column.is_whole else column.path


def _path(path: Witness) -> str:
    text = str(path.start)
    for step in path.steps[1:-1]:
        text += f" ─ {_via(step)} → {step.column}"
    if len(path.steps) > 1:
        # The sink stands in full in the line above.
        last = path.steps[-1]
        text += f" ─ {_via(last)} → {last.column.dataset.name}#{last.column.path}"
    return text


def _via(step: WitnessStep) -> str:
    functions = "".join(f"{use.function}(" for use in reversed(step.path))
    via = step.via or "?"
    return f"{via} {functions}…{')' * len(step.path)}" if functions else via


def _seen(verdict: Verdict) -> str:
    counts = verdict.counts
    parts = [f"{counts.resolved} of {counts.columns} columns resolved"]
    if counts.unreviewed:
        parts.append(f"{counts.unreviewed} unreviewed")
    if counts.unresolved:
        parts.append(f"{counts.unresolved} unresolved")
    parts.append(f"bundle {verdict.bundle[:4]}")
    parts.append(f"verdict {verdict.id}")
    if verdict.outcome is Outcome.BLOCK:
        parts.append("no data was moved")
    return " · ".join(parts)
