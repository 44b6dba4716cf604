"""What a scan reads from, by what stands on the command line."""

from __future__ import annotations

import fnmatch
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from hashlib import sha256

from privlineage.cli.declared import connection_of, declared_source
from privlineage.core.errors import PrivlineageError
from privlineage.core.patterns import Pattern
from privlineage.core.refs import DatasetRef
from privlineage.core.sources import Source, Sources
from privlineage.service.scanning.files.budget import Budget
from privlineage.service.scanning.files.reader import FileReader
from privlineage.service.scanning.files.recognising import Hints
from privlineage.service.scanning.reader import ROWS, Reader, SampledTable

__all__ = ["Asked", "chosen", "reader_of"]


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be scanned.

    Attributes:
        paths: files, folders and patterns.
        source: a declared source.
        url: a database, as SQLAlchemy writes it.
        schemas: these schemas of it alone; they may hold `*`.
        tables: these tables alone, by patterns.
        rows: how many rows of each table.
        seed: which ones.
        whole: whether all of a file is read, rather than pieces of a large one.
        hints: what somebody knows of the files' form.
    """

    paths: tuple[str, ...] = ()
    source: str = ""
    url: str = ""
    schemas: tuple[str, ...] = ()
    tables: tuple[str, ...] = ()
    rows: int = ROWS
    seed: int = 0
    whole: bool = False
    hints: Hints = field(default_factory=Hints)

    def __post_init__(self) -> None:
        if bool(self.paths) is bool(self.source or self.url):
            what = "files and a database" if self.paths else "nothing to scan"
            raise PrivlineageError(
                "PL001", f"{what} is named", hint="name files or folders, or --source S, or --url URL, or --csv FILE"
            )

    @property
    def what(self) -> str:
        """What is scanned, for people: a URL without what may be a password."""
        return ", ".join(self.paths) or self.source or self.url.partition("://")[0]

    @property
    def key(self) -> str:
        """The same for scans of the same things in the same way."""
        parts = (self.paths, self.source, self.url, self.schemas, self.tables, self.rows, self.seed, self.whole)
        return sha256(repr(parts).encode(errors="surrogateescape")).hexdigest()


def reader_of(asked: Asked, sources: Sources, go_on: Callable[[], bool]) -> Reader:
    """Where tables are sampled.

    Raises:
        PrivlineageError: PL302 for a source that is not declared, PL001 for a URL that cannot be used, PL904 where
            there is no file, PL901 where something is not installed.
    """
    if asked.paths:
        budget = Budget(bytes=0, go_on=go_on) if asked.whole else Budget(go_on=go_on)
        return FileReader(asked.paths, sources, budget, asked.hints)
    source = declared_source(asked.source, sources) if asked.source else None
    url = asked.url or connection_of(source) if source is not None else asked.url
    made = source or _source_at(url)
    try:
        from privlineage.expectations.reading import SqlReader

        plain = tuple(name for name in asked.schemas if not set(name) & set("*?["))
        found = SqlReader(made, url, schemas=plain if len(plain) == len(asked.schemas) else ())
    except ImportError as error:
        text = f"`{(error.name or 'a library').partition('.')[0]}` is not installed, and databases are read through it"
        raise PrivlineageError("PL901", text, hint="pip install 'privlineage[gx]'") from None
    return found if source is not None else _Undeclared(found, Sources([made]), sources)


def chosen(asked: Asked, tables: Iterable[DatasetRef], sources: Sources) -> list[DatasetRef]:
    """The tables that the filters let through.

    Raises:
        PrivlineageError: PL904, when there are none.
    """
    found = [
        table
        for table in tables
        if (not asked.schemas or _matches_any(_schema(table), asked.schemas))
        and (not asked.tables or any(_is_meant(table, text, sources) for text in asked.tables))
    ]
    if not found:
        filtered = " that the filters let through" if asked.schemas or asked.tables else ""
        raise PrivlineageError("PL904", f"there is no table{filtered} in `{asked.what}`", hint="see --schema, --table")
    return found


def _is_meant(table: DatasetRef, text: str, sources: Sources) -> bool:
    return _matches_any(table.name.rpartition(".")[2], [text]) or Pattern(text).matches(table, sources)


def _matches_any(name: str, patterns: Sequence[str]) -> bool:
    return any(fnmatch.fnmatchcase(name.lower(), pattern.lower()) for pattern in patterns)


def _schema(table: DatasetRef) -> str:
    return table.name.rpartition(".")[0].rpartition(".")[2]


def _source_at(url: str) -> Source:
    """A source for a database that nobody declared.

    Raises:
        PrivlineageError: PL001, for a URL that cannot be read.
    """
    from sqlalchemy.engine import make_url
    from sqlalchemy.exc import ArgumentError

    try:
        made = make_url(url)
    except (ArgumentError, ValueError):
        raise PrivlineageError(
            "PL001", "this is no URL of a database", hint="as in postgresql+psycopg://user@host/database"
        ) from None
    kind = made.get_backend_name()
    if kind in {"sqlite", "duckdb"}:
        from pathlib import Path

        path = Path(made.database or "").absolute()
        return Source("undeclared", f"{kind}://{path.as_posix()}", dialect=kind)
    port = f":{made.port}" if made.port else ""
    dialect = {"postgresql": "postgres", "mssql": "tsql", "mariadb": "mysql"}.get(kind, kind)
    namespace = f"{kind}://{made.host or 'localhost'}{port}"
    return Source("undeclared", namespace, database=made.database or None, dialect=dialect)


class _Undeclared:
    """Tables of a database that nobody declared, under the names that its address gives them."""

    def __init__(self, reader: Reader, here: Sources, known: Sources) -> None:
        self._reader = reader
        self._here = here
        self._known = known
        self._names: dict[DatasetRef, DatasetRef] = {}

    def tables(self) -> Iterable[DatasetRef]:
        """Every table there is."""
        self._names = {
            self._known.from_openlineage(*self._here.to_openlineage(ref)): ref for ref in self._reader.tables()
        }
        return sorted(self._names)

    def sample(self, table: DatasetRef, *, rows: int, seed: int) -> SampledTable:
        """A sample of one table."""
        return self._reader.sample(self._names[table], rows=rows, seed=seed)

    def mark(self, table: DatasetRef) -> str:
        """Changes when the table does."""
        return self._reader.mark(self._names[table])

    def close(self) -> None:
        """Let go of connections."""
        self._reader.close()
