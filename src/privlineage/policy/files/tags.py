"""`tags.yml`: claims about columns, with what a dataset says for all of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from privlineage.core.errors import Place
from privlineage.core.labels import Atom, Identifiability, Tag
from privlineage.core.refs import WHOLE, ColumnRef, DatasetRef
from privlineage.core.sources import Sources
from privlineage.policy.files.nodes import Mapping, Node, Scalar, Sequence
from privlineage.policy.files.reader import Field, Reader, shown

__all__ = ["ReadTags", "read_claims", "read_tags"]

_CLAIM = ("identifiability", "origin", "uses", "subjects", "controller")
_DATASET = ("owner", *_CLAIM, "columns", "rest")
NONE = "none"


@dataclass(frozen=True, slots=True)
class ReadTags:
    """The tags of the file, the owners of datasets, and where each dataset stands."""

    tags: tuple[Tag, ...]
    owners: dict[DatasetRef, str]
    places: dict[DatasetRef, Place]


def read_tags(reader: Reader, node: Node, sources: Sources) -> ReadTags:
    """Every claim of the file, under canonical references."""
    top = reader.record(node, "tags.yml", ("datasets",))
    tags: list[Tag] = []
    owners: dict[DatasetRef, str] = {}
    places: dict[DatasetRef, Place] = {}
    for entry in reader.fields(top["datasets"].value, "`datasets`") if "datasets" in top else []:
        dataset = reader.attempt(entry.key.place, _resolver(sources, entry.name))
        if dataset is None:
            continue
        if dataset in places:
            reader.error(
                "PL105",
                entry.key.place,
                f"`{shown(entry.name)}` is `{dataset}`, which stands at {places[dataset]} already",
                "put its columns under one spelling",
            )
            continue
        places[dataset] = entry.key.place
        _undeclared(reader, dataset, sources, entry.key.place)
        fields = reader.record(entry.value, f"the dataset `{shown(entry.name)}`", _DATASET)
        owner = reader.owner(fields.get("owner"))
        if owner:
            owners[dataset] = owner
        tags += _dataset(reader, dataset, fields, sources)
    return ReadTags(tuple(tags), owners, places)


def _resolver(sources: Sources, text: str) -> Callable[[], DatasetRef]:
    return lambda: sources.dataset(text)


def _undeclared(reader: Reader, dataset: DatasetRef, sources: Sources, place: Place) -> None:
    if dataset.declared and sources.of(dataset) is None:
        close = sources.suggest(dataset.source)
        hint = f"did you mean `{close}`?" if close else "declare it in sources.yml"
        reader.warn("PL110", place, f"`{dataset.source}` is no declared source: nothing will be found under it", hint)


def _claim(reader: Reader, fields: dict[str, Field], base: Atom) -> Atom:
    """An atom with what these keys say, and the base's values for the others."""
    return Atom(
        base.category,
        reader.choice(fields.get("identifiability"), Identifiability, base.identifiability),
        reader.text(fields.get("origin"), base.origin),
        reader.keys("uses", fields["uses"]) if "uses" in fields else base.uses,
        reader.keys("subjects", fields["subjects"]) if "subjects" in fields else base.subjects,
        reader.text(fields.get("controller"), base.controller),
    )


def _dataset(reader: Reader, dataset: DatasetRef, fields: dict[str, Field], sources: Sources) -> list[Tag]:
    base = _claim(reader, fields, Atom(""))
    tags: list[Tag] = []
    places: dict[ColumnRef, Place] = {}
    for entry in reader.fields(fields["columns"].value, "`columns`") if "columns" in fields else []:
        if not entry.name.strip():
            reader.error("PL103", entry.key.place, "a column has an empty name", "name the column")
            continue
        column = sources.field(dataset, entry.name.strip())
        first = places.setdefault(column, entry.key.place)
        if first is not entry.key.place:
            reader.error(
                "PL105",
                entry.key.place,
                f"the column `{shown(entry.name)}` is the same as that at {first}",
                "names in databases are compared without case: keep one",
            )
            continue
        tags += [Tag(column, atom) for atom in read_claims(reader, entry, base)]
    rest = fields.get("rest")
    if rest is not None:
        tags += _rest(reader, rest, dataset, places)
    if not tags and "columns" not in fields and rest is None:
        place = next(iter(fields.values())).key.place if fields else None
        if place is not None:
            reader.warn("PL111", place, f"`{dataset}` has neither `columns` nor `rest`", "tag its columns")
    return tags


def _rest(reader: Reader, rest: Field, dataset: DatasetRef, places: dict[ColumnRef, Place]) -> list[Tag]:
    text = reader.text(rest)
    if text and text != NONE:
        reader.error(
            "PL103", rest.value.place, f"`rest` cannot be `{shown(text)}`", "write `rest: none` or list the columns"
        )
        return []
    whole = dataset.column(WHOLE)
    if whole in places:
        reader.error("PL105", rest.key.place, "`rest` beside the column `*`, which speaks of all columns", "keep one")
        return []
    return [Tag(whole, None)]


def read_claims(reader: Reader, entry: Field, base: Atom) -> list[Atom | None]:
    """The atoms of one column: a category, a mapping with one, or a list of either; `none` claims there is nothing."""
    nodes = entry.value.items if isinstance(entry.value, Sequence) else [entry.value]
    if not nodes:
        reader.error(
            "PL103", entry.value.place, f"the column `{shown(entry.name)}` has no category", "write `none` if so"
        )
    atoms: list[Atom | None] = []
    for node in nodes:
        found = _atoms(reader, node, entry.name, base)
        if found == [None] and len(nodes) > 1:
            reader.error("PL103", node.place, "`none` beside categories", "a column holds personal data or it does not")
            continue
        atoms += [atom for atom in found if atom not in atoms]
    return atoms


def _atoms(reader: Reader, node: Node, column: str, base: Atom) -> list[Atom | None]:
    if isinstance(node, Mapping):
        fields = reader.record(node, f"the column `{shown(column)}`", ("category", *_CLAIM), required=("category",))
        claim = _claim(reader, fields, base)
        return [_with(claim, key) for key in reader.keys("categories", fields.get("category"))]
    text = reader.scalar(node, f"the column `{shown(column)}`")
    if text == NONE and isinstance(node, Scalar):
        return [None]
    key = reader.key("categories", text, node.place) if text else ""
    return [_with(base, key)] if key else []


def _with(claim: Atom, category: str) -> Atom:
    return Atom(category, claim.identifiability, claim.origin, claim.uses, claim.subjects, claim.controller)
