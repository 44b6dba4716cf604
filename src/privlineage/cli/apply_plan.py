"""What `apply --plan` shows: what would loosen and what would tighten, apart, and which verdicts would change."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from privlineage.cli.options import OutputFormat
from privlineage.cli.screen import error_text, note, say, show_json
from privlineage.cli.simulation_output import simulation_json, summary

if TYPE_CHECKING:
    from privlineage.policy.diff.bundles import Change, Direction
    from privlineage.policy.model import Bundle
    from privlineage.service.approving.publish import Publication
    from privlineage.service.rollout.simulation import Simulation

__all__ = ["bundle_line", "show_plan"]

_SHOWN = 10
"""How many tasks a plan names; `policy simulate` shows all of them."""


def show_plan(found: Publication, foreseen: tuple[str, Simulation] | None, *, output: OutputFormat) -> None:
    """Print it.

    Args:
        found: what would be published.
        foreseen: since when verdicts were replayed, and what would change; None where there is no store or nothing new.
        output: how.
    """
    for warning in found.bundle.warnings:
        note(error_text(warning))
    parts = _parts(found.changes)
    if output is OutputFormat.json:
        show_json(_json(found, parts, foreseen))
        return
    for direction, changes in parts.items():
        if changes:
            say(f"{direction} ({len(changes)}):", "yellow" if direction == "loosens" else "")
        for change in changes:
            say(f"  {change.text}")
    if found.active and not found.changes:
        say("nothing changes" if not found.is_new else "nothing changes but texts")
    if foreseen is not None:
        _show_foreseen(*foreseen)
    say(bundle_line(found.bundle, "is valid; nothing was changed"))


def bundle_line(bundle: Bundle, what: str) -> str:
    """What a bundle is now, and how much is in it."""
    return (
        f"bundle {bundle.hash[:12]} {what}: {len(list(bundle.sources))} sources, {len(bundle.tags)} tags, "
        f"{len(bundle.policy.zones)} zones, {len(bundle.policy.rules)} rules, {len(bundle.warnings)} warnings"
    )


def _parts(changes: Sequence[Change]) -> dict[Direction, list[Change]]:
    from privlineage.policy.diff.bundles import Direction

    return {direction: [change for change in changes if change.direction is direction] for direction in Direction}


def _show_foreseen(since: str, effect: Simulation) -> None:
    say(f"of {effect.verdicts} verdicts since {since[:10]}: {summary(effect)}", "red" if effect.is_finding else "")
    for change in effect.changed[:_SHOWN]:
        step = change.heaviest
        rules = ", ".join(dict.fromkeys(one.rule for one in change.fired)) or ", ".join(change.gone)
        would = f" (if enforced: {step.would_before} → {step.would_after})" if step.before is step.after else ""
        say(
            f"  {change.job}: {step.before} → {step.after}{would}, {change.steps[step]} of {change.verdicts}, "
            f"by {rules}, as {change.examples[step]}"
        )
    if len(effect.changed) > _SHOWN:
        say(f"  and {len(effect.changed) - _SHOWN} more tasks: privlineage policy simulate DIR")
    for text in effect.notes:
        say(f"  note: {text}")


def _json(
    found: Publication, parts: dict[Direction, list[Change]], foreseen: tuple[str, Simulation] | None
) -> dict[str, Any]:
    return {
        "bundle": found.bundle.hash,
        "before": found.active or None,
        "published": False,
        "changes": [
            {"what": change.text, "loosens": direction == "loosens", "direction": direction.value}
            for direction, changes in parts.items()
            for change in changes
        ],
        "counts": {direction.value: len(changes) for direction, changes in parts.items()},
        "simulation": None if foreseen is None else simulation_json(foreseen[1], since=foreseen[0], modes={}),
        "warnings": [error_text(warning) for warning in found.bundle.warnings],
        "proposal": None,
        "identity_verified": False,
    }
