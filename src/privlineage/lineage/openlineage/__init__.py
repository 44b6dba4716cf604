"""OpenLineage events as evidence: what they say of columns becomes facts that add, and never weaken or retire."""

from privlineage.lineage.openlineage.event import Event, EventDataset, read_event
from privlineage.lineage.openlineage.plan import EventPlan, plan_event
from privlineage.lineage.openlineage.stream import Line, read_events

__all__ = ["Event", "EventDataset", "EventPlan", "Line", "plan_event", "read_event", "read_events"]
