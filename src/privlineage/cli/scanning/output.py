"""What a scan prints: a table at a time for people, everything at the end as JSON."""

from __future__ import annotations

import shutil
import sys
import textwrap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from privlineage.cli.screen import error_text, note, say_line
from privlineage.core.errors import PrivlineageError
from privlineage.service.scanning.scanning import Outcome, TableOutcome
from privlineage.store.suggesting import ColumnFinding, SampleFacts, ScannedTable, SuggestionRecord

__all__ = ["columns_json", "scan_json", "show_table", "table_json"]

_NARROW = 80

_MOST_NAMES = 40
"""Of how many columns that hold nothing the names are shown; JSON has them all."""


def columns_json(look: ScannedTable) -> dict[str, Any]:
    """The columns of a table, as the contract has them."""
    return {
        each.path: {"category": each.category, "confidence": each.confidence, "evidence": list(each.evidence)}
        for each in look.columns
    }


def table_json(outcome: TableOutcome, states: Mapping[str, str]) -> dict[str, Any]:
    """One table of several."""
    look = outcome.look
    if look is None:
        return {}
    columns = columns_json(look)
    for each in look.columns:
        columns[each.path] |= {"masked": each.masked, "state": states.get(each.path, "")}
    return {
        "columns": columns,
        "quasi_identifiers": [list(names) for names in look.quasi_identifiers],
        "sample": _sample_json(look.sample),
        "at": look.at,
        "read": outcome.read,
        "waiting": [_waiting_json(each) for each in outcome.waiting],
        "warnings": list(look.warnings),
    }


def scan_json(
    scan: str, outcome: Outcome, tables: Mapping[str, Any], errors: Sequence[tuple[str, PrivlineageError]]
) -> dict[str, Any]:
    """Everything a scan found."""
    return {
        "scan": scan,
        "complete": outcome.is_whole,
        "tables": dict(tables),
        "errors": [
            {"table": name, "code": error.code, "message": error.message, "hint": error.hint} for name, error in errors
        ],
    }


def show_table(outcome: TableOutcome, states: Mapping[str, str]) -> None:
    """Print what was found in one table."""
    if outcome.error is not None:
        note(error_text(outcome.error))
        return
    look = outcome.look
    if look is None:
        return
    personal = [each for each in look.columns if each.category is not None or each.path in states]
    say_line(f"{look.dataset}", "bold")
    say_line(f"  {_looked_at(look, read=outcome.read)}; {_counted(look)}")
    width = max([len(each.path) for each in personal], default=0)
    for each in personal:
        _show_column(each, min(width, 24), states.get(each.path, ""), outcome.waiting)
    others = [each.path for each in look.columns if each not in personal]
    if others:
        more = f" and {len(others) - _MOST_NAMES} more" if len(others) > _MOST_NAMES else ""
        for line in _wrapped(f"nothing seen in: {', '.join(others[:_MOST_NAMES])}{more}", "  ", "    "):
            say_line(line, "dim")
    for names in look.quasi_identifiers:
        say_line(f"  together they may single out a person: {', '.join(names)}", "yellow")
    for text in look.warnings:
        note(f"{look.dataset}: {text}")


def _show_column(finding: ColumnFinding, width: int, state: str, waiting: Iterable[SuggestionRecord]) -> None:
    sure = f"{finding.confidence:.2f}" if finding.category else "    "
    say_line(f"  {finding.path.ljust(width)}  {sure}  {finding.category or '-'}", "red" if finding.category else "")
    own = [each for each in waiting if each.column.path == finding.path]
    evidence = own[0].evidence if own else finding.evidence
    told = [*evidence[:1], state, *(each.note for each in own)]
    told += [f"next: {each.next_step}" for each in own if each.next_step]
    for text in filter(None, told):
        for line in _wrapped(text, "      ", "        "):
            say_line(line)


def _looked_at(look: ScannedTable, *, read: bool) -> str:
    sample = look.sample
    if not read:
        return f"unchanged since {look.at[:16].replace('T', ' ')}, not read again"
    if sample.whole:
        return f"all {sample.rows:,} rows"
    of = f" of {sample.read:,} read" if sample.read > sample.rows else ""
    seed = "" if "seed" in sample.method else f", seed {sample.seed}"
    return f"{sample.rows:,} rows{of} ({sample.method}{seed})"


def _counted(look: ScannedTable) -> str:
    personal = sum(each.category is not None for each in look.columns)
    return f"{personal} of {len(look.columns)} columns seem personal"


def _wrapped(text: str, first: str, then: str) -> Iterator[str]:
    columns = shutil.get_terminal_size((_NARROW, 24)).columns if sys.stdout.isatty() else _NARROW
    yield from textwrap.wrap(
        text.replace("\n", " "),
        columns,
        initial_indent=first,
        subsequent_indent=then,
        break_on_hyphens=False,
        break_long_words=False,  # a reference or a command that is broken is none
    )


def _sample_json(sample: SampleFacts) -> dict[str, Any]:
    return {
        "rows": sample.rows,
        "read": sample.read,
        "method": sample.method,
        "seed": sample.seed,
        "whole": sample.whole,
    }


def _waiting_json(record: SuggestionRecord) -> dict[str, Any]:
    return {
        "id": record.id,
        "column": record.column.path,
        "kind": record.kind.value,
        "category": record.category,
        "note": record.note,
        "next_step": record.next_step,
    }
