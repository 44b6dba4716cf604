"""The database and schema that a script uses (USE, search_path), and what its shorter names mean by them."""

from __future__ import annotations

from collections.abc import Sequence

from privlineage.core.naming import default_schema, has_schemas
from privlineage.lineage.sql.queries.relations import Name
from privlineage.lineage.sql.text.dialects import Traits

__all__ = ["Used", "schemas_of"]

_DATABASE_IS_SCHEMA = frozenset({"spark", "spark2", "databricks", "hive"})
_BARE_IS_DATABASE = frozenset({"tsql", "fabric", "snowflake"})


def schemas_of(path: str) -> list[Name]:
    """The schemas of a search path: between commas, in quotes or without; `"$user"` is nobody's we know.

    >>> [schema.text for schema in schemas_of("'$user', partner, public")]
    ['partner', 'public']
    """
    schemas = [Name(part.strip().strip("\"'")) for part in path.split(",")]
    return [schema for schema in schemas if schema.text and not schema.text.startswith("$")]


class Used:
    """Where names without a database or schema lead, as far as the script says so.

    >>> used = Used(Traits("tsql"))
    >>> used.use([Name("hr")])
    >>> used.meant([Name("staff")])
    [[Name(text='hr', quoted=False), Name(text='dbo', quoted=False), Name(text='staff', quoted=False)]]
    """

    def __init__(self, dialect: Traits, schema: str | None = None) -> None:
        self._dialect = dialect
        self._schema = Name(default_schema(dialect.name) or schema or "")
        self._place: list[Name] = []
        self._search: list[Name] = []

    def use(self, name: Sequence[Name], kind: str = "") -> None:
        """USE of a database or a schema; of a role or a warehouse it changes no name."""
        if kind not in ("", "DATABASE", "CATALOG", "SCHEMA", "NAMESPACE") or not name:
            return
        self._search = []
        own = self._dialect.name
        if len(name) > 1 or not has_schemas(own):
            self._place = list(name)
        elif self._is_database(kind):
            self._place = [*name, Name(default_schema(own) or "")]
        else:
            self._place = [*self._place[:-1], *name]

    @property
    def is_elsewhere(self) -> bool:
        """Whether the script has said where its short names lead."""
        return bool(self._place)

    def search(self, schemas: Sequence[Name]) -> None:
        """A search path: tables are made in the first schema, and looked for in each."""
        self._search = list(schemas)
        self._place = self._search[:1]

    def meant(self, name: Sequence[Name]) -> list[list[Name]]:
        """What a name may mean, the likeliest first."""
        parts = self._filled(name)
        if not self._place or len(parts) > len(self._place) or parts[0].text[:1] in ("#", "@") or "/" in parts[0].text:
            return [parts]
        if len(parts) == 1 and len(self._search) > 1:
            return [*([schema, *parts] for schema in self._search), parts]
        return [[part for part in (*self._place[: len(self._place) - len(parts) + 1], *parts) if part.text]]

    def _filled(self, name: Sequence[Name]) -> list[Name]:
        """`db..t` leaves the schema to the database."""
        filled = [part if part.text else self._schema for part in name]
        return [part for part in filled if part.text]

    def _is_database(self, kind: str) -> bool:
        own = self._dialect.name
        if kind == "DATABASE":
            return own not in _DATABASE_IS_SCHEMA
        return kind == "CATALOG" or (not kind and own in _BARE_IS_DATABASE)
