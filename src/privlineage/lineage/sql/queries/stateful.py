"""Functions that keep or read what is no column: variables and settings of the session, files of the server."""

from __future__ import annotations

from collections.abc import Callable

from privlineage.lineage.sql.queries.arguments import Argument, argument_flow, literal_of, use_of
from privlineage.lineage.sql.queries.flows import Flow, Origin
from privlineage.lineage.sql.queries.scope import Scope

__all__ = ["kept"]

_Handler = Callable[[str, list[Argument], Scope], "Flow | None"]


def kept(function: str, arguments: list[Argument], scope: Scope) -> Flow | None:
    """What such a function returns; None for every other function, and for what it does like any other."""
    handler = _HANDLERS.get(function.rsplit(".", 1)[-1])
    return handler(function, arguments, scope) if handler is not None and arguments else None


def _variable(_function: str, arguments: list[Argument], scope: Scope) -> Flow | None:
    """`getvariable('v')`, `current_setting('app.v')`: what it was given in this script."""
    return scope.session.variables.get((literal_of(arguments[0].node) or "").lower())


def _setting(_function: str, arguments: list[Argument], scope: Scope) -> Flow | None:
    """`set_config('app.v', value, …)` hands the value on and keeps it."""
    name = (literal_of(arguments[0].node) or "").lower()
    if len(arguments) > 1 and name == "search_path":
        scope.session.catalog.search(literal_of(arguments[1].node) or "")
    elif len(arguments) > 1:
        scope.session.assign(name, argument_flow(arguments[1].node, scope), lasting=True)
    return None


def _file(function: str, arguments: list[Argument], scope: Scope) -> Flow | None:
    """A file read as one value: a source of its own name."""
    node = arguments[0].node
    path = literal_of(node)
    if path is None:
        scope.session.report("dynamic", f"`{function}` reads a file named by an expression", node)
        return None
    scope.session.read([path])
    return Flow(frozenset((Origin(path, "*", assumed=True),))).through(use_of(function, 0, []))


_HANDLERS: dict[str, _Handler] = {
    "current_setting": _variable,
    "getvariable": _variable,
    "lo_import": _file,
    "load_file": _file,
    "pg_read_binary_file": _file,
    "pg_read_file": _file,
    "readfile": _file,
    "set_config": _setting,
}
