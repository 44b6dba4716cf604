"""Naive answers, written another way than the code they judge: slow, and plain enough to believe."""

from collections.abc import Iterable, Mapping

from privlineage.core.declassify import Weakening
from privlineage.core.facts import FunctionStep
from privlineage.core.labels import Atom, Identifiability, Labels, Strength, Ways, join
from privlineage.graph.model import Edge, Slot


def touches(path: str, other: str) -> bool:
    """Whether one of two field paths holds the other."""
    if "*" in (path, other):
        return True
    shorter, longer = sorted((path.split("."), other.split(".")), key=len)
    return longer[: len(shorter)] == shorter


def labels_by_sweeping(
    edges: Iterable[Edge], seeds: Mapping[Slot, Labels], weakening: Weakening
) -> dict[Slot, dict[Atom, Ways]]:
    """What every slot derives: sweep over all edges, for each way by itself, until nothing new turns up."""
    edges = list(edges)
    claimed = {
        (slot, atom, strength)
        for slot, found in seeds.items()
        for atom, ways in found.items()
        for strength in Strength
        if strength in ways.each
    }
    reached: set[tuple[Slot, Atom, Strength]] = set()
    while True:
        news = {
            (
                edge.output,
                weakening.apply(atom, edge.path) if edge.strength is Strength.VALUE and held > Strength.ROW else atom,
                min(edge.strength, held),
            )
            for edge in edges
            for slot, atom, held in claimed | reached
            if slot.epoch == edge.input.epoch and touches(slot.path, edge.input.path)
        }
        if news <= reached:
            break
        reached |= news
    derived: dict[Slot, dict[Atom, Ways]] = {}
    for slot, atom, strength in reached:
        labels = derived.setdefault(slot, {})
        labels[atom] = labels.get(atom, Ways(0)) | strength.way
    return derived


def weakened(atom: Atom, path: Iterable[FunctionStep], weakening: Weakening) -> Identifiability:
    """How identifying an atom is after a path, function by function, entry by entry."""
    order = [Identifiability.AGGREGATED, Identifiability.PSEUDONYMISED, Identifiability.IDENTIFIED]
    level = order.index(atom.identifiability)
    for step in path:
        if step.function.lower() in weakening.reverses:
            level = 2
            continue
        for entry in weakening.declassifiers:
            named = entry.function.lower() == step.function.lower()
            spoken = entry.dialect in ("", step.dialect)
            placed = entry.argument in (None, step.argument)
            literals = dict(step.literals)
            worded = all(literals.get(place) == text for place, text in entry.literals)
            parts = atom.category.split(".")
            meant = not entry.labels or any(parts[: len(key.split("."))] == key.split(".") for key in entry.labels)
            if named and spoken and placed and worded and meant:
                level = min(level, order.index(entry.to))
    return order[level]


def within(smaller: Labels, larger: Labels) -> bool:
    """Whether every label of one set is in the other, in every way."""
    return all(larger.get(atom, Ways(0)) & ways == ways for atom, ways in smaller.items())


def read(labels: Mapping[Slot, Labels], slot: Slot) -> dict[Atom, Ways]:
    """What one reads at a slot: everything at the paths it touches."""
    return join(
        *(found for other, found in labels.items() if other.epoch == slot.epoch and touches(other.path, slot.path))
    )
