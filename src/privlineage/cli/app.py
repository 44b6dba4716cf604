"""The commands, put together."""

from __future__ import annotations

from typing import Any

import typer

from privlineage.cli import apply, check, doctor, explain, ingest, init, labels, names, schemas, sql, tag, trace, why

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
    app.command("init")(init.init)
    app.command("apply")(apply.apply)
    app.command("doctor")(doctor.doctor)
    app.command("check")(check.check)
    app.command("sql")(sql.sql)
    app.command("names")(names.names)
    app.command("ingest")(ingest.ingest)
    app.command("tag")(tag.tag)
    app.command("untag")(tag.untag)
    app.command("labels")(labels.labels)
    app.command("trace")(trace.trace)
    app.command("why")(why.why)
    app.command("explain")(explain.explain)
    pulling = typer.Typer(help="Columns and types of the tables of a source.", rich_markup_mode=None)
    pulling.callback()(_schemas)
    pulling.command("pull")(schemas.pull)
    app.add_typer(pulling, name="schemas")
    return typer.main.get_command(app)


def _about() -> None:
    """Follow personal data through column-level lineage, and stop what must not move."""


def _schemas() -> None:
    """Columns and types of the tables of a source."""
