"""The commands, put together."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable
from typing import Any

import typer

from privlineage.cli import (
    apply,
    audit,
    check,
    doctor,
    exempt,
    explain,
    ingest,
    init,
    labels,
    names,
    policy,
    policy_cases,
    proposals,
    retire,
    review,
    scan,
    schemas,
    serve,
    sql,
    store,
    tag,
    trace,
    verdicts,
    why,
)
from privlineage.core.errors import PrivlineageError

__all__ = ["command_line"]


def command_line() -> Any:
    """The parser of the whole command line, as a click command."""
    app = typer.Typer(
        name="privlineage",
        help="Follow personal data through column-level lineage, and stop what must not move.",
        epilog="Exit status: 0 fine; 1 a finding, a block or something unresolved; 2 bad usage, bad file, store down.",
        no_args_is_help=False,
        add_completion=False,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
    )
    app.callback()(_about)
    app.command("init")(_complete(init.init))
    app.command("apply")(_complete(apply.apply))
    app.command("doctor")(_complete(doctor.doctor))
    app.command("check")(_complete(check.check))
    app.command("sql")(_complete(sql.sql))
    app.command("names")(_complete(names.names))
    app.command("ingest")(_complete(ingest.ingest))
    app.command("tag")(_complete(tag.tag))
    app.command("untag")(_complete(tag.untag))
    app.command("retire")(_complete(retire.retire))
    app.command("labels")(_complete(labels.labels))
    app.command("trace")(_complete(trace.trace))
    app.command("why")(_complete(why.why))
    app.command("explain")(_complete(explain.explain))
    app.command("verdicts")(_complete(verdicts.verdicts))
    app.command("scan")(_complete(scan.scan))
    _add_proposals(app)
    pulling = typer.Typer(help="Columns and types of the tables of a source.", rich_markup_mode=None)
    pulling.callback()(_schemas)
    pulling.command("pull")(_complete(schemas.pull))
    pulling.command("diff")(_complete(schemas.diff))
    app.add_typer(pulling, name="schemas")
    trying = typer.Typer(help="Trying a policy before it is in force.", rich_markup_mode=None)
    trying.callback()(_policy)
    trying.command("simulate")(_complete(policy.simulate))
    trying.command("test")(_complete(policy_cases.run_cases))
    app.add_typer(trying, name="policy")
    app.add_typer(_reviewing(), name="review")
    app.add_typer(_exempting(), name="exempt")
    app.add_typer(_auditing(), name="audit")
    whole = typer.Typer(help="What is done to the store as a whole.", rich_markup_mode=None)
    whole.callback()(_store)
    whole.command("check")(_complete(store.check))
    whole.command("export")(_complete(store.export))
    whole.command("import")(_complete(store.import_))
    whole.command("propagate")(_complete(store.propagate))
    whole.command("migrate")(_complete(store.migrate))
    app.add_typer(whole, name="store")
    serving = typer.Typer(rich_markup_mode=None)
    serving.callback(invoke_without_command=True, help=serve.serve.__doc__)(_complete(serve.serve))
    serving.command("token")(_complete(serve.token))
    serving.command("tokens")(_complete(serve.tokens))
    serving.command("revoke")(_complete(serve.revoke))
    app.add_typer(serving, name="serve")
    return typer.main.get_command(app)


def _exempting() -> typer.Typer:
    commands = typer.Typer(help="Permissions for some days, which somebody else approves.", rich_markup_mode=None)
    commands.callback()(_exempt)
    commands.command("request")(_complete(exempt.request))
    commands.command("approve")(_complete(exempt.approve))
    commands.command("revoke")(_complete(exempt.revoke))
    commands.command("list")(_complete(exempt.list_))
    return commands


def _reviewing() -> typer.Typer:
    commands = typer.Typer(help="What scans suggest, and people's answers to it.", rich_markup_mode=None)
    commands.callback()(_review)
    commands.command("list")(_complete(review.list_))
    commands.command("show")(_complete(review.show))
    commands.command("accept")(_complete(review.accept))
    commands.command("reject")(_complete(review.reject))
    commands.command("never")(_complete(review.never))
    return commands


def _auditing() -> typer.Typer:
    commands = typer.Typer(help="What was done, by whom, and whether that record still stands.", rich_markup_mode=None)
    commands.callback()(_audit)
    commands.command("list")(_complete(audit.list_))
    commands.command("verify")(_complete(audit.verify))
    commands.command("anchor")(_complete(audit.anchor))
    commands.command("seal")(_complete(audit.seal))
    commands.command("retain")(_complete(audit.retain))
    return commands


def _complete(command: Callable[..., int]) -> Callable[..., int]:
    """A command that refuses to run without what it needs: some releases of typer and click together let that pass."""
    needed = [name for name, each in inspect.signature(command).parameters.items() if each.default is each.empty]

    @functools.wraps(command)
    def checked(**values: Any) -> int:
        for name in needed:
            if values[name] is None:
                raise PrivlineageError("PL001", f"missing argument `{name.upper()}`", hint="see --help")
        return command(**values)

    return checked


def _about() -> None:
    """Follow personal data through column-level lineage, and stop what must not move."""


def _add_proposals(app: typer.Typer) -> None:
    waiting = typer.Typer(help="What loosens and waits for somebody else's approval.", rich_markup_mode=None)
    waiting.callback()(_proposals)
    for name, command in (
        ("list", proposals.list_),
        ("show", proposals.show),
        ("approve", proposals.approve),
        ("reject", proposals.reject),
        ("withdraw", proposals.withdraw),
    ):
        waiting.command(name)(_complete(command))
    app.add_typer(waiting, name="proposals")


def _proposals() -> None:
    """What loosens and waits for somebody else's approval."""


def _schemas() -> None:
    """Columns and types of the tables of a source."""


def _policy() -> None:
    """Trying a policy before it is in force."""


def _exempt() -> None:
    """Permissions for some days, which somebody else approves."""


def _review() -> None:
    """What scans suggest, and people's answers to it."""


def _audit() -> None:
    """What was done, by whom, and whether that record still stands."""


def _store() -> None:
    """What is done to the store as a whole."""
