"""The tables a script sees: those of the schema, and those its earlier statements made, changed, renamed or dropped."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from copy import copy
from dataclasses import dataclass, field
from enum import Enum
from typing import NamedTuple

from sqlglot import exp

from privlineage.core.naming import default_schema
from privlineage.core.schema import Schema, name_parts
from privlineage.lineage.sql.queries.flows import NOTHING, content, table_of
from privlineage.lineage.sql.queries.relations import Name, Relation, base_relation
from privlineage.lineage.sql.queries.structs import struct_fields
from privlineage.lineage.sql.result import UnresolvedSql
from privlineage.lineage.sql.text.dialects import Traits
from privlineage.lineage.sql.used import Used, schemas_of

__all__ = ["Catalog", "Kind", "Table"]

_SYSTEM = frozenset({"information_schema", "dual", "sqlite_master", "sqlite_schema", "sqlite_temp_master"})
"""Tables about tables: they hold no rows anybody put in."""
_REDSHIFT = ("stl_", "stv_", "svcs_", "svl_", "svv_", "sys_", "pg_table_def")
_PARTITION = re.compile(r"\$(?:\d+|__\w+__)\Z")

_SYSTEM_SCHEMAS = {"mysql": ("mysql", "performance_schema", "sys"), "tsql": ("sys",), "fabric": ("sys",)}
"""Schemas of such tables, by dialect."""


class Kind(Enum):
    """What a table is to those who read it."""

    STORED = "stored"
    TEMPORARY = "temporary"
    VIEW = "view"
    SYSTEM = "system"


@dataclass(slots=True)
class Table:
    """A table as the script knows it at this point.

    Attributes:
        name: its name in results.
        kind: whether readers see it or what is behind it.
        relation: its columns; those of a temporary table or view lead to what it was made from.
        types: column types where they are known.
        reads: stored tables behind a temporary table or view.
        definition: the text or tree of a view.
        stamp: the catalog's version at which a view was opened; it is opened again when what it names has changed.
        mentions: last names, in lower case, that a view's definition names, and the views among them in turn.
        unresolved: what could not be resolved of a view.
        seat: where a view of this script was made, for the names in it.
    """

    name: str
    kind: Kind
    relation: Relation
    types: Mapping[str, str] = field(default_factory=dict)
    reads: frozenset[str] = frozenset()
    definition: str | exp.Expr | None = None
    stamp: int = -1
    mentions: frozenset[str] | None = None
    unresolved: tuple[UnresolvedSql, ...] = ()
    seat: Seat | None = None

    @property
    def seen_through(self) -> bool:
        """Whether readers see what it was made from."""
        return self.kind in (Kind.TEMPORARY, Kind.VIEW)


class Seat(NamedTuple):
    """Where short names lead.

    Attributes:
        default_schema: the schema that bare names mean, where several have a table of that name.
        used: what the script uses so far, where names in results are placed.
        inside: the database and schema whose own tables are meant first.
    """

    default_schema: str | None
    used: Used | None
    inside: tuple[Name, ...] = ()


class Catalog:
    """Name resolution over a schema and what a script did to it so far."""

    def __init__(
        self, schema: Schema, dialect: Traits, default_schema: str | None = None, *, placed: bool = False
    ) -> None:
        self.schema = schema
        self.dialect = dialect
        self.default_schema = default_schema
        self.used = Used(dialect, default_schema) if placed else None
        self._made: dict[str, Table] = {}
        self._made_parts: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        self._aliases: dict[str, list[Name]] = {}
        self._gone: set[str] = set()
        self._stored: dict[str, Table] = {}
        self._generations: dict[str, int] = {}
        self._fresh: set[str] = set()
        self._changes: dict[str, int] = {}
        self._inside: tuple[Name, ...] = ()
        self._declared = default_schema
        self.version = 0

    def find(self, name: Sequence[Name]) -> list[Table]:
        """The tables a reference may mean: none, one, or several where it is ambiguous."""
        for meant in (*self._beside(name), *self._meant(name)):
            found = self._find(meant)
            if found:
                return found
        return []

    def search(self, path: str) -> None:
        """Look for bare names along a search path, as it is written after SET."""
        named = schemas_of(path)
        if named:
            self.default_schema = named[0].text
        if self.used is not None:
            self.used.search(named)

    def use(self, place: str) -> None:
        """Look for bare names in a database or a schema, whichever the dialect's USE names."""
        inside = f"{place}.{default_schema(self.dialect.name)}" if self.dialect.bare_batches else place
        known = any(name.lower().startswith(f"{inside.lower()}.") for name in self.schema.tables)
        self.default_schema = inside if known else place

    def written(self, name: Sequence[Name]) -> list[Name]:
        """The parts of an unknown table's name, with those that the script left to what it uses."""
        beside = self._beside(name) if self.used is not None else []
        return list((*beside, *self._meant(name))[0])

    def alias(self, name: str, of: str) -> None:
        """Let a name mean a table of another name from now on (a synonym)."""
        self._aliases[name_parts(name.lower())[-1]] = [Name(part) for part in name_parts(of)]

    @contextmanager
    def seen_from(self, view: Table) -> Iterator[None]:
        """Names lead where a view has them lead, whatever its reader uses.

        That is where the script was when it made the view; a listed view looks beside itself first.
        """
        before = Seat(self.default_schema, self.used, self._inside)
        used = Used(self.dialect, self._declared) if self.used is not None else None
        beside = tuple(Name(part, quoted=True) for part in name_parts(view.name)[:-1])
        self.default_schema, self.used, self._inside = view.seat or Seat(self._declared, used, beside)
        try:
            yield
        finally:
            self.default_schema, self.used, self._inside = before

    def _beside(self, name: Sequence[Name]) -> Sequence[Sequence[Name]]:
        """The full name of a table beside the view that is being opened."""
        missing = len(self._inside) + 1 - len(name)
        return [[*self._inside[:missing], *name]] if name and missing > 0 else []

    def is_current(self, view: Table) -> bool:
        """Whether nothing that a view names has changed since it was opened."""
        if view.mentions is None or view.stamp < 0:
            return view.stamp == self.version
        return all(self._changes.get(name, 0) <= view.stamp for name in view.mentions)

    def views_named(self, words: frozenset[str]) -> list[Table]:
        """The views whose last name, in lower case, is among the words."""
        listed = sorted(name for name in self.schema.named(words) if name in self.schema.views)
        made = [name for word in sorted(words & self._made_parts.keys()) for _, name in self._made_parts[word]]
        known = [self._table(name) for name in listed if name not in self._gone and name not in self._made]
        return [*known, *(self._made[name] for name in made if self._made[name].definition is not None)]

    def made(self) -> list[Table]:
        """The tables and views that the script made or changed."""
        return list(self._made.values())

    def dropped(self) -> set[str]:
        """Those that are out of sight now."""
        return self._gone - self._made.keys()

    def has_moved(self, seat: Seat) -> bool:
        """Whether short names led elsewhere there than where the script began."""
        return seat.default_schema != self._declared or (seat.used is not None and seat.used.is_elsewhere)

    def _changed(self, name: str) -> None:
        self.version += 1
        self._changes[name_parts(name)[-1].lower()] = self.version

    def _meant(self, name: Sequence[Name]) -> Sequence[Sequence[Name]]:
        if self.dialect.name == "bigquery" and "$" in name[-1].text:
            # `t$20240101` is a partition of t.
            name = [*name[:-1], name[-1]._replace(text=_PARTITION.sub("", name[-1].text))]
        name = self._aliases.get(name[-1].text.lower(), name) if name and self._aliases else name
        if self.used is not None:
            return self.used.meant(name)
        if all(part.text for part in name):
            return [name]
        # `db..t` leaves the schema to the database.
        own = Name(default_schema(self.dialect.name) or "")
        filled = [part if part.text else own for part in name]
        return [[part for part in filled if part.text], [part for part in name if part.text]]

    def _find(self, name: Sequence[Name]) -> list[Table]:
        wanted = tuple(part.text.lower() for part in name)
        if not wanted:
            return []
        made, made_fit = self._find_made(wanted, name)
        known = [found for found in self._find_known(name) if found not in self._gone and found not in self._made]
        if made and (not known or made_fit >= max(_fit(len(name_parts(found)), len(wanted)) for found in known)):
            return [self._made[found] for found in made]
        if known:
            return [self._table(found) for found in known]
        return self._system(wanted)

    def target(self, name: Sequence[Name]) -> Table | None:
        """The one existing table a reference to write means."""
        found = self.find(name)
        return found[0] if len(found) == 1 else None

    def new_name(self, name: Sequence[Name]) -> str:
        """The name of a table about to be made: the schema's spelling where it lists that table, else as written."""
        name = self.written(name)
        known = [found for found in self._find_known(name) if len(name_parts(found)) >= len(name)]
        if self.used is not None and len(name) == 1 and self.default_schema:
            # A new table lies in the default schema, whichever other schema has one of that name.
            inside = self.default_schema.rpartition(".")[2].lower()
            known = [found for found in known if name_parts(found)[-2:-1] in ((), (inside,))]
        return known[0] if len(known) == 1 else ".".join(part.text for part in name)

    def make(self, table: Table) -> None:
        """Put a table in place, over any of the same name."""
        self.drop(table.name)
        self._changed(table.name)
        if table.definition is not None and table.seat is None:
            table.seat = Seat(self.default_schema, copy(self.used), self._inside)
        self._gone.discard(table.name)
        parts = tuple(part.lower() for part in name_parts(table.name))
        self._made[table.name] = table
        self._made_parts.setdefault(parts[-1], []).append((parts, table.name))

    def drop(self, name: str) -> None:
        """Take a table out of sight."""
        self._changed(name)
        made = self._made.pop(name, None)
        if made is None or made.kind is not Kind.TEMPORARY or name not in self.schema.tables:
            # Behind a temporary table a stored one of that name comes to light again.
            self._gone.add(name)
        if made is not None:
            last = name_parts(name)[-1].lower()
            self._made_parts[last] = [entry for entry in self._made_parts[last] if entry[1] != name]

    def restore(self, name: str) -> tuple[str, str] | None:
        """Put a listed table that the script dropped back in sight: its name, and the content it had before."""
        wanted = tuple(part.lower() for part in name_parts(name))
        for gone in sorted(self._gone & self.schema.tables.keys()):
            own = tuple(part.lower() for part in name_parts(gone))
            shared = min(len(own), len(wanted))
            if gone not in self._made and own[-shared:] == wanted[-shared:]:
                self._changed(gone)
                self._gone.discard(gone)
                self._stored.pop(gone, None)
                return gone, content(gone, max(0, self.generation(gone) - 1))
        return None

    def named(self, words: frozenset[str]) -> list[str]:
        """The tables whose last name, in lower case, is among the words."""
        made = (entry for word in words & self._made_parts.keys() for _, entry in self._made_parts[word])
        return sorted({*self.schema.named(words).difference(self._gone), *made})

    def generation(self, name: str) -> int:
        """How often the script has begun a table's content anew so far."""
        return self._generations.get(name, 0)

    def content(self, name: str) -> str:
        """How origins name what is in a table at this point."""
        return content(name, self.generation(name))

    def touched(self, name: str) -> None:
        """Note that something was added to a table."""
        self._changed(name)
        self._fresh.discard(name)

    def begin_anew(self, name: str, *, empty: bool) -> bool:
        """Begin a table's content anew; False when it had only just begun, with nothing in it since (DROP, CREATE)."""
        self._changed(name)
        begins = name not in self._fresh
        if begins:
            self._generations[name] = self.generation(name) + 1
        (self._fresh.add if empty else self._fresh.discard)(name)
        table = self._made.get(name) or self._stored.get(name)
        if table is not None and table.kind is Kind.STORED:
            fresh = base_relation(self.content(name), dict.fromkeys(table.relation.names, ""))
            table.relation = Relation(fresh.columns, open_tables=(self.content(name),) if table.relation.open else ())
        return begins

    def names(self) -> list[str]:
        """The tables that are there at this point."""
        listed = [name for name in self.schema.tables if name not in self._gone and name not in self._made]
        return [*listed, *self._made]

    def there(self, name: str) -> Table:
        """One of them."""
        return self._made.get(name) or self._table(name)

    def keep(self, table: Table) -> Table:
        """Note what is known of a table that nobody listed."""
        return self._stored.setdefault(table.name, table)

    def _find_made(self, wanted: tuple[str, ...], name: Sequence[Name]) -> tuple[list[str], int]:
        best: list[str] = []
        best_fit = 0
        for parts, made in self._made_parts.get(wanted[-1], ()):
            shared = min(len(parts), len(wanted))
            if parts[-shared:] != wanted[-shared:]:
                continue
            fit = _fit(len(parts), len(wanted))
            if fit > best_fit:
                best, best_fit = [made], fit
            elif fit == best_fit:
                best.append(made)
        if len(best) > 1:
            exact = ".".join(part.text for part in name)
            folded = ".".join(part.folded(self.dialect) for part in name)
            best = [made for made in best if made in (exact, folded)] or best
        return best, best_fit

    def _find_known(self, name: Sequence[Name]) -> tuple[str, ...]:
        if len(name) == 1 and "." in name[0].text and name[0].text in self.schema.tables:
            # A file read in place: the dots in its name separate nothing.
            return (name[0].text,)
        return self.schema.find(
            [part.text for part in name],
            folded=[part.folded(self.dialect) for part in name],
            default_schema=self.default_schema,
        )

    def _table(self, name: str) -> Table:
        table = self._stored.get(name)
        if table is None:
            columns = self.schema.columns(name)
            definition = self.schema.views.get(name)
            kind = Kind.STORED if definition is None else Kind.VIEW
            table = Table(name, kind, self._relation(name, columns), columns, definition=definition)
            self._stored[name] = table
        return table

    def _relation(self, name: str, columns: Mapping[str, str]) -> Relation:
        """A listed table's relation; as long as the script did not begin it anew, every script has the same one."""
        if self.generation(name):
            return base_relation(self.content(name), columns)
        known = self.schema.kept.get(name)
        if not isinstance(known, Relation):
            known = self.schema.kept[name] = base_relation(name, columns)
        return known

    def type_of(self, table: str, column: str) -> str:
        """The declared type of a stored table's column or field, an empty string where it is not known."""
        table = table_of(table)
        made = self._made.get(table)
        kept = made or self._stored.get(table)
        types = kept.types if kept is not None else self.schema.columns(table)
        kind = types.get(column)
        if kind is not None:
            return kind
        # A field: the type of the column it begins with says what it is.
        root, *fields = column.split(".")
        kind = types.get(root, "")
        for field_name in fields:
            wanted = field_name.lower()
            inner = struct_fields(kind)
            kind = next((found for name, found in inner.items() if name.lower() == wanted), "")
        return kind

    def _system(self, wanted: tuple[str, ...]) -> list[Table]:
        # BigQuery's parser takes `information_schema.tables` for one part.
        own = self.dialect.name == "redshift" and wanted[-1].startswith(_REDSHIFT)
        inside = len(wanted) > 1 and wanted[-2] in _SYSTEM_SCHEMAS.get(self.dialect.name, ())
        if own or inside or any(part in _SYSTEM or part.startswith("information_schema.") for part in wanted[-2:]):
            return [Table(".".join(wanted), Kind.SYSTEM, Relation((), element=NOTHING))]
        return []


def _fit(own: int, wanted: int) -> int:
    """How well a name of `own` parts fits a reference of `wanted` parts: equal, more specific, less specific."""
    if own == wanted:
        return 3
    return 2 if own > wanted else 1
