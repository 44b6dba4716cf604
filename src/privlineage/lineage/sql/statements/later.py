"""Statements that are carried out later: looked at where they are made, with nothing left of it for the script itself.

Making a procedure moves nothing. What its body would move is shown all the same, since whoever calls it may be in
another file, where nobody sees the body.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from copy import copy
from dataclasses import replace

from privlineage.lineage.sql.catalog import Catalog
from privlineage.lineage.sql.result import Write, WriteKind
from privlineage.lineage.sql.session import Effects, Session

__all__ = ["look_ahead"]

_NOTHING_ADDED = frozenset({WriteKind.DROP, WriteKind.TRUNCATE})
_KEPT = frozenset({WriteKind.EGRESS, WriteKind.DELETE})


def look_ahead(perform: Callable[[], None], session: Session) -> None:
    """Show what some statements will do; tables, variables and contents stay as they are.

    Args:
        perform: resolves the statements.
        session: in which they are looked at.
    """
    # Whatever it holds by name, so that nothing a session comes to know later is forgotten here.
    before = {name: value for name, value in vars(session).items() if isinstance(value, (dict, set))}
    catalog, effects = session.catalog, session.effects
    for name, value in before.items():
        setattr(session, name, value.copy())
    session.catalog, session.effects = _twin(catalog), Effects()
    try:
        with session.perhaps():
            perform()
    finally:
        found, session.catalog, session.effects = session.effects, catalog, effects
        for name, value in before.items():
            setattr(session, name, value)
        _show(found, effects)


def _twin(catalog: Catalog) -> Catalog:
    """A catalog that knows the same, and goes its own way from here on."""
    twin = copy(catalog)
    for name, value in vars(catalog).items():
        if isinstance(value, dict):
            setattr(twin, name, {key: copy(entry) for key, entry in value.items()})
        elif isinstance(value, set):
            setattr(twin, name, value.copy())
    twin.used = copy(catalog.used)
    return twin


def _show(found: Effects, effects: Effects) -> None:
    for table, relation in found.outputs.items():
        # Rows go to whoever calls, which is nobody yet; where something is not known, they may go anywhere.
        if table or found.unresolved:
            alone = table not in effects.outputs or table in effects.later
            effects.output(table, relation)
            if alone:
                effects.later.add(table)
    effects.reads.update(found.reads)
    effects.unresolved.update(found.unresolved)
    effects.writes.extend(added for write in found.writes for added in _added(write))


def _added(write: Write) -> Iterator[Write]:
    """What a write adds to, once it happens: until then every content stays."""
    mode = write.mode if write.mode in _KEPT else WriteKind.APPEND
    plain = replace(write, mode=mode, new_name=None, generation=0, begins=False)
    if write.mode is not WriteKind.RENAME and write.mode not in _NOTHING_ADDED:
        yield plain
    if write.new_name is not None:
        yield replace(plain, table=write.new_name)
