"""`sources.yml`: the declared systems, and names that would mean two of them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from privlineage.core.errors import Place
from privlineage.core.naming import fold_namespace
from privlineage.core.sources import Source
from privlineage.policy.files.dialects import read_dialect
from privlineage.policy.files.nodes import Node, Scalar
from privlineage.policy.files.reader import Field, Reader, shown

__all__ = ["read_sources"]

_KEYS = ("namespace", "database", "default_schema", "dialect", "conn_ids", "aliases", "location")
_NAME = re.compile(r"[A-Za-z_][\w-]*")


@dataclass(frozen=True, slots=True)
class _Read:
    """A source with the places of the names that must be its alone."""

    source: Source
    place: Place
    namespaces: list[Scalar] = field(default_factory=list)
    conn_ids: list[Scalar] = field(default_factory=list)

    @property
    def aliases(self) -> list[Scalar]:
        return self.namespaces[1:]


def read_sources(reader: Reader, node: Node) -> list[Source]:
    """The sources of the file; two that share a name, a connection or a namespace are errors, and so are cycles."""
    top = reader.record(node, "sources.yml", ("sources",))
    entries = reader.fields(top["sources"].value, "`sources`") if "sources" in top else []
    found = [read for read in (_source(reader, entry) for entry in entries) if read is not None]
    cyclic = _cycles(reader, found)
    _shared_connections(reader, found)
    _shared_namespaces(reader, found, cyclic)
    return [read.source for read in found]


def _source(reader: Reader, entry: Field) -> _Read | None:
    if not _NAME.fullmatch(entry.name):
        reader.error(
            "PL103",
            entry.key.place,
            f"`{shown(entry.name)}` cannot be the name of a source",
            "letters, digits, `_` and `-`: references put a dot after it",
        )
        return None
    fields = reader.record(entry.value, f"the source `{entry.name}`", _KEYS, required=("namespace",))
    namespace = reader.text(fields.get("namespace"))
    if not namespace:
        return None
    aliases = reader.texts(fields.get("aliases"))
    conn_ids = reader.texts(fields.get("conn_ids"))
    source = Source(
        entry.name,
        namespace,
        database=reader.text(fields.get("database")) or None,
        default_schema=reader.text(fields.get("default_schema")) or None,
        dialect=read_dialect(reader, fields.get("dialect")) or None,
        conn_ids=tuple(item.text for item in conn_ids),
        aliases=tuple(item.text for item in aliases),
        location=reader.text(fields.get("location")) or None,
    )
    own = Scalar(namespace, fields["namespace"].value.place)
    return _Read(source, entry.key.place, [own, *aliases], conn_ids)


def _targets(alias: Scalar, found: list[_Read]) -> list[_Read]:
    """The sources an alias leads to: by namespace, or by a name written where a namespace is meant."""
    folded = fold_namespace(alias.text)
    return [other for other in found if folded in (fold_namespace(other.source.namespace), other.source.name)]


def _cycles(reader: Reader, found: list[_Read]) -> set[str]:
    """Report aliases that lead back to their own source; returns the names of sources in a cycle."""
    edges = {
        read.source.name: [(alias, other.source.name) for alias in read.aliases for other in _targets(alias, found)]
        for read in found
    }
    cyclic: set[str] = set()
    for name, out in edges.items():
        for alias, target in out:
            if target == name or name in _reachable(edges, target):
                cyclic.add(name)
                reader.error(
                    "PL105",
                    alias.place,
                    f"a cycle of names: the alias `{shown(alias.text)}` of `{name}` leads back to `{name}`",
                    "an alias is another namespace of the same system: remove it here",
                )
    return cyclic


def _reachable(edges: dict[str, list[tuple[Scalar, str]]], start: str) -> set[str]:
    seen: set[str] = set()
    waiting = [start]
    while waiting:
        for _, target in edges.get(waiting.pop(), []):
            if target not in seen:
                seen.add(target)
                waiting.append(target)
    return seen


def _shared_connections(reader: Reader, found: list[_Read]) -> None:
    owners: dict[str, str] = {}
    for read in found:
        for item in read.conn_ids:
            owner = owners.setdefault(item.text, read.source.name)
            if owner != read.source.name:
                reader.error(
                    "PL105",
                    item.place,
                    f"the connection `{shown(item.text)}` belongs to two sources, `{owner}` and `{read.source.name}`",
                    "a connection leads to one source: remove it from the other",
                )


def _shared_namespaces(reader: Reader, found: list[_Read], cyclic: set[str]) -> None:
    # Sources may share a server as long as their databases tell them apart; one may leave its database open.
    owners: dict[tuple[str, str], str] = {}
    for read in found:
        name = read.source.name
        for item in read.namespaces:
            key = (fold_namespace(item.text), (read.source.database or "").lower())
            owner = owners.setdefault(key, name)
            if owner != name and not {owner, name} <= cyclic:
                reader.error(
                    "PL105",
                    item.place,
                    f"the namespace `{shown(item.text)}` belongs to two sources, `{owner}` and `{name}`",
                    "remove it from one, or tell them apart by `database`",
                )
