"""Giving stored datasets and columns their names under new sources, merging what turns out to be one."""

from __future__ import annotations

from sqlalchemy import Connection, delete, exists, select, union, update

from privlineage.core.labels import Strength
from privlineage.core.refs import DatasetRef
from privlineage.core.sources import Sources
from privlineage.store.canonical import canonical
from privlineage.store.sql import schemas, version
from privlineage.store.sql import tables as t
from privlineage.store.sql.tags import end_repeated

__all__ = ["rename"]


def rename(connection: Connection, before: Sources, after: Sources, at: str) -> None:
    """Call everything by its name under the new sources. Labels are left to be recomputed."""
    datasets = _rename_datasets(connection, before, after)
    columns = _rename_columns(connection, after)
    if datasets or columns:
        version.bump(connection)
        end_repeated(connection, at)
        _find_derived(connection)


def _rename_datasets(connection: Connection, before: Sources, after: Sources) -> bool:
    stays: dict[DatasetRef, int] = {}
    moves: dict[int, DatasetRef] = {}
    for row in connection.execute(select(t.dataset).order_by(t.dataset.c.id)):
        ref = DatasetRef(row.source, row.name, row.declared)
        name = canonical(ref, before, after)
        if name == ref:
            stays[ref] = row.id
        else:
            moves[row.id] = name
    for number in moves:
        # Out of the way first: one dataset may take the name another one leaves.
        connection.execute(update(t.dataset).where(t.dataset.c.id == number).values(source="", name=str(number)))
    for number, ref in moves.items():
        if ref in stays:
            _merge_datasets(connection, number, stays[ref])
            continue
        stays[ref] = number
        values = {"source": ref.source, "name": ref.name, "declared": ref.declared}
        connection.execute(update(t.dataset).where(t.dataset.c.id == number).values(**values))
    schemas.follow_names(connection, moves)
    return bool(moves)


def _merge_datasets(connection: Connection, gone: int, kept: int) -> None:
    """Everything of one dataset becomes the other's; what either may hold, the one may hold now."""
    for table in (t.epoch, t.tag):
        connection.execute(update(table).where(table.c.dataset_id == gone).values(dataset_id=kept))
    schemas.merge(connection, gone, kept)
    connection.execute(delete(t.dataset).where(t.dataset.c.id == gone))


def _rename_columns(connection: Connection, after: Sources) -> bool:
    of_slots = select(t.epoch.c.dataset_id, t.slot.c.path).join(t.slot, t.slot.c.epoch_id == t.epoch.c.id)
    paths = union(of_slots, select(t.tag.c.dataset_id, t.tag.c.path)).subquery()
    refs = select(t.dataset, paths.c.path).join(paths, paths.c.dataset_id == t.dataset.c.id)
    changed = False
    for row in connection.execute(refs.order_by(t.dataset.c.id, paths.c.path)).all():
        path = after.field(DatasetRef(row.source, row.name, row.declared), row.path).path
        if path != row.path:
            changed = True
            _rename_column(connection, row.id, row.path, path)
    return changed


def _rename_column(connection: Connection, dataset: int, old: str, new: str) -> None:
    here = (t.tag.c.dataset_id == dataset) & (t.tag.c.path == old)
    connection.execute(update(t.tag).where(here).values(path=new))
    slots = select(t.slot.c.id, t.slot.c.epoch_id, t.slot.c.path).join(t.epoch, t.slot.c.epoch_id == t.epoch.c.id)
    rows = connection.execute(slots.where(t.epoch.c.dataset_id == dataset, t.slot.c.path.in_([old, new]))).all()
    taken = {row.epoch_id: row.id for row in rows if row.path == new}
    for row in rows:
        if row.path != old:
            continue
        if row.epoch_id in taken:
            _merge_slots(connection, row.id, taken[row.epoch_id])
        else:
            connection.execute(update(t.slot).where(t.slot.c.id == row.id).values(path=new))


def _merge_slots(connection: Connection, gone: int, kept: int) -> None:
    """Edges of one slot become the other's. The empty slot stays, with the history of its labels."""
    edge = t.edge.c
    touching = select(t.edge).where((edge.output_id == gone) | (edge.input_id == gone)).order_by(edge.id)
    for row in connection.execute(touching).all():
        ends = {
            "output_id": kept if row.output_id == gone else row.output_id,
            "input_id": kept if row.input_id == gone else row.input_id,
        }
        same = (edge.output_id == ends["output_id"]) & (edge.input_id == ends["input_id"])
        same &= (edge.strength == row.strength) & (edge.path_id == row.path_id)
        same &= (edge.confidence == row.confidence) & (edge.place_id == row.place_id)
        if connection.execute(select(edge.id).where(same)).first():
            connection.execute(delete(t.edge).where(edge.id == row.id))
        else:
            connection.execute(update(t.edge).where(edge.id == row.id).values(**ends))


def _find_derived(connection: Connection) -> None:
    """Mark the slots that get content from elsewhere (`graph.review.gives_content`): names decide, and they changed."""
    content = (
        select(t.edge.c.id)
        .where(
            t.edge.c.output_id == t.slot.c.id,
            t.edge.c.input_id != t.slot.c.id,
            t.edge.c.strength > int(Strength.ROW),
        )
        .correlate(t.slot)
    )
    connection.execute(update(t.slot).values(is_derived=exists(content)))
