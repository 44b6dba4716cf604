"""`privlineage audit`: what was done and by whom, whether that record still stands, and an anchor to keep elsewhere."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated, Any

import typer

from privlineage.cli.askers import ByOption, ReasonOption, author_of
from privlineage.cli.files import read_text, write_text
from privlineage.cli.moments import moment
from privlineage.cli.opened import opened_store
from privlineage.cli.options import FormatOption, OutputFormat, StoreOption
from privlineage.cli.screen import say, show_json, table
from privlineage.core.errors import PrivlineageError
from privlineage.store.auditing import AuditAnchor, AuditKind, AuditQuery

if TYPE_CHECKING:
    from privlineage.store.auditing import AuditEntry, AuditReport

__all__ = ["anchor", "list_", "retain", "seal", "verify"]

_SHOWN = ("label", "outcome", "rules", "what", "state", "reason", "verdict", "verdicts")


def list_(
    *,
    since: Annotated[str, typer.Option("--since", metavar="DATE", help="From when on: 7d, 24h, or a date.")] = "",
    kind: Annotated[
        str, typer.Option("--kind", metavar="KIND", help=f"Of that kind alone: {', '.join(AuditKind)}.")
    ] = "",
    subject: Annotated[
        str, typer.Option("--subject", metavar="TEXT", help="About that alone: a verdict, a column, an exemption.")
    ] = "",
    actor: Annotated[
        str, typer.Option("--actor", metavar="NAME", help="By that one alone: a person, or dag.task.")
    ] = "",
    limit: Annotated[int, typer.Option("--limit", metavar="N", min=1, help="How many at most.")] = 100,
    store: StoreOption = None,
    output: FormatOption = OutputFormat.text,
) -> int:
    """List what was done, newest first: decisions, bundles, tags, exemptions, approvals, retirements, retentions."""
    from privlineage.service.clock import utc_now

    if kind and kind not in set(AuditKind):
        hint = f"kinds are {', '.join(AuditKind)}"
        raise PrivlineageError("PL001", f"there is no kind `{kind}`", hint=hint)
    with opened_store(store) as opened:
        found = opened.audit_entries(AuditQuery(moment(since, utc_now()) if since else "", kind, subject, actor, limit))
    if output is OutputFormat.json:
        show_json([_json(entry) for entry in found])
    elif not found:
        say("no entries")
    else:
        table(["entry", "at", "kind", "subject", "actor", ""], [_row(entry) for entry in found])
    return 0


def verify(
    *,
    anchor: Annotated[
        list[str] | None,
        typer.Option("--anchor", metavar="FILE|HASH", help="What `audit anchor` gave before; may be repeated."),
    ] = None,
    replay: Annotated[
        bool, typer.Option("--replay", help="Decide every stored verdict again on what it recorded, too.")
    ] = False,
    store: StoreOption = None,
    output: FormatOption = OutputFormat.text,
) -> int:
    """Look whether the audit, and every record it speaks of, is as it was written; exit 1 when not."""
    from privlineage.service.auditing.reproduce import replayed

    anchors = _anchors(anchor or [])
    with opened_store(store) as opened:
        report = opened.verify_audit(anchors)
        if replay:
            report = replayed(opened, report)
    if output is OutputFormat.json:
        show_json(_report_json(report, len(anchors)))
    else:
        _say_report(report, len(anchors))
    return 0 if report.good else 1


def anchor(
    *,
    out: Annotated[
        str, typer.Option("-o", "--output", metavar="FILE", help="Where to; `-` for standard output.")
    ] = "-",
    store: StoreOption = None,
) -> int:
    """Seal what is not sealed yet, and write where the chain is now: to be kept where nobody can change it."""
    from privlineage.service.auditing.anchors import anchor_as_text

    taken = _sealed(store)
    if out == "-":
        say(anchor_as_text(taken))
    else:
        write_text(out, f"{anchor_as_text(taken)}\n")
        say(f"wrote batch {taken.batch}, {taken.hash[:12]}…, to {out}")
    return 0


def seal(*, store: StoreOption = None, output: FormatOption = OutputFormat.text) -> int:
    """Seal what is not sealed yet. Whoever writes does it by the way; this is for a quiet store."""
    taken = _sealed(store)
    if output is OutputFormat.json:
        show_json({"batch": taken.batch, "hash": taken.hash, "sealed_at": taken.sealed_at})
    else:
        say(f"sealed up to batch {taken.batch}" if taken.batch else "there is nothing to seal")
    return 0


def retain(
    *,
    before: Annotated[str, typer.Option("--before", metavar="DATE", help="Drop verdicts from before that day.")] = "",
    keep: Annotated[str, typer.Option("--keep", metavar="TIME", help="Drop verdicts that are older, as in 400d.")] = "",
    reason: ReasonOption = "",
    by: ByOption = None,
    store: StoreOption = None,
) -> int:
    """Drop old verdicts. What was said of them in the audit stays, and so does the chain; that they went is entered."""
    from privlineage.service.clock import utc_now

    now = utc_now()
    if bool(before) is bool(keep):
        raise PrivlineageError("PL001", "say how much is dropped", hint="one of --before DATE and --keep 400d")
    limit = moment(before or keep, now)
    if limit > now:
        raise PrivlineageError("PL001", f"`{before or keep}` is still to come", hint="only what is over is dropped")
    if not reason.strip():
        raise PrivlineageError("PL001", "nobody said why", hint='pass --reason "…": it is kept in the audit')
    with opened_store(store) as opened:
        gone = opened.retain(limit, author_of(by), now, reason)
    say(f"dropped {gone:,} verdict{'s' if gone != 1 else ''} from before {limit[:10]}")
    return 0


def _anchors(given: list[str]) -> list[AuditAnchor]:
    from privlineage.service.auditing.anchors import anchor_from, hash_alone

    found: list[AuditAnchor] = []
    for text in given:
        found += [AuditAnchor("", 0, text)] if hash_alone(text) else anchor_from(read_text(text), text)
    return found


def _sealed(url: str | None) -> AuditAnchor:
    from privlineage.service.clock import utc_now

    with opened_store(url) as opened:
        return opened.audit_head(utc_now())


def _say_report(report: AuditReport, anchors: int) -> None:
    waiting = f", {report.entries - report.sealed:,} of them not sealed yet" if report.entries > report.sealed else ""
    say(f"{report.entries:,} entries{waiting}, {report.batches:,} batches, {report.records:,} records")
    for finding in report.findings:
        say(f"  ✗ {finding.where}: {_WORDS[finding.what]}; {finding.detail}")
    if report.good:
        say("  ✓ every entry, batch and record is as it was written")
        if anchors:
            say(f"  ✓ the chain goes through {'the anchor' if anchors == 1 else f'all {anchors} anchors'}")
        else:
            say("\nWho can write the store could have made all of this anew: only an anchor kept elsewhere tells.")


_WORDS = {
    "changed": "it was changed",
    "missing": "it is gone",
    "added": "it was added",
    "anchor": "it does not agree with the chain",
    "replay": "it does not follow from what it recorded",
}


def _report_json(report: AuditReport, anchors: int) -> dict[str, Any]:
    return {
        "good": report.good,
        "entries": report.entries,
        "sealed": report.sealed,
        "batches": report.batches,
        "records": report.records,
        "anchors": anchors,
        "findings": [{"what": each.what, "where": each.where, "detail": each.detail} for each in report.findings],
    }


def _row(entry: AuditEntry) -> list[str]:
    body = _words(entry) or {}
    words = [", ".join(value) if isinstance(value, list) else str(value) for key in _SHOWN if (value := body.get(key))]
    return [entry.name, f"{entry.at[:19]}Z", entry.kind, entry.subject, entry.actor, "; ".join(words)]


def _words(entry: AuditEntry) -> dict[str, Any] | None:
    """The entry's few words more; None where somebody wrote something else there, which `verify` finds."""
    try:
        found = json.loads(entry.body)
    except (ValueError, RecursionError):
        found = None
    return found if isinstance(found, dict) else None


def _json(entry: AuditEntry) -> dict[str, Any]:
    words = _words(entry)
    return {
        "entry": entry.name,
        "at": entry.at,
        "kind": entry.kind,
        "subject": entry.subject,
        "actor": entry.actor,
        "record": f"{entry.record_table}/{entry.record_key}" if entry.record_table else None,
        "digest": entry.digest or None,
        "body": entry.body if words is None else words,
        "mark": entry.mark,
    }
