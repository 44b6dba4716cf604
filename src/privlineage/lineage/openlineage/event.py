"""An OpenLineage event read leniently: what is missing is done without, what is unusable is named.

The specification is OpenLineage 2-0-2 (`OpenLineage.json`): run events, job events and dataset events. Producers and
their samples leave out required keys (`producer`, `schemaURL`, `run`); none of those carries lineage.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeGuard

from privlineage.core.errors import Place, PrivlineageError

__all__ = ["Event", "EventDataset", "Ignored", "read_event", "usable_name"]

Ignored = Callable[[str, str], None]
"""Called with a path in the event and why what stands there was ignored."""


@dataclass(frozen=True, slots=True)
class EventDataset:
    """A dataset of an event.

    Attributes:
        namespace: OpenLineage namespace.
        name: name within it.
        facets: its facets by key; those a later event deleted are left out.
        at: where in the event it stands, for remarks.
    """

    namespace: str
    name: str
    facets: Mapping[str, Mapping[str, Any]]
    at: str


@dataclass(frozen=True, slots=True)
class Event:
    """A run, job or dataset event.

    Attributes:
        namespace: the job's namespace; the dataset's in a dataset event.
        name: the job's name; the dataset's in a dataset event.
        inputs: datasets read.
        outputs: datasets written; the dataset of a dataset event.
        facets: the job's facets.
        is_dataset_event: whether it speaks of a dataset alone, without a job.
        ignored: remarks PL602 about what was unusable.
    """

    namespace: str
    name: str
    inputs: tuple[EventDataset, ...] = ()
    outputs: tuple[EventDataset, ...] = ()
    facets: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    is_dataset_event: bool = False
    ignored: tuple[PrivlineageError, ...] = ()


def read_event(value: Any, place: Place) -> Event:
    """The event in a JSON value.

    Raises:
        PrivlineageError: PL601, when the value is no OpenLineage event: it names no job and no dataset.
    """
    if not isinstance(value, Mapping):
        raise _no_event("an event is an object", place)
    ignored: list[PrivlineageError] = []

    def ignore(at: str, why: str) -> None:
        ignored.append(PrivlineageError("PL602", f"`{at}` was ignored: {why}", place=place))

    job = value.get("job")
    if isinstance(job, Mapping):
        if not usable_name(job.get("name")):
            raise _no_event("its `job` has no `name`", place)
        namespace = job.get("namespace")
        return Event(
            namespace if usable_name(namespace) else "default",
            job["name"],
            _datasets(value.get("inputs"), "inputs", ignore),
            _datasets(value.get("outputs"), "outputs", ignore),
            _facets(job.get("facets"), "job.facets", ignore),
            ignored=tuple(ignored),
        )
    if isinstance(value.get("dataset"), Mapping):
        datasets = _datasets([value["dataset"]], "dataset", ignore)
        if not datasets:
            raise _no_event("its `dataset` has no `namespace` or `name`", place)
        found = datasets[0]
        return Event(found.namespace, found.name, outputs=datasets, is_dataset_event=True, ignored=tuple(ignored))
    raise _no_event("it has neither `job` nor `dataset`", place)


def usable_name(value: Any) -> TypeGuard[str]:
    """Whether a value can be a name: text, not empty, and storable everywhere."""
    if not isinstance(value, str) or not value.strip() or "\0" in value:
        return False
    return not any("\ud800" <= character <= "\udfff" for character in value)


def _no_event(why: str, place: Place) -> PrivlineageError:
    return PrivlineageError(
        "PL601", f"this is not an OpenLineage event: {why}", hint="see the OpenLineage specification", place=place
    )


def _datasets(value: Any, at: str, ignore: Ignored) -> tuple[EventDataset, ...]:
    if value is None:
        return ()
    if not isinstance(value, list):
        ignore(at, "it is not a list")
        return ()
    found = []
    for index, item in enumerate(value):
        where = f"{at}[{index}]"
        if not isinstance(item, Mapping):
            ignore(where, "it is not an object")
        elif not usable_name(item.get("namespace")) or not usable_name(item.get("name")):
            ignore(where, "it has no usable `namespace` and `name`")
        else:
            facets = _facets(item.get("facets"), f"{where}.facets", ignore)
            found.append(EventDataset(item["namespace"], item["name"], facets, where))
    return tuple(found)


def _facets(value: Any, at: str, ignore: Ignored) -> Mapping[str, Mapping[str, Any]]:
    if value is None:
        return {}
    if not isinstance(value, Mapping):
        ignore(at, "it is not an object")
        return {}
    found = {}
    for key, facet in value.items():
        if not isinstance(facet, Mapping):
            # A facet set to null is how some producers write "none".
            if facet is not None:
                ignore(f"{at}.{key}", "it is not an object")
        elif facet.get("_deleted") is not True:
            found[str(key)] = facet
    return found
