"""Movements as the cases write them."""

from privlineage.core.exemption import Carried, Exemption
from privlineage.core.labels import Atom, Identifiability, Strength
from privlineage.core.movement import Arrival, Movement, SinkState, UnreviewedFlow, Witness, WitnessStep
from privlineage.core.plan import Job, Unresolved
from privlineage.core.refs import DatasetRef
from privlineage.policy.zones import zones_in_source, zones_of

JOB = Job("dag", "task")


def atom(data):
    uses = data.get("uses")
    return Atom(
        data["category"],
        Identifiability(data.get("identifiability", "identified")),
        data.get("origin", ""),
        None if uses is None else tuple(uses),
    )


def arrival(sink, data, sources):
    column = sources.field(sink, data.get("column", "c"))
    start = sources.column(data.get("from", f"raw:t#{column.path}"))
    strength = Strength[data.get("strength", "value").upper()]
    return Arrival(column, atom(data), strength, Witness((WitnessStep(start), WitnessStep(column, "job", strength))))


def movement(case, bundle):
    sources, policy = bundle.sources, bundle.policy
    arrivals, sinks = [], []
    present = case.get("present", {})
    for text, flows in case.get("sinks", {}).items():
        sink = sources.dataset(text)
        arrivals += [arrival(sink, data, sources) for data in flows]
        lying = tuple(arrival(sink, data, sources) for data in present.get(text, []))
        location = sources.location(sink) or case.get("source_location", "")
        sinks.append(SinkState(sink, location, zones_of(policy, sink, sources), lying))
    unresolved, zones = [], []
    for data in case.get("unresolved", []):
        sink = sources.dataset(data["sink"]) if "sink" in data else None
        unresolved.append(Unresolved(data["code"], "for a reason", sink, data.get("source", "")))
        zones.append(zones_of(policy, sink, sources) if sink else zones_in_source(policy, data.get("source"), sources))
    worker = case.get("worker", {})
    purposes = case.get("purposes")
    return Movement(
        JOB,
        tuple(sinks),
        tuple(arrivals),
        tuple(unreviewed(data, sources) for data in case.get("unreviewed", [])),
        tuple(unresolved),
        tuple(zones),
        case.get("opaque", False),
        None if purposes is None else tuple(purposes),
        worker.get("location", ""),
        tuple(
            arrival(DatasetRef("worker", worker.get("location", "")), {"column": "*", **data}, sources)
            for data in worker.get("reads", [])
        ),
        tuple(
            (zone, tuple(arrival(DatasetRef("lake", f"other-{zone}"), data, sources) for data in lying))
            for zone, lying in case.get("in_zone", {}).items()
        ),
        case.get("before_run", False),
        case.get("shape", ""),
    )


def unreviewed(data, sources):
    column, sink = sources.column(data["column"]), sources.dataset(data["sink"])
    strength = Strength[data.get("strength", "value").upper()]
    return UnreviewedFlow(column, sink, strength, Witness((WitnessStep(column), WitnessStep(sink.column("c")))))


def exemption(index, data, sources):
    given = {key: value for key, value in data.items() if key not in ("sink", "carries")}
    sink = sources.dataset(data["sink"]) if "sink" in data else None
    carries = tuple(
        Carried(sources.column(each["column"]), atom(each), Strength[each.get("strength", "value").upper()])
        for each in data.get("carries", ())
    )
    return Exemption(f"E-{index}", sink=sink, carries=carries, **given)
