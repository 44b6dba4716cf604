"""Proposals as rows."""

from __future__ import annotations

from sqlalchemy import Connection, func, insert, select, update

from privlineage.core.codec import from_text, to_text
from privlineage.store.proposing import Proposal, not_next, other_in_force
from privlineage.store.sql import tables as t
from privlineage.store.sql.audit.auditing import note
from privlineage.store.sql.opening import Database

__all__ = ["SqlProposals", "expect", "settle"]


class SqlProposals:
    """The part of `SqlStore` that keeps proposals; what the methods mean stands in `store.proposing.Proposing`."""

    _database: Database

    @property
    def is_shared(self) -> bool:
        """Whether the database is on a server."""
        return self._database.is_shared

    def add_proposal(self, proposal: Proposal) -> None:
        """Keep a new proposal."""
        with self._database.write() as connection:
            row = {"id": proposal.id, "at": proposal.at, "hash": proposal.hash}
            connection.execute(insert(t.proposal).values(**row, state=proposal.state.value, body=to_text(proposal)))
            _note(connection, proposal)

    def settle_proposal(self, proposal: Proposal) -> None:
        """Keep an open proposal after one more statement."""
        with self._database.write() as connection:
            settle(connection, proposal)

    def proposal(self, id_prefix: str) -> Proposal | None:
        """A proposal by id or unique prefix."""
        wanted = id_prefix.upper()
        column = t.proposal.c.id
        starts = func.substr(column, 1, len(wanted)) == wanted
        with self._database.read() as connection:
            # The exact id comes first: another may begin with it.
            found = connection.execute(select(column, t.proposal.c.body).where(starts).order_by(column).limit(2)).all()
        exact = [row.body for row in found if row.id == wanted]
        bodies = exact or ([found[0].body] if len(found) == 1 and wanted else [])
        return _read(bodies[0]) if bodies else None

    def proposals(self, state: str = "") -> list[Proposal]:
        """Proposals, newest first."""
        rows = select(t.proposal.c.body).order_by(t.proposal.c.seq.desc())
        if state:
            rows = rows.where(t.proposal.c.state == state)
        with self._database.read() as connection:
            return [_read(body) for body in connection.execute(rows).scalars()]


def expect(connection: Connection, bundle: str) -> None:
    """Go on only under that bundle, in a transaction that writes; an empty hash means that none is in force.

    Raises:
        PrivlineageError: PL824, when another one is in force.
    """
    in_force = select(t.active_bundle.c.hash).where(t.active_bundle.c.valid_to.is_(None))
    found = connection.execute(in_force).scalar_one_or_none()
    if bundle != (found or ""):
        raise other_in_force(bundle, found)


def settle(connection: Connection, proposal: Proposal) -> None:
    """Keep an open proposal after one more statement, in a transaction that writes.

    Raises:
        PrivlineageError: PL821, when it is open no longer, or somebody said something else meanwhile.
    """
    row = select(t.proposal.c.body).where(t.proposal.c.id == proposal.id).with_for_update()
    body = connection.execute(row).scalar_one_or_none()
    problem = not_next(_read(body) if body else None, proposal)
    if problem is not None:
        raise problem
    changed = update(t.proposal).where(t.proposal.c.id == proposal.id)
    connection.execute(changed.values(state=proposal.state.value, body=to_text(proposal)))
    _note(connection, proposal)


def _note(connection: Connection, proposal: Proposal) -> None:
    last = proposal.statements[-1] if proposal.statements else None
    who, at = (last.by, last.at) if last else (proposal.author, proposal.at)
    words = {"kind": proposal.kind.value, "hash": proposal.hash, "state": proposal.state.value}
    note(connection, "proposal", proposal.id, str(who), at, (t.proposal, proposal.id), body=words)


def _read(body: str) -> Proposal:
    return from_text(Proposal, body)
