"""`zones` of `policy.yml`: named sets of sinks."""

from __future__ import annotations

import re

from privlineage.policy.files.nodes import Scalar
from privlineage.policy.files.reader import Field, Reader, shown
from privlineage.policy.model import ELSEWHERE, Mode, Zone, ZoneDefault

__all__ = ["read_zones"]

_KEYS = ("match", "location", "purposes", "mode", "default", "owner")
_NAME = re.compile(r"[A-Za-z_][\w.-]*")


def read_zones(reader: Reader, field: Field | None) -> tuple[Zone, ...]:
    """The declared zones, in the order of the file."""
    entries = reader.fields(field.value, "`zones`") if field else []
    return tuple(zone for zone in (_zone(reader, entry) for entry in entries) if zone)


def _zone(reader: Reader, entry: Field) -> Zone | None:
    place = entry.key.place
    if entry.name == ELSEWHERE:
        hint = "choose another name; rules may name `elsewhere` without declaring it"
        reader.error("PL105", place, "the zone `elsewhere` is built in and cannot be declared", hint)
        return None
    if not _NAME.fullmatch(entry.name):
        reader.error(
            "PL103", place, f"`{shown(entry.name)}` cannot be the name of a zone", "letters, digits, `_`, `-`, `.`"
        )
        return None
    fields = reader.record(entry.value, f"the zone `{entry.name}`", _KEYS, required=("match",))
    patterns = [
        pattern for pattern in (_pattern(reader, item) for item in reader.texts(fields.get("match"))) if pattern
    ]
    if reader.is_empty(fields.get("match")):
        reader.warn("PL111", fields["match"].key.place, f"the zone `{entry.name}` matches no sink", "give it a pattern")
    return Zone(
        entry.name,
        tuple(patterns),
        reader.text(fields.get("location")),
        reader.keys("uses", fields.get("purposes")),
        reader.choice(fields["mode"], Mode, Mode.OBSERVE) if "mode" in fields else None,
        reader.choice(fields.get("default"), ZoneDefault, ZoneDefault.ALLOW),
        reader.owner(fields.get("owner")),
        place,
    )


def _pattern(reader: Reader, item: Scalar) -> str:
    if "#" in item.text:
        hint = f"zones are sets of datasets: write `{shown(item.text.partition('#')[0])}`"
        reader.error("PL103", item.place, f"the pattern `{shown(item.text)}` names a column", hint)
        return ""
    if re.search(r"\s|\*\*\*", item.text):
        hint = "`*` stays inside one segment, `**` crosses segments"
        reader.error("PL103", item.place, f"`{shown(item.text)}` is no pattern", hint)
        return ""
    return item.text
