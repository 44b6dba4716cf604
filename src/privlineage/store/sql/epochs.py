"""Epochs: placing a plan among them, opening, retiring, and ending those nothing alive derives from."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import count

from sqlalchemy import Connection

from privlineage.core.plan import Plan
from privlineage.core.refs import DatasetRef
from privlineage.graph.content import EpochFact, EpochFacts, facts_by_epoch
from privlineage.graph.epochs import Placement, place
from privlineage.graph.model import EpochRef
from privlineage.store.sql import version
from privlineage.store.sql.edges import edges_into_epochs, number_of
from privlineage.store.sql.interning import dataset_numbers
from privlineage.store.sql.plain import change_each, change_in, fetch, fetch_in
from privlineage.store.touching import read_datasets, written_datasets

__all__ = ["close", "create", "epochs_of", "open_again", "placed"]


_EPOCHS = """
SELECT e.id, e.is_open, d.source, d.name, d.declared FROM epoch e JOIN dataset d ON d.id = e.dataset_id
WHERE d.name IN (??)
"""
_END_OPENINGS = "UPDATE opening SET valid_to = ?, closed_by = ? WHERE valid_to IS NULL AND epoch_id IN (??)"
_DEPENDENCIES = """
SELECT DISTINCT o.epoch_id, i.epoch_id FROM edge e JOIN slot o ON e.output_id = o.id JOIN slot i ON e.input_id = i.id
WHERE e.valid_to IS NULL
"""


def epochs_of(
    connection: Connection, datasets: Iterable[DatasetRef], *, only_open: bool = False
) -> dict[EpochRef, bool]:
    """The epochs of these datasets, oldest first, and whether each is open."""
    wanted = set(datasets)
    found: dict[int, tuple[EpochRef, bool]] = {}
    for number, is_open, source, name, declared in fetch_in(connection, _EPOCHS, {ref.name for ref in wanted}):
        dataset = DatasetRef(source, name, bool(declared))
        if dataset in wanted and (is_open or not only_open):
            found[number] = EpochRef(dataset, str(number)), bool(is_open)
    return dict(found[number] for number in sorted(found))


def placed(connection: Connection, plan: Plan, *, external: bool) -> Placement:
    """Where the plan's facts land among the stored epochs; nothing is written yet."""
    known = epochs_of(connection, written_datasets(plan)) | epochs_of(connection, read_datasets(plan), only_open=True)
    facts = facts_by_epoch(edges_into_epochs(connection, known))

    def facts_of(epoch: EpochRef) -> frozenset[EpochFact]:
        if epoch not in facts:
            facts.update({epoch: frozenset()} | facts_by_epoch(edges_into_epochs(connection, [epoch])))
        return facts[epoch]

    ((newest,),) = fetch(connection, "SELECT coalesce(max(id), 0) FROM epoch")
    numbers = count(newest + 1)
    return place(
        plan,
        [EpochFacts(ref, facts.get(ref, frozenset()), is_open) for ref, is_open in known.items()],
        lambda: str(next(numbers)),
        external=external,
        facts_of=facts_of,
    )


def create(connection: Connection, epochs: Iterable[EpochRef], at: str) -> None:
    """Store new epochs, not open yet."""
    new = list(epochs)
    if not new:
        return
    datasets = dataset_numbers(connection, {epoch.dataset for epoch in new})
    rows = [(number_of(epoch), datasets[epoch.dataset], False, at) for epoch in new]
    change_each(connection, "INSERT INTO epoch (id, dataset_id, is_open, valid_from) VALUES (?, ?, ?, ?)", rows)
    version.bump(connection)


def open_again(connection: Connection, epochs: Iterable[EpochRef], at: str) -> None:
    """Open epochs, new ones or old; whatever an old one derives from lives again with it."""
    numbers = _those(connection, "NOT is_open", map(number_of, epochs))
    if not numbers:
        return
    version.bump(connection)
    change_in(connection, "UPDATE epoch SET is_open = ? WHERE id IN (??)", sorted(numbers), True)
    rows = [(number, at) for number in sorted(numbers)]
    change_each(connection, "INSERT INTO opening (epoch_id, valid_from) VALUES (?, ?)", rows)
    ended = _those(connection, "valid_to IS NOT NULL", numbers)
    while ended:
        change_in(connection, "UPDATE epoch SET valid_to = NULL WHERE id IN (??)", sorted(ended))
        sources = {source for _, source in _dependencies(connection, "o.epoch_id", ended)}
        ended = _those(connection, "valid_to IS NOT NULL", sources)


def close(connection: Connection, epochs: Iterable[EpochRef], at: str, closed_by: int) -> None:
    """Close open epochs, and end those of them, and of what they derive from, that nothing alive derives from."""
    numbers = _those(connection, "is_open", map(number_of, epochs))
    if not numbers:
        return
    version.bump(connection)
    change_in(connection, "UPDATE epoch SET is_open = ? WHERE id IN (??)", sorted(numbers), False)
    change_in(connection, _END_OPENINGS, sorted(numbers), at, closed_by)
    change_in(connection, "UPDATE epoch SET valid_to = ? WHERE id IN (??)", sorted(_dead(connection, numbers)), at)


def _dead(connection: Connection, closed: set[int]) -> set[int]:
    """Of the epochs upstream of `closed`, those that are not open and feed nothing that lives."""
    candidates: set[int] = set()
    frontier = closed
    while frontier:
        candidates |= frontier
        sources = {source for _, source in _dependencies(connection, "o.epoch_id", frontier)} - candidates
        frontier = _those(connection, "NOT is_open AND valid_to IS NULL", sources)
    readers = _dependencies(connection, "i.epoch_id", candidates)
    outside = {output for output, _ in readers} - candidates
    alive = _those(connection, "valid_to IS NULL", outside)
    # A candidate lives by a living reader; what it reads then lives by it, so this runs until nothing changes.
    while True:
        more = {source for output, source in readers if output in alive} - alive
        if not more:
            return candidates - alive
        alive |= more


def _dependencies(connection: Connection, column: str, numbers: Iterable[int]) -> set[tuple[int, int]]:
    """Which epoch reads which, where `column` of one of them is among the numbers."""
    rows = fetch_in(connection, f"{_DEPENDENCIES} AND {column} IN (??)", sorted(numbers))
    return {(output, source) for output, source in rows}


def _those(connection: Connection, condition: str, numbers: Iterable[int]) -> set[int]:
    """Those of the epochs for which a condition holds."""
    statement = f"SELECT id FROM epoch WHERE {condition} AND id IN (??)"  # noqa: S608  # ours, no one's input
    return {number for (number,) in fetch_in(connection, statement, sorted(set(numbers)))}
