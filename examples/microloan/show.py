"""Run the micro-loan pipeline through Airflow, and show what was allowed, what was stopped, and that nothing moved.

Everything happens in `.demo/run`. Exit 1 if anything came out otherwise than expected.
"""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from rich.console import Console
from rich.table import Table

from examples.microloan.outcomes import EXPECTED, SINKS, contacts_in_the_clear, task_states
from examples.microloan.setting import BUNDLE, DemoError, Setting, folder_argument, shown
from privlineage.core.verdict import Verdict
from privlineage.store.open import open_store
from privlineage.store.protocol import VerdictQuery

__all__ = ["main"]

DAG_ID = "microloan"
PHONE = "wh.raw_applicants_cn#phone"
SHOWN_BLOCK = "ads_export"
WIDTH = 100

console = Console(highlight=False, width=None if sys.stdout.isatty() else WIDTH)


def main() -> int:
    """Run the demo; 0 when everything is as expected."""
    started = time.monotonic()
    setting = Setting(folder_argument(__doc__, "run"))
    try:
        before = prepare(setting)
        with step("the pipeline runs in Airflow (airflow dags test microloan)"):
            setting.run("airflow", "dags", "test", DAG_ID, may_fail=True)
        wrong = [*show_tasks(setting), *show_proof(setting, before)]
    except DemoError as error:
        console.print(f"\n{error}\nwhat was said so far is in {shown(setting.log)}", markup=False)
        return 1
    console.print(
        f"\nAirflow's own output is in {shown(setting.log)}; `make up` shows the same DAG in Airflow's UI.",
        soft_wrap=True,
    )
    for problem in wrong:
        console.print(f"NOT AS EXPECTED: {problem}", markup=False)
    console.print(f"{'done' if not wrong else 'failed'} in {time.monotonic() - started:.0f} s")
    return 1 if wrong else 0


def prepare(setting: Setting) -> dict[str, str]:
    """Make data, Airflow's database and our store; says what each sink holds before the run."""
    console.print("[bold]A micro-loan lender's day, on made-up people[/]\n")
    with ThreadPoolExecutor(1) as aside:
        with step("made-up applicants of seven countries in a SQLite warehouse") as note:
            rows = setting.fresh()
            note.append(f"{sum(rows[name] for name in rows if name.startswith('raw_applicants')):,} people")
        migrated = aside.submit(setting.migrate)
        with step(f"privlineage init, apply {shown(BUNDLE)}, schemas pull"):
            setting.publish()
        with step("Airflow's database"):
            migrated.result()
    return {sink.name: sink.seen(setting) for sink in SINKS}


def show_tasks(setting: Setting) -> Iterator[str]:
    """The table of outcomes, one message in full, the way of a phone number; yields what is wrong."""
    states, verdicts = task_states(setting, DAG_ID), latest_verdicts(setting)
    table = Table(box=None, pad_edge=False, title="What became of each task", title_justify="left", title_style="bold")
    for heading in ("task", "what for", "Airflow", "try", "verdict", "rule"):
        table.add_column(heading, overflow="fold")
    for task_id, expected in EXPECTED.items():
        state, tries = states.get(task_id, ("not run", 0))
        verdict = verdicts.get(task_id)
        outcome, rules = (verdict.outcome.value, verdict.decision.rules) if verdict else ("none", ())
        style = "red" if outcome == "block" else "green" if outcome == "allow" else "yellow"
        table.add_row(task_id, expected.purpose, state, str(tries), f"[{style}]{outcome}[/]", ", ".join(rules))
        wanted = ("failed", "block") if expected.blocked else ("success", "allow")
        if (state, outcome) != wanted or tries > 1 or set(rules) != set(expected.rules):
            yield f"`{task_id}` is {state} ({outcome}) after {tries} tries, rules {', '.join(rules) or 'none'}"
    console.print()
    console.print(table)
    message = logged_message(setting, SHOWN_BLOCK)
    console.print(f"\n[bold]One message in full, from the log of `{SHOWN_BLOCK}`[/]")
    console.print(message or "(there is none)", markup=False, soft_wrap=True)
    if not message:
        yield f"the log of `{SHOWN_BLOCK}` holds no message"
    show_command(setting, "Where the phone numbers went; what was stopped left no trace", "trace", PHONE, "--down")


def show_proof(setting: Setting, before: dict[str, str]) -> Iterator[str]:
    """The sinks before and after the run; yields what is wrong."""
    table = Table(
        box=None, pad_edge=False, title="What is in the sinks, counted now", title_justify="left", title_style="bold"
    )
    for heading in ("sink", "task", "before the run", "after the run", ""):
        table.add_column(heading)
    for sink in SINKS:
        after, blocked = sink.seen(setting), EXPECTED[sink.task].blocked
        untouched = after == before[sink.name]
        verdict = "untouched" if untouched else "written"
        table.add_row(sink.name, sink.task, before[sink.name], after, verdict)
        if blocked is not untouched:
            yield f"`{sink.name}` is {verdict}: {before[sink.name]} before, {after} after"
    console.print()
    console.print(table)
    found, of = contacts_in_the_clear(setting)
    console.print(f"phone numbers and e-mail addresses in the clear in ads-partner/: {found} among {of:,} values")
    if found or not of:
        yield f"the partner's folder holds {found} contacts in the clear among {of} values"


def logged_message(setting: Setting, task_id: str) -> str:
    """The message of a stopped task, as Airflow logged it."""
    log = setting.log.read_text(encoding="utf-8")
    found = re.search(rf"^.*?(PL201 blocked: `{DAG_ID}\.{task_id}` .*\n(?:  .*\n)+)", log, re.MULTILINE)
    return found[1].rstrip() if found else ""


def latest_verdicts(setting: Setting) -> dict[str, Verdict]:
    """The newest verdict on each task."""
    store = open_store(setting.store)
    try:
        found = store.verdicts(VerdictQuery(dag_id=DAG_ID))
    finally:
        store.close()
    return {verdict.job.task_id: verdict for verdict in reversed(found)}


def show_command(setting: Setting, title: str, *command: str) -> None:
    """Run one of our commands and show what it prints."""
    answer = setting.run("privlineage", *command, may_fail=True)
    console.print(f"\n[bold]{title}[/]")
    console.print(f"$ privlineage {' '.join(command)}", markup=False)
    console.print(answer.stdout.rstrip() or answer.stderr.rstrip(), markup=False, soft_wrap=True)


@contextmanager
def step(title: str) -> Iterator[list[str]]:
    """One line that says what is being done, and how long it took."""
    started, notes = time.monotonic(), list[str]()
    if sys.stdout.isatty():
        console.print(f"  … {title}", end="\r")
    yield notes
    extra = "".join(f", {note}" for note in notes)
    console.print(f"  ✓ {title}{extra} ({time.monotonic() - started:.1f} s)")
