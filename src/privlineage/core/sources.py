"""Declared sources, and the one canonical reference behind every spelling of a dataset."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from privlineage.core.errors import PrivlineageError
from privlineage.core.naming import default_schema, fold_namespace, fold_path, has_schemas, is_database, prefix
from privlineage.core.refs import WHOLE, ColumnRef, DatasetRef, Spelling, split_reference

__all__ = ["Source", "Sources"]


@dataclass(frozen=True, slots=True)
class Source:
    """A declared system (design, section 1).

    Attributes:
        name: the name references use.
        namespace: its OpenLineage namespace.
        database: the database left out of our names (`bank` in `bank.public.customers`).
        default_schema: the schema of a name without one.
        dialect: a sqlglot dialect, None for stores of files.
        conn_ids: Airflow connections that lead there.
        aliases: other namespaces that mean the same system.
        location: country or region code, None when nobody said.
    """

    name: str
    namespace: str
    database: str | None = None
    default_schema: str | None = None
    dialect: str | None = None
    conn_ids: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    location: str | None = None

    @property
    def namespaces(self) -> tuple[str, ...]:
        """The namespace and its aliases."""
        return (self.namespace, *self.aliases)

    @property
    def dotted(self) -> bool:
        """Whether names here are dotted (databases), rather than paths."""
        return self.dialect is not None or is_database(self.namespace)

    @property
    def levels(self) -> int:
        """How many parts a full name has: database, schema and table, or database and table."""
        return 3 if has_schemas(self.dialect or self.namespace.split(":", 1)[0]) else 2

    @property
    def schema(self) -> str:
        """The schema put in where a name has none, empty where there is none to put in."""
        if self.default_schema:
            return self.default_schema.lower()
        # With two levels the database plays the part of the schema, and it is left out.
        if self.levels == 2 and self.database:
            return ""
        return default_schema(self.dialect) or ""

    def dataset(self, name: str) -> DatasetRef:
        """The canonical reference of a name in this source.

        Names of databases are compared without case: two tables that differ only in case share their labels, which can
        only over-report. The declared database and, in SQLite, the schema `main` are left out, the default schema is
        put in. Slashes part names in Airflow's asset URIs.

        >>> Source("wh", "postgres://wh:5432", database="bank", dialect="postgres").dataset("BANK.public.T").name
        'public.t'
        """
        if not self.dotted:
            return DatasetRef(self.name, fold_path(name).lstrip("/"), declared=True)
        spelled = name.lower().replace("/", ".").split(".")
        parts = [part for part in spelled if part]
        # `bank..t` has a database and no schema; `bank.t` has one only where there are no schemas.
        if self.database and len(spelled) >= self.levels and parts[:1] == [self.database.lower()]:
            parts = parts[1:] or parts
        if self.dialect == "sqlite" and not self.schema and len(parts) > 1 and parts[0] == "main":
            parts = parts[1:]
        if self.schema and len(parts) == 1:
            parts = [self.schema, *parts]
        return DatasetRef(self.name, ".".join(parts), declared=True)

    def column(self, dataset: DatasetRef, path: str) -> ColumnRef:
        """The canonical reference of a column."""
        return ColumnRef(dataset, path.lower() if self.dotted else path)


class Sources:
    """The declared sources of a bundle.

    >>> sources = Sources([Source("wh", "postgres://wh:5432", database="bank", dialect="postgres")])
    >>> str(sources.column("postgres://wh:5432/bank.public.customers#email"))
    'wh.public.customers#email'
    """

    def __init__(self, sources: Iterable[Source] = ()) -> None:
        self._by_name = {source.name: source for source in sorted(sources, key=lambda source: source.name)}
        self._by_namespace: dict[str, list[Source]] = {}
        self._by_conn: dict[str, Source] = {}
        for source in self._by_name.values():
            for namespace in source.namespaces:
                self._by_namespace.setdefault(fold_namespace(namespace), []).append(source)
            for conn_id in source.conn_ids:
                self._by_conn.setdefault(conn_id, source)
        # Longest first, so that `s3://lake/models` wins over `s3://lake` when both are declared.
        self._prefixes = sorted(
            ((prefix(namespace), namespace) for namespace in self._by_namespace if prefix(namespace)),
            key=lambda pair: (-len(pair[0]), pair),
        )

    def __iter__(self) -> Iterator[Source]:
        return iter(self._by_name.values())

    def __len__(self) -> int:
        return len(self._by_name)

    def get(self, name: str) -> Source | None:
        """The source of that name."""
        return self._by_name.get(name)

    def of(self, ref: DatasetRef) -> Source | None:
        """The declared source a canonical reference lives in."""
        return self._by_name.get(ref.source) if ref.declared else None

    def by_conn_id(self, conn_id: str) -> Source | None:
        """The source an Airflow connection leads to."""
        return self._by_conn.get(conn_id)

    def location(self, ref: DatasetRef) -> str | None:
        """Where a dataset's source is, None when unknown."""
        source = self.of(ref)
        return source.location if source else None

    def from_openlineage(self, namespace: str, name: str) -> DatasetRef:
        """The canonical reference of an OpenLineage dataset."""
        folded = fold_namespace(namespace)
        # A source may be declared for part of a namespace, such as a folder of a bucket.
        whole = f"{prefix(folded)}{name.lstrip('/')}" if prefix(folded) else ""
        for stem, declared in self._prefixes:
            if whole.startswith(stem):
                return self._declared(declared, whole[len(stem) :])
        if folded in self._by_namespace:
            return self._declared(folded, name)
        if is_database(folded):
            if folded.endswith("://") and "/" in name:
                # A database that is a file: its path belongs to the namespace.
                folder, _, name = name.rpartition("/")
                folded = f"{folded}/{folder.lstrip('/')}"
            return DatasetRef(folded, name.lower().strip("/").replace("/", "."))
        if folded == "file":
            return DatasetRef(folded, "/" + fold_path(name).lstrip("/"))
        return DatasetRef(folded, fold_path(name).lstrip("/") if whole else fold_path(name))

    def _declared(self, namespace: str, name: str) -> DatasetRef:
        candidates = self._by_namespace[namespace]
        first = name.replace("/", ".").split(".", 1)[0].lower()
        exact = [source for source in candidates if source.database and source.database.lower() == first]
        open_ended = [source for source in candidates if not source.database]
        return (exact or open_ended or candidates)[0].dataset(name)

    def siblings(self, source: Source) -> tuple[Source, ...]:
        """The other sources on a source's server, told apart by their databases."""
        spaces = [fold_namespace(namespace) for namespace in source.namespaces]
        found = {one.name: one for space in spaces for one in self._by_namespace.get(space, ()) if one != source}
        return tuple(found[name] for name in sorted(found))

    def within(self, source: Source, name: str) -> DatasetRef:
        """The canonical reference of a name that SQL uses in a source: a full one may lead to a sibling's database.

        >>> shop = Source("shop", "mysql://db:3306", database="shop", dialect="mysql")
        >>> ads = Source("ads", "mysql://db:3306", database="marketing", dialect="mysql")
        >>> str(Sources([shop, ads]).within(shop, "marketing.segments"))
        'ads.segments'
        """
        first, *rest = name.lower().split(".")
        if source.dotted and len(rest) + 1 >= source.levels and first != (source.database or "").lower():
            siblings = self.siblings(source)
            named = [one for one in siblings if one.database and one.database.lower() == first]
            # A sibling without a database of its own has all those that no source names.
            open_ended = [one for one in siblings if not one.database] if source.database else []
            for sibling in (*named, *open_ended):
                return sibling.dataset(name)
        return source.dataset(name)

    def to_openlineage(self, ref: DatasetRef) -> tuple[str, str]:
        """The OpenLineage namespace and name of a canonical reference."""
        source = self.of(ref)
        if source is None:
            return ref.source, ref.name
        if source.database and source.dotted and ref.name and len(ref.name.split(".")) == source.levels - 1:
            return source.namespace, f"{source.database}.{ref.name}"
        return source.namespace, ref.name

    def dataset(self, text: str) -> DatasetRef:
        """The canonical reference of a dataset in any spelling.

        Raises:
            PrivlineageError: PL301, when the text is no reference or names a column.
        """
        spelling = split_reference(text)
        if spelling.column is not None:
            raise PrivlineageError("PL301", f"`{text}` names a column", hint="a dataset is meant here: leave out `#…`")
        return self._resolve(spelling)

    def column(self, text: str) -> ColumnRef:
        """The canonical reference of a column; a dataset's text means the dataset as a whole."""
        spelling = split_reference(text)
        dataset = self._resolve(spelling)
        return self.field(dataset, WHOLE if spelling.column is None else spelling.column)

    def field(self, dataset: DatasetRef, path: str) -> ColumnRef:
        """The canonical reference of a column of a canonical dataset."""
        source = self.of(dataset)
        if source is not None:
            return source.column(dataset, path)
        return ColumnRef(dataset, path.lower() if is_database(dataset.source) else path)

    def suggest(self, text: str) -> str:
        """The declared source's name nearest to a wrong one, or an empty string."""
        close = difflib.get_close_matches(text, list(self._by_name), n=1, cutoff=0.6)
        return close[0] if close else ""

    def _resolve(self, spelling: Spelling) -> DatasetRef:
        if spelling.form == "dotted":
            source = self._by_name.get(spelling.head)
            # An undeclared head stays as written: it is its own source, and lint says so.
            return source.dataset(spelling.name) if source else DatasetRef(spelling.head, spelling.name, declared=True)
        return self.from_openlineage(spelling.head, spelling.name)
