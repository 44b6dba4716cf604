"""`privlineage scan`: which columns hold personal data, by their names and a sample of their values."""

from __future__ import annotations

import contextlib
import stat
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from privlineage.cli.options import FormatOption, OutputFormat, StoreOption
from privlineage.cli.screen import guarded_stdout, note, show_json
from privlineage.cli.storage import optional_store_url
from privlineage.core.errors import Place, PrivlineageError

if TYPE_CHECKING:
    from privlineage.cli.scanning.readers import Asked
    from privlineage.policy.model import Bundle
    from privlineage.service.scanning.scanning import Outcome, Scan, TableOutcome
    from privlineage.store.protocol import Store

__all__ = ["scan"]

_WHOLE_ROWS = 20_000
"""How many rows `--full` looks at, where nobody says otherwise."""

_STDIN = "/dev/stdin"


def scan(
    paths: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[PATH]...", help="Files, folders and patterns: CSV, JSON, Parquet; `-` is standard input."
        ),
    ] = None,
    *,
    csv: Annotated[
        str | None, typer.Option("--csv", metavar="FILE", help="One file of delimited text, by itself: no store.")
    ] = None,
    source: Annotated[str | None, typer.Option("--source", help="A declared source, through its connection.")] = None,
    url: Annotated[str | None, typer.Option("--url", help="A database, by SQLAlchemy's URL.")] = None,
    schema: Annotated[list[str] | None, typer.Option("--schema", help="These schemas alone; `*` may stand.")] = None,
    table: Annotated[list[str] | None, typer.Option("--table", help="These tables alone: names or patterns.")] = None,
    limit_rows: Annotated[int | None, typer.Option("--limit-rows", min=1, help="Rows of each table [500].")] = None,
    seconds: Annotated[float | None, typer.Option("--seconds", min=0, help="How long it may take.")] = None,
    seed: Annotated[int, typer.Option("--seed", help="Which rows: equal seeds, equal rows.")] = 0,
    full: Annotated[bool, typer.Option("--full", help="Draw from all of a file, however large.")] = False,
    resume: Annotated[bool, typer.Option("--resume", help="Go on where the last one of these was stopped.")] = False,
    again: Annotated[bool, typer.Option("--again", help="Look also at tables that are as they were.")] = False,
    delimiter: Annotated[str, typer.Option("--delimiter", help="Of delimited text; else it is found out.")] = "",
    encoding: Annotated[str, typer.Option("--encoding", help="Of text files; else it is found out.")] = "",
    header: Annotated[
        bool | None, typer.Option("--header/--no-header", help="Whether a first row names the columns.")
    ] = None,
    check: Annotated[
        bool, typer.Option("--check", help="Exit 1 where a column seems personal that nobody tagged or reviewed.")
    ] = False,
    bundle: Annotated[
        Path | None, typer.Option("--bundle", metavar="DIR", help="The folder that declares the source.")
    ] = None,
    store: StoreOption = None,
    output: FormatOption = OutputFormat.text,
) -> int:
    """Find columns that seem to hold personal data, and queue them for `privlineage review`; no value is shown or kept.

    Exit 0 also where something was found, unless `--check`; 2 where a table could not be read.
    """
    from privlineage.cli.scanning.readers import Asked
    from privlineage.service.scanning.files.recognising import Hints
    from privlineage.service.scanning.reader import ROWS

    hints = Hints("csv" if csv is not None else "", _character(delimiter), _known_encoding(encoding), header)
    rows = limit_rows or (_WHOLE_ROWS if full else ROWS)
    if csv is not None and paths:
        raise PrivlineageError("PL001", "--csv names one file, and others are named beside", hint="leave --csv out")
    named = (_one_file(csv),) if csv is not None else tuple(_STDIN if path == "-" else path for path in paths or ())
    asked = Asked(named, source or "", url or "", tuple(schema or ()), tuple(table or ()), rows, seed, full, hints)
    # `--csv` is the contract that other tools call: it touches a store only where somebody names one.
    where = store if csv is not None else optional_store_url(store)
    run = _Run(asked, _until(seconds), resume=resume, again=again, alone=csv is not None)
    with _opened(where) as opened:
        answer = run.show(opened, _bundle(bundle, opened, needed=bool(source)), output)
    return answer or (1 if check and not run.is_clean else 0)


@dataclass
class _Run:
    """One run of the command.

    Attributes:
        asked: what is scanned.
        go_on: whether there is time left.
        resume: whether a stopped scan is taken up.
        again: whether tables are looked at that are as they were.
        alone: whether one file is meant, whose columns alone are printed as JSON.
        is_clean: whether nothing was found that nobody tagged or reviewed, and every table was reached.
    """

    asked: Asked
    go_on: Callable[[], bool]
    resume: bool
    again: bool
    alone: bool
    is_clean: bool = True
    tables: dict[str, Any] = field(default_factory=dict)
    errors: list[tuple[str, PrivlineageError]] = field(default_factory=list)

    def show(self, store: Store | None, bundle: Bundle | None, output: OutputFormat) -> int:
        """Scan, and print what is found."""
        from privlineage.cli.scanning.output import scan_json

        scan, tables = self._begun(store, bundle)
        stopped = False
        try:
            for outcome in _guarded(scan.run(tables), len(tables)):
                self._take(outcome, store, output)
        except KeyboardInterrupt:
            stopped = True
        finally:
            scan.reader.close()
        self.is_clean = self.is_clean and scan.outcome.is_whole and not stopped
        self._tell_rest(scan.outcome, store, stopped=stopped)
        if output is OutputFormat.json:
            if self.alone:
                self._show_alone(stopped=stopped)
            else:
                show_json(scan_json(scan.record.id, scan.outcome, self.tables, self.errors))
        return 130 if stopped else 2 if self.errors else 0

    def _begun(self, store: Store | None, bundle: Bundle | None) -> tuple[Scan, list[Any]]:
        from privlineage.cli.scanning.readers import chosen, reader_of
        from privlineage.core.sources import Sources
        from privlineage.service.clock import utc_now
        from privlineage.service.scanning.scanning import Scan, Settings, begin

        sources = bundle.sources if bundle is not None else Sources()
        with guarded_stdout():
            reader = reader_of(self.asked, sources, self.go_on)
            tables = chosen(self.asked, reader.tables(), sources)
        record = begin(store, self.asked.key, self.asked.what, utc_now(), resume=self.resume)
        settings = Settings(self.asked.rows, self.asked.seed, self.again, self.go_on)
        return Scan(record, reader, settings, utc_now, store, bundle), tables

    def _take(self, outcome: TableOutcome, store: Store | None, output: OutputFormat) -> None:
        from privlineage.cli.scanning.output import show_table, table_json

        name = str(outcome.dataset)
        states = _states(outcome, store)
        if outcome.error is not None:
            self.errors.append((name, outcome.error))
        elif outcome.look is not None:
            personal = [each.path for each in outcome.look.columns if each.category is not None]
            found = outcome.waiting if store is not None else personal
            self.is_clean = self.is_clean and not found
            self.tables[name] = table_json(outcome, states)
        if output is OutputFormat.text or outcome.error is not None:
            show_table(outcome, states)
        elif outcome.look is not None:
            for text in outcome.look.warnings:
                note(f"{name}: {text}")

    def _tell_rest(self, outcome: Outcome, store: Store | None, *, stopped: bool) -> None:
        left = outcome.tables - outcome.done - outcome.failed
        if left or stopped:
            why = "it was stopped" if stopped else "the time is up"
            kept = "; what was found is kept: go on with --resume" if store is not None else ""
            note(f"{why}: {left} of {outcome.tables} tables are left{kept}")

    def _show_alone(self, *, stopped: bool) -> None:
        """The contract's answer: never nothing, where all is said to be well."""
        if not (self.tables or self.errors or stopped):
            raise PrivlineageError("PL902", "the time was up before it was read", hint="give it more --seconds")
        for found in self.tables.values():
            keys = ("category", "confidence", "evidence")
            columns = {name: {key: each[key] for key in keys} for name, each in found["columns"].items()}
            show_json({"columns": columns})


def _guarded(outcomes: Iterator[TableOutcome], total: int) -> Iterator[TableOutcome]:
    """The outcomes, with whatever drivers print meanwhile kept off standard output."""
    from privlineage.cli.scanning.progress import Progress

    with Progress(total) as progress:
        while True:
            with guarded_stdout():
                outcome = next(outcomes, None)
            if outcome is None:
                return
            yield outcome
            progress.step()


def _states(outcome: TableOutcome, store: Store | None) -> Mapping[str, str]:
    from privlineage.service.scanning.states import states

    if store is None or outcome.look is None:
        return {}
    datasets = [outcome.dataset]
    return states(outcome.look, store.tags(datasets), store.suggestions("", datasets), outcome.carried)


def _until(seconds: float | None) -> Callable[[], bool]:
    if seconds is None:
        return lambda: True
    end = time.monotonic() + seconds
    return lambda: time.monotonic() < end


@contextlib.contextmanager
def _opened(url: str | None) -> Iterator[Store | None]:
    from privlineage.store.open import open_store

    if url is None:
        yield None
        return
    store = open_store(url)
    try:
        yield store
    finally:
        store.close()


def _bundle(folder: Path | None, store: Store | None, *, needed: bool) -> Bundle | None:
    from privlineage.service.bundle_in_force import bundle_if_any
    from privlineage.service.schemas.pulled import bundle_of

    if folder is not None or needed:
        return bundle_of(folder, store)
    return bundle_if_any(store) if store is not None else None


def _one_file(text: str) -> str:
    """One file, as other tools name it: no folder, and nothing that is a pattern.

    Raises:
        PrivlineageError: PL001, PL902 or PL903, when it is none.
    """
    from privlineage.service.scanning.files.opening import unreadable

    if not text:
        raise PrivlineageError("PL001", "--csv names no file", hint="name one, or `-` for standard input")
    path = Path(_STDIN if text == "-" else text)
    try:
        if stat.S_ISDIR(path.stat().st_mode):
            raise PrivlineageError("PL903", "this is a folder", hint=f"privlineage scan {text}", place=Place(text))
    except (OSError, ValueError) as error:
        raise unreadable(path, error) from None
    return str(path)


def _character(text: str) -> str:
    found = {"\\t": "\t", "tab": "\t"}.get(text, text)
    if len(found) > 1:
        raise PrivlineageError("PL001", f"`{text}` is no delimiter", hint="one character, or `tab`")
    return found


def _known_encoding(name: str) -> str:
    import codecs

    try:
        if name:
            "a".encode(name)  # some codecs are of no text: base64
        return codecs.lookup(name).name if name else ""
    except (LookupError, UnicodeError, ValueError):
        raise PrivlineageError("PL001", f"`{name}` is no encoding", hint="as in utf-8, gb18030, cp1252") from None
