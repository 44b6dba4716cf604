"""`privlineage serve`: decisions and the store over HTTP, and the tokens that let callers in."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from privlineage.cli.options import FormatOption, OutputFormat, StoreOption
from privlineage.cli.screen import note, say, show_json, table
from privlineage.cli.storage import store_url
from privlineage.core.errors import PrivlineageError
from privlineage.store.http.address import is_loopback, is_server

__all__ = ["revoke", "serve", "token", "tokens"]

PORT = 8642

TokensOption = Annotated[
    Path | None,
    typer.Option("--tokens", metavar="FILE", envvar="PRIVLINEAGE_TOKENS", help="The file that keeps the tokens."),
]


class TokenKind(StrEnum):
    """Whose a token is. Members are named like their values: some releases of click compare names."""

    person = "person"
    service = "service"


def serve(
    context: typer.Context,
    *,
    host: Annotated[str, typer.Option("--host", help="The address to listen at.")] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="0 takes any free one.")] = PORT,
    tokens: TokensOption = None,
    ticket_key: Annotated[
        Path | None,
        typer.Option("--ticket-key", metavar="FILE", help="The key of tasks' tickets, shared with Airflow."),
    ] = None,
    tls_cert: Annotated[Path | None, typer.Option("--tls-cert", metavar="FILE", help="The certificate.")] = None,
    tls_key: Annotated[Path | None, typer.Option("--tls-key", metavar="FILE", help="The certificate's key.")] = None,
    workers: Annotated[int, typer.Option("--workers", min=1, max=64, help="How many processes.")] = 1,
    insecure_loopback: Annotated[
        bool, typer.Option("--insecure-loopback", help="Let everybody on this machine do everything: for trying out.")
    ] = False,
    store: StoreOption = None,
) -> int:
    """Serve decisions and the store over HTTP until interrupted."""
    if context.invoked_subcommand:
        return 0
    from privlineage.api.standalone import Standalone

    url = store_url(store)
    if is_server(url):
        raise PrivlineageError("PL001", "a server keeps a database, not another server", hint="see --store")
    if insecure_loopback and not is_loopback(host):
        raise PrivlineageError(
            "PL001", f"`{host}` is not this machine alone", hint="--insecure-loopback needs --host 127.0.0.1"
        )
    settings = Standalone(url, _text(tokens), _text(ticket_key), insecure_loopback)
    settings.authenticate()
    _look_at(url)
    if not is_loopback(host) and tls_cert is None:
        note(f"`{host}` is served without TLS: put something before it that encrypts, or name --tls-cert and --tls-key")
    settings.hand_on()
    return _run(host, port, workers, _text(tls_cert), _text(tls_key))


def token(
    *,
    name: Annotated[str, typer.Option("--name", help="Whose it is: verdicts, tags and bundles will say so.")],
    roles: Annotated[str, typer.Option("--roles", help="reader, operator, publisher, approver, worker; with commas.")],
    kind: Annotated[TokenKind, typer.Option("--kind", help="A person or a service.")] = TokenKind.service,
    days: Annotated[int | None, typer.Option("--days", min=1, max=3650, help="How long it is good for.")] = None,
    tokens: TokensOption = None,
) -> int:
    """Make a token and print it, this once: the file keeps a salted hash."""
    from privlineage.core.times import days_after
    from privlineage.service.clock import utc_now
    from privlineage.service.serving.tokens import TokenFile, new_token

    ends = days_after(utc_now(), days) if days is not None else ""
    asked = [role.strip() for role in roles.split(",") if role.strip()]
    text, kept = new_token(name, asked, at=utc_now(), kind=kind.value, expires_at=ends)
    TokenFile(_named(tokens), utc_now).add(kept)
    note(f"token {kept.id} of {kept.kind} {name} ({', '.join(kept.roles)}); it is shown this once")
    say(text)
    return 0


def tokens(*, tokens: TokensOption = None, output: FormatOption = OutputFormat.text) -> int:
    """List the tokens, without what they are."""
    from privlineage.service.clock import utc_now
    from privlineage.service.serving.tokens import TokenFile

    found = TokenFile(_named(tokens), utc_now).tokens()
    if output is OutputFormat.json:
        shown = ("id", "name", "kind", "made_at", "expires_at")
        show_json([{name: getattr(each, name) for name in shown} | {"roles": list(each.roles)} for each in found])
        return 0
    rows = [[each.id, each.name, each.kind, ", ".join(each.roles), each.made_at, each.expires_at] for each in found]
    table(["id", "name", "kind", "roles", "made", "ends"], rows)
    return 0


def revoke(
    number: Annotated[str, typer.Argument(metavar="ID", help="The token's id, as `serve tokens` lists it.")],
    *,
    tokens: TokensOption = None,
) -> int:
    """Withdraw a token; running servers refuse it from the next request on."""
    from privlineage.service.clock import utc_now
    from privlineage.service.serving.tokens import TokenFile

    gone = TokenFile(_named(tokens), utc_now).withdraw(number)
    say(f"withdrew token {gone.id} of {gone.name}")
    return 0


def _run(host: str, port: int, workers: int, cert: str, key: str) -> int:
    import uvicorn

    from privlineage.api.access_log import LOGGING

    try:
        uvicorn.run(
            "privlineage.api.standalone:app_of_environment",
            factory=True,
            host=host,
            port=port,
            workers=workers,
            ssl_certfile=cert or None,
            ssl_keyfile=key or None,
            log_config=LOGGING,
            server_header=False,
            ws="none",
            timeout_graceful_shutdown=20,
        )
    except SystemExit as stopped:
        # It has said why: the port is taken, say.
        return 0 if stopped.code in (None, 0) else 2
    except OSError:
        raise PrivlineageError("PL002", "the certificate cannot be read", hint="see --tls-cert and --tls-key") from None
    return 0


def _look_at(url: str) -> None:
    """Find out now whether the store is there, and not with the first task that asks."""
    from privlineage.store.open import open_store

    open_store(url).close()


def _text(path: Path | None) -> str:
    return "" if path is None else str(path.absolute())


def _named(tokens: Path | None) -> Path:
    if tokens is None:
        raise PrivlineageError("PL001", "no file of tokens is named", hint="--tokens FILE, or PRIVLINEAGE_TOKENS")
    return tokens
