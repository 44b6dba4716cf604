"""Epochs: placing a plan among them, opening, retiring, and ending those nothing alive derives from."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import count

from sqlalchemy import ColumnElement, Connection, func, insert, select, update

from privlineage.core.plan import Plan
from privlineage.core.refs import DatasetRef
from privlineage.graph.content import EpochFact, EpochFacts, facts_by_epoch
from privlineage.graph.epochs import Placement, place
from privlineage.graph.model import EpochRef
from privlineage.store.sql import tables as t
from privlineage.store.sql import version
from privlineage.store.sql.edges import edges_into_epochs, number_of
from privlineage.store.sql.interning import chunks, dataset_numbers, known_datasets
from privlineage.store.touching import read_datasets, written_datasets

__all__ = ["close", "create", "epochs_of", "open_again", "placed"]


def epochs_of(
    connection: Connection, datasets: Iterable[DatasetRef], *, only_open: bool = False
) -> dict[EpochRef, bool]:
    """The epochs of these datasets, oldest first, and whether each is open."""
    refs = {number: ref for ref, number in known_datasets(connection, datasets).items()}
    statement = select(t.epoch.c.id, t.epoch.c.dataset_id, t.epoch.c.is_open).order_by(t.epoch.c.id)
    if only_open:
        statement = statement.where(t.epoch.c.is_open)
    found: dict[EpochRef, bool] = {}
    for part in chunks(sorted(refs)):
        for row in connection.execute(statement.where(t.epoch.c.dataset_id.in_(part))):
            found[EpochRef(refs[row.dataset_id], str(row.id))] = row.is_open
    return found


def placed(connection: Connection, plan: Plan, *, external: bool) -> Placement:
    """Where the plan's facts land among the stored epochs; nothing is written yet."""
    known = epochs_of(connection, written_datasets(plan)) | epochs_of(connection, read_datasets(plan), only_open=True)
    facts = facts_by_epoch(edges_into_epochs(connection, known))

    def facts_of(epoch: EpochRef) -> frozenset[EpochFact]:
        if epoch not in facts:
            facts.update({epoch: frozenset()} | facts_by_epoch(edges_into_epochs(connection, [epoch])))
        return facts[epoch]

    first = connection.execute(select(func.coalesce(func.max(t.epoch.c.id), 0))).scalar_one() + 1
    numbers = count(first)
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
    rows = [
        {"id": number_of(epoch), "dataset_id": datasets[epoch.dataset], "is_open": False, "valid_from": at}
        for epoch in new
    ]
    connection.execute(insert(t.epoch), rows)
    version.bump(connection)


def open_again(connection: Connection, epochs: Iterable[EpochRef], at: str) -> None:
    """Open epochs, new ones or old; whatever an old one derives from lives again with it."""
    numbers = _where(connection, t.epoch.c.id, map(number_of, epochs), ~t.epoch.c.is_open)
    if not numbers:
        return
    version.bump(connection)
    for part in chunks(sorted(numbers)):
        connection.execute(update(t.epoch).where(t.epoch.c.id.in_(part)).values(is_open=True))
    connection.execute(insert(t.opening), [{"epoch_id": number, "valid_from": at} for number in sorted(numbers)])
    ended = _where(connection, t.epoch.c.id, numbers, t.epoch.c.valid_to.is_not(None))
    while ended:
        for part in chunks(sorted(ended)):
            connection.execute(update(t.epoch).where(t.epoch.c.id.in_(part)).values(valid_to=None))
        sources = {source for _, source in _dependencies(connection, _out.c.epoch_id, ended)}
        ended = _where(connection, t.epoch.c.id, sources, t.epoch.c.valid_to.is_not(None))


def close(connection: Connection, epochs: Iterable[EpochRef], at: str, closed_by: int) -> None:
    """Close open epochs, and end those of them, and of what they derive from, that nothing alive derives from."""
    numbers = _where(connection, t.epoch.c.id, map(number_of, epochs), t.epoch.c.is_open)
    if not numbers:
        return
    version.bump(connection)
    for part in chunks(sorted(numbers)):
        connection.execute(update(t.epoch).where(t.epoch.c.id.in_(part)).values(is_open=False))
        in_force = t.opening.c.epoch_id.in_(part) & t.opening.c.valid_to.is_(None)
        connection.execute(update(t.opening).where(in_force).values(valid_to=at, closed_by=closed_by))
    dead = _dead(connection, numbers)
    for part in chunks(sorted(dead)):
        connection.execute(update(t.epoch).where(t.epoch.c.id.in_(part)).values(valid_to=at))


_out, _in = t.slot.alias("o"), t.slot.alias("i")
_DEPENDENCIES = (
    select(_out.c.epoch_id.label("output"), _in.c.epoch_id.label("input"))
    .select_from(t.edge)
    .join(_out, t.edge.c.output_id == _out.c.id)
    .join(_in, t.edge.c.input_id == _in.c.id)
    .where(t.edge.c.valid_to.is_(None))
    .distinct()
)


def _dead(connection: Connection, closed: set[int]) -> set[int]:
    """Of the epochs upstream of `closed`, those that are not open and feed nothing that lives."""
    candidates: set[int] = set()
    frontier = closed
    while frontier:
        candidates |= frontier
        sources = {source for _, source in _dependencies(connection, _out.c.epoch_id, frontier)} - candidates
        frontier = _where(connection, t.epoch.c.id, sources, ~t.epoch.c.is_open & t.epoch.c.valid_to.is_(None))
    readers = _dependencies(connection, _in.c.epoch_id, candidates)
    outside = {output for output, _ in readers} - candidates
    alive = _where(connection, t.epoch.c.id, outside, t.epoch.c.valid_to.is_(None))
    # A candidate lives by a living reader; what it reads then lives by it, so this runs until nothing changes.
    while True:
        more = {source for output, source in readers if output in alive} - alive
        if not more:
            return candidates - alive
        alive |= more


def _dependencies(connection: Connection, column: ColumnElement[int], numbers: Iterable[int]) -> set[tuple[int, int]]:
    found: set[tuple[int, int]] = set()
    for part in chunks(sorted(numbers)):
        found |= {(row.output, row.input) for row in connection.execute(_DEPENDENCIES.where(column.in_(part)))}
    return found


def _where(
    connection: Connection, column: ColumnElement[int], numbers: Iterable[int], condition: ColumnElement[bool]
) -> set[int]:
    found: set[int] = set()
    for part in chunks(sorted(set(numbers))):
        found |= set(connection.execute(select(t.epoch.c.id).where(column.in_(part), condition)).scalars())
    return found
