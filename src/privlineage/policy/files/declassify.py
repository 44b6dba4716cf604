"""`declassify` and `reverses` of `policy.yml`: what may weaken a label, and what undoes it (law 5)."""

from __future__ import annotations

from privlineage.core.declassify import Declassifier, Weakening
from privlineage.core.labels import Identifiability
from privlineage.policy.files.dialects import read_dialect
from privlineage.policy.files.nodes import Mapping, Node, Sequence
from privlineage.policy.files.reader import Field, Reader, shown

__all__ = ["read_weakening"]

_KEYS = ("function", "dialect", "argument", "literals", "labels", "to")


def read_weakening(reader: Reader, declassify: Field | None, reverses: Field | None) -> Weakening:
    """The entries of both lists; names of functions are compared without case."""
    nodes = reader.items(declassify, may_be_blank=True)
    if declassify is not None and isinstance(declassify.value, Mapping):
        reader.error("PL103", declassify.value.place, "`declassify` is not a list", "write `- {function: …, to: …}`")
        nodes = []
    entries: list[Declassifier] = []
    for node in nodes:
        entry = _entry(reader, node)
        if entry in entries:
            reader.warn("PL111", node.place, f"`{entry.function}` stands here a second time", "leave one out")
        elif entry is not None:
            entries.append(entry)
    backwards: list[str] = []
    names = {entry.function for entry in entries}
    for item in reader.texts(reverses, may_be_blank=True):
        name = item.text.lower()
        if name in names:
            reader.error(
                "PL105", item.place, f"`{shown(name)}` both declassifies and reverses", "it can do one of them"
            )
        backwards.append(name)
    return Weakening(tuple(entries), frozenset(backwards))


def _entry(reader: Reader, node: Node) -> Declassifier | None:
    if not isinstance(node, Mapping):
        reader.error(
            "PL103", node.place, "a declassifier is not a mapping", "write `- {function: …, argument: 0, to: …}`"
        )
        return None
    before = len(reader.errors)
    fields = reader.record(node, "a declassifier", _KEYS, required=("function", "to"))
    to = reader.choice(fields.get("to"), Identifiability, Identifiability.IDENTIFIED)
    if to is Identifiability.IDENTIFIED and "to" in fields and len(reader.errors) == before:
        hint = "write pseudonymised or aggregated; what restores `identified` belongs under `reverses`"
        reader.error("PL103", fields["to"].value.place, "a declassifier cannot lead to `identified`", hint)
    argument = reader.number(fields.get("argument"), None)
    literals = _literals(reader, fields.get("literals"), argument)
    entry = Declassifier(
        reader.text(fields.get("function")).lower(),
        to,
        argument,
        literals,
        reader.keys("categories", fields.get("labels")),
        read_dialect(reader, fields.get("dialect")),
    )
    return entry if len(reader.errors) == before else None


def _literals(reader: Reader, field: Field | None, argument: int | None) -> tuple[tuple[int, str], ...]:
    if field is None:
        return ()
    if isinstance(field.value, Sequence):
        reader.error("PL103", field.value.place, "`literals` is a list", "write `{2: sha256}`: position and literal")
        return ()
    found: dict[int, str] = {}
    for entry in reader.fields(field.value, "`literals`"):
        if not (entry.name.isascii() and entry.name.isdigit() and len(entry.name) < 4):
            hint = "count from 0: `{2: sha256}` is the third argument"
            reader.error("PL103", entry.key.place, f"`{shown(entry.name)}` is no argument position", hint)
            continue
        position = int(entry.name)
        if position == argument:
            hint = "the data comes through `argument`; literals stand at other positions"
            reader.error("PL103", entry.key.place, f"position {position} is both `argument` and a literal", hint)
            continue
        found[position] = reader.scalar(entry.value, f"the literal at {position}")
    return tuple(sorted(found.items()))
