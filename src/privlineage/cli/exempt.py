"""`privlineage exempt`: ask for an exemption, approve it as somebody else, revoke it, list them."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from privlineage.cli.askers import ByOption, ReasonOption, asked_by
from privlineage.cli.opened import opened_store
from privlineage.cli.options import FormatOption, OutputFormat, StoreOption
from privlineage.cli.screen import note, say, say_line, show_json, table

if TYPE_CHECKING:
    from privlineage.core.exemption import Exemption
    from privlineage.service.approving.exemptions import Exemptions, Moment
    from privlineage.store.exempting import ExemptionEntry, ExemptionRecord, Said

__all__ = ["approve", "list_", "request", "revoke"]

IdsArgument = Annotated[list[str], typer.Argument(metavar="EXEMPTION…", help="An exemption's id, or the beginning.")]


class State(StrEnum):
    """What an exemption can be; members are named like their values, as in `cli.options`."""

    requested = "requested"
    approved = "approved"
    expired = "expired"
    revoked = "revoked"


def request(
    verdict: Annotated[str, typer.Argument(metavar="VERDICT", help="The verdict that stopped the task.")],
    *,
    reason: Annotated[str, typer.Option("--reason", help="Why the data must move all the same.")] = "",
    days: Annotated[
        int | None, typer.Option("--days", metavar="N", help="For how many days from approval; a week unless said.")
    ] = None,
    rule: Annotated[
        list[str] | None, typer.Option("--rule", help="From this rule alone; all that stopped the task unless said.")
    ] = None,
    by: ByOption = None,
    store: StoreOption = None,
    output: FormatOption = OutputFormat.text,
) -> int:
    """Ask that what a verdict stopped may happen: the same columns, of that task, into that sink, for some days."""
    with _exemptions(store) as service:
        who, *beside = asked_by(service.store, by)
        rules = tuple(rule or ())
        made = service.request(verdict, reason=reason, by=who, beside=beside, days=days, rules=rules)
        now = service.now()
    _show([made], now, output)
    if output is OutputFormat.text:
        names = ", ".join(now.policy.exemptions.approvers)
        approver = f"   (approver: {names})" if names else ""
        say(f"\nNothing changes before somebody else approves it: privlineage exempt approve {made.id}{approver}")
    return 0


def approve(
    exemption: IdsArgument,
    *,
    reason: Annotated[str, typer.Option("--reason", help="Why, where there is more to say.")] = "",
    commits: Annotated[
        Path | None,
        typer.Option("--commits", metavar="DIR", help="As who signed `Privlineage-Approve: <id>` in this repository."),
    ] = None,
    by: ByOption = None,
    store: StoreOption = None,
    output: FormatOption = OutputFormat.text,
) -> int:
    """Approve what somebody else asked for; it counts from the next try of the task on.

    Where identities are real, who you are must be proven: by a server's token, by Airflow, or by a signed commit.
    """
    with _exemptions(store) as service:
        if commits is not None:
            _each(exemption, lambda name: service.approve_signed(name, commits, reason), service, output)
        else:
            who, *_ = asked_by(service.store, by)
            _each(exemption, lambda name: service.approve(name, who, reason), service, output)
    return 0


def revoke(
    exemption: IdsArgument,
    *,
    reason: ReasonOption = "",
    by: ByOption = None,
    store: StoreOption = None,
    output: FormatOption = OutputFormat.text,
) -> int:
    """End an exemption for good, or withdraw a request."""
    with _exemptions(store) as service:
        who, *_ = asked_by(service.store, by)
        _each(exemption, lambda name: service.revoke(name, who, reason), service, output)
    return 0


def list_(
    *,
    state: Annotated[State | None, typer.Option("--state", help="Of that state alone.")] = None,
    dag: Annotated[str, typer.Option("--dag", metavar="DAG_ID", help="Of that DAG alone.")] = "",
    team: Annotated[str, typer.Option("--team", help="About rules, zones and datasets of that owner alone.")] = "",
    store: StoreOption = None,
    output: FormatOption = OutputFormat.text,
) -> int:
    """List exemptions, newest request first, with how often each of them counted."""
    with _exemptions(store) as service:
        found, now = service.list(state.value if state else "", dag, team), service.now()
    if output is OutputFormat.json:
        show_json([_json(entry.record, now, entry) for entry in found])
        return 0
    if not found:
        say("no exemptions")
        return 0
    rows = [_row(entry, now) for entry in found]
    table(["exemption", "state", "task", "rules", "until", "uses", "asked by", "approved by", "reason"], rows)
    return 0


@contextlib.contextmanager
def _exemptions(url: str | None) -> Iterator[Exemptions]:
    """The exemptions of a store."""
    from privlineage.service.approving.exemptions import Exemptions
    from privlineage.service.clock import new_exemption_id, utc_now

    with opened_store(url) as opened:
        yield Exemptions(opened, utc_now, new_exemption_id)


def _each(
    names: Sequence[str], act: Callable[[str], ExemptionRecord], service: Exemptions, output: FormatOption
) -> None:
    """Do something to each, and show what was done, also where one of them cannot be done."""
    made: list[ExemptionRecord] = []
    try:
        made.extend(map(act, names))
    finally:
        if made:
            _show(made, service.now(), output)


def _show(records: Sequence[ExemptionRecord], now: Moment, output: FormatOption) -> None:
    if output is OutputFormat.json:
        found = [_json(record, now) for record in records]
        show_json(found[0] if len(found) == 1 else found)
    for record in records if output is OutputFormat.text else ():
        for line in _told(record, now):
            say_line(line)
    said = [one for record in records for one in (record.requested, record.approved, record.revoked) if one]
    if not all(one.who.is_real for one in said):
        note("identity not verified: anyone who can write this store could have said so")


def _told(record: ExemptionRecord, now: Moment) -> list[str]:
    state, first = now.state_of(record), record.scope[0]
    until = f" until {_minute(now.ends(record))}" if record.approved and not record.revoked else ""
    lines = [f"{record.id} {state}{until}: `{first.dag_id}.{first.task_id}`"]
    lines += [line for part in record.scope for line in _scope(part)]
    days = f" for {record.days} day{'s' if record.days != 1 else ''}"
    lines.append(f"  asked     {_said(record.requested, days)}")
    if record.approved:
        lines.append(f"  approved  {_said(record.approved)}")
    if record.revoked:
        lines.append(f"  revoked   {_said(record.revoked)}")
    return lines


def _scope(part: Exemption) -> Iterator[str]:
    yield f"  rule      {part.rule} (zone {part.zone})" + (f" into {part.sink}" if part.sink else "")
    for item in part.carries:
        yield f"            {item.column if item.column.dataset != part.sink else item.column.path} [{item.atom}]"


def _said(said: Said, more: str = "") -> str:
    return f"by {said.who} at {_minute(said.at)}{more}" + (f": {said.why}" if said.why else "")


def _minute(at: str) -> str:
    return f"{at[:16].replace('T', ' ')} UTC" if at else ""


def _row(entry: ExemptionEntry, now: Moment) -> list[str]:
    record, first = entry.record, entry.record.scope[0]
    return [
        record.id,
        now.state_of(record),
        f"{first.dag_id}.{first.task_id}",
        ", ".join(record.rules),
        _minute(now.ends(record)),
        str(entry.uses),
        str(record.requested.who),
        str(record.approved.who) if record.approved else "",
        record.requested.why,
    ]


def _json(record: ExemptionRecord, now: Moment, entry: ExemptionEntry | None = None) -> dict[str, Any]:
    first = record.scope[0]
    found: dict[str, Any] = {
        "id": record.id,
        "state": now.state_of(record),
        "dag_id": first.dag_id,
        "task_id": first.task_id,
        "rules": list(record.rules),
        "scope": [_scope_json(part) for part in record.scope],
        "verdict": record.verdict,
        "bundle": record.bundle,
        "days": record.days,
        "until": now.ends(record) or None,
        "requested": _said_json(record.requested),
        "approved": _said_json(record.approved),
        "revoked": _said_json(record.revoked),
    }
    return {**found, "uses": entry.uses, "last_used": entry.last_used or None} if entry else found


def _scope_json(part: Exemption) -> dict[str, Any]:
    return {
        "rule": part.rule,
        "zone": part.zone,
        "sink": str(part.sink) if part.sink else None,
        "columns": sorted({str(item.column) for item in part.carries}),
        "atoms": sorted({str(item.atom) for item in part.carries}),
        "plan": part.plan,
    }


def _said_json(said: Said | None) -> dict[str, Any] | None:
    if said is None:
        return None
    verified = said.who.is_real
    return {"by": said.who.name, "how": said.who.how, "identity_verified": verified, "at": said.at, "reason": said.why}
