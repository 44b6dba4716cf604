"""What the facets of an event's dataset say of its columns and its former name."""

from __future__ import annotations

from collections.abc import Mapping

from privlineage.lineage.openlineage.event import EventDataset, Ignored, usable_name

__all__ = ["renamed_from", "schema_columns"]


def schema_columns(dataset: EventDataset, ignore: Ignored) -> tuple[tuple[str, str], ...]:
    """Names and types of the top-level columns, in order; empty without a schema facet."""
    facet = dataset.facets.get("schema")
    fields = facet.get("fields") if facet is not None else None
    if fields is None:
        return ()
    at = f"{dataset.at}.facets.schema.fields"
    if not isinstance(fields, list):
        ignore(at, "it is not a list")
        return ()
    found: dict[str, str] = {}
    for index, item in enumerate(fields):
        if not isinstance(item, Mapping) or not usable_name(item.get("name")):
            ignore(f"{at}[{index}]", "it is no field with a `name`")
            continue
        kind = item.get("type")
        found.setdefault(item["name"], kind if usable_name(kind) else "")
    return tuple(found.items())


def renamed_from(dataset: EventDataset) -> tuple[str, str] | None:
    """Namespace and name before the rename the event tells of."""
    facet = dataset.facets.get("lifecycleStateChange", {})
    previous = facet.get("previousIdentifier")
    if str(facet.get("lifecycleStateChange") or "").upper() != "RENAME" or not isinstance(previous, Mapping):
        return None
    if not usable_name(previous.get("namespace")) or not usable_name(previous.get("name")):
        return None
    return previous["namespace"], previous["name"]
