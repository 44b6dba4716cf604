"""The flows an event states for one target dataset, by precedence: lineage facet, columnLineage facet, nothing.

Both facets are read into the same words. An empty columnLineage facet states nothing: producers write one where they
could not tell (Airflow's own parser does), and unknown is not clean. An empty `inputs` list of a lineage facet does
state that there is no source: the specification says so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from privlineage.core.labels import Strength
from privlineage.core.refs import WHOLE
from privlineage.lineage.openlineage.event import EventDataset, Ignored, usable_name
from privlineage.lineage.openlineage.transformations import strengths

__all__ = ["Flow", "column_lineage_flows", "lineage_flows"]

OwnJob = Callable[[], Iterable[tuple[str, str]]]
"""Gives the datasets that the event's own job reads, as namespace and name."""


@dataclass(frozen=True, slots=True)
class Flow:
    """One input of one output column; `*` is a dataset as a whole.

    Attributes:
        namespace: of the input dataset.
        name: of the input dataset.
        input: the input's field.
        output: the target's field.
        strength: value, column or row influence.
        transform: identity, transformation, aggregation, or empty for influence.
        stated: whether the facet names these columns, rather than the dataset alone.
    """

    namespace: str
    name: str
    input: str
    output: str
    strength: Strength
    transform: str
    stated: bool = True


def column_lineage_flows(dataset: EventDataset, ignore: Ignored) -> list[Flow] | None:
    """What the columnLineage facet states, None where it is absent or states nothing."""
    facet = dataset.facets.get("columnLineage")
    if facet is None:
        return None
    at = f"{dataset.at}.facets.columnLineage"
    flows = []
    for field, entry in _fields(facet, at, ignore):
        listed = _objects(entry.get("inputFields"), f"{at}.fields.{field}.inputFields", ignore)
        flows += [flow for where, item in listed for flow in _flows(item, where, field, ignore)]
    whole = _objects(facet.get("dataset"), f"{at}.dataset", ignore)
    flows += [flow for where, item in whole for flow in _flows(item, where, WHOLE, ignore)]
    # Fields with empty input lists do state something: these columns have no source.
    return flows if flows or facet.get("fields") else None


def lineage_flows(facet: Mapping[str, Any] | None, at: str, own_job: OwnJob, ignore: Ignored) -> list[Flow] | None:
    """What a lineage facet (or an entry of a job's lineage facet) states of its target, None where it is absent."""
    if facet is None:
        return None
    flows = []
    for field, entry in _fields(facet, at, ignore):
        flows += _entity_flows(entry.get("inputs"), f"{at}.fields.{field}.inputs", field, own_job, ignore)
    detailed = {(flow.namespace, flow.name) for flow in flows}
    whole = _entity_flows(facet.get("inputs"), f"{at}.inputs", WHOLE, own_job, ignore)
    # A dataset that fields speak of is listed again as a summary; it says more only of what fields do not mention.
    flows += [flow for flow in whole if flow.stated or (flow.namespace, flow.name) not in detailed]
    return flows if flows or facet.get("fields") or isinstance(facet.get("inputs"), list) else None


def _fields(facet: Mapping[str, Any], at: str, ignore: Ignored) -> Iterator[tuple[str, Mapping[str, Any]]]:
    fields = facet.get("fields")
    if fields is None:
        return
    if not isinstance(fields, Mapping):
        ignore(f"{at}.fields", "it is not an object")
        return
    for field, entry in fields.items():
        if usable_name(field) and isinstance(entry, Mapping):
            yield field, entry
        else:
            ignore(f"{at}.fields.{field}" if usable_name(field) else f"{at}.fields", "it is no field with inputs")


def _objects(value: Any, at: str, ignore: Ignored) -> Iterator[tuple[str, Mapping[str, Any]]]:
    if value is None:
        return
    if not isinstance(value, list):
        ignore(at, "it is not a list")
        return
    for index, item in enumerate(value):
        if isinstance(item, Mapping):
            yield f"{at}[{index}]", item
        else:
            ignore(f"{at}[{index}]", "it is not an object")


def _flows(item: Mapping[str, Any], at: str, output: str, ignore: Ignored) -> list[Flow]:
    """The flows of one input; a missing `field` is the dataset as a whole."""
    namespace, name, field = item.get("namespace"), item.get("name"), item.get("field")
    if not usable_name(namespace) or not usable_name(name):
        ignore(at, "it has no usable `namespace` and `name`")
        return []
    if field is not None and not usable_name(field):
        ignore(f"{at}.field", "it is no name; the dataset as a whole was taken")
        field = None
    of_dataset = output == WHOLE
    if field is None and of_dataset and not item.get("transformations"):
        return [Flow(namespace, name, WHOLE, WHOLE, Strength.VALUE, "transformation", stated=False)]
    found = strengths(item.get("transformations"), f"{at}.transformations", ignore, of_dataset=of_dataset)
    stated = field is not None
    return [Flow(namespace, name, field or WHOLE, output, strength, how, stated) for strength, how in found]


def _entity_flows(value: Any, at: str, output: str, own_job: OwnJob, ignore: Ignored) -> list[Flow]:
    flows = []
    for where, item in _objects(value, at, ignore):
        if str(item.get("type") or "DATASET").upper() != "JOB":
            flows += _flows(item, where, output, ignore)
        elif item.get("name") is None:
            flows += [
                Flow(namespace, name, WHOLE, output, Strength.VALUE, "transformation", stated=False)
                for namespace, name in own_job()
            ]
        else:
            ignore(where, "another job as a source names no data")
    return flows
