"""`taxonomy.yml`: keys a bundle adds to the shipped taxonomy, each with its W3C DPV term where one exists."""

from __future__ import annotations

import re
from dataclasses import replace

from privlineage.core.taxonomy import Taxonomy
from privlineage.policy.files.nodes import Mapping, Node, Scalar
from privlineage.policy.files.reader import Field, Reader, shown

__all__ = ["read_taxonomy"]

_KEY = re.compile(r"[a-z][a-z0-9_]*(\.[a-z0-9_]+)*")
_KINDS = ("categories", "uses", "subjects")
_RESERVED = ("any", "none")


def read_taxonomy(reader: Reader, node: Node) -> Taxonomy:
    """The shipped taxonomy with the file's keys.

    Each of `categories`, `uses` and `subjects` is a list of keys, or a mapping of keys to nothing or `{dpv: term}`.
    A category's parent must exist: a misspelt one would escape every rule.
    """
    shipped = Taxonomy.shipped()
    fields = reader.record(node, "taxonomy.yml", _KINDS)
    added: dict[str, set[str]] = {kind: set() for kind in _KINDS}
    dpv = dict(shipped.dpv)
    for kind in _KINDS:
        keys = _keys(reader, fields[kind], dpv) if kind in fields else []
        known = set(getattr(shipped, kind))
        # Parents first, whatever the order of the file.
        for key in sorted(keys, key=lambda scalar: scalar.text):
            if _accept(reader, kind, key, known):
                known.add(key.text)
                added[kind].add(key.text)
    extended = shipped.extended(added["categories"], added["uses"], added["subjects"])
    return replace(extended, dpv=dpv)


def _keys(reader: Reader, field: Field, dpv: dict[str, str]) -> list[Scalar]:
    if not isinstance(field.value, Mapping):
        return reader.texts(field, may_be_blank=True)
    keys = []
    for entry in reader.fields(field.value, f"`{field.name}`"):
        keys.append(entry.key)
        if isinstance(entry.value, Scalar) and entry.value.blank:
            continue
        details = reader.record(entry.value, f"`{shown(entry.name)}`", ("dpv",))
        term = reader.text(details.get("dpv"))
        if term:
            dpv[entry.name] = term
    return keys


def _accept(reader: Reader, kind: str, key: Scalar, known: set[str]) -> bool:
    text = key.text
    if not _KEY.fullmatch(text) or text in _RESERVED:
        reader.error(
            "PL103",
            key.place,
            f"`{shown(text)}` cannot be a taxonomy key",
            "dotted lower-case words; not `any` or `none`",
        )
        return False
    if text in known:
        reader.warn("PL111", key.place, f"`{text}` is in the taxonomy already", "leave it out")
        return False
    parent = text.rpartition(".")[0]
    if parent and parent not in known:
        close = reader.taxonomy.suggest(kind, parent)
        hint = f"did you mean `{close}.{text.rpartition('.')[2]}`?" if close else f"add `{parent}` as well"
        reader.error("PL104", key.place, f"the parent of `{text}` is unknown", hint)
        return False
    return True
