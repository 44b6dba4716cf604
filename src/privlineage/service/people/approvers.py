"""Who may approve what others made."""

from __future__ import annotations

from collections.abc import Iterable

from privlineage.core.people import Identity, could_be_same
from privlineage.policy.model import Bundle
from privlineage.policy.teams import aliases_of, stands_for

__all__ = ["approval_problem", "is_approver"]


def is_approver(identity: Identity, bundle: Bundle) -> bool:
    """Whether somebody proved to be one of the approvers that a bundle names."""
    return identity.is_real and any(
        stands_for(identity, name, bundle.teams) for name in bundle.policy.exemptions.approvers
    )


def approval_problem(bundle: Bundle, identity: Identity, authors: Iterable[Identity]) -> str:
    """Why somebody may not approve what others made; empty where they may.

    Args:
        bundle: the one in force: whoever changes the approvers does not choose them.
        identity: who would approve.
        authors: everybody who made it.

    >>> from privlineage.policy.load import load_files
    >>> bundle = load_files({"policy.yml": "exemptions: {approvers: [Privacy]}"})
    >>> ana = Identity("ana", ("Privacy",), "airflow")
    >>> approval_problem(bundle, ana, [Identity("bo")]), approval_problem(bundle, ana, [Identity("ana@corp.example")])
    ('', '`ana` may be who made it (`ana@corp.example`), and it takes a second person')
    """
    approvers = bundle.policy.exemptions.approvers
    if not identity.is_real:
        return f"it was not verified who `{identity.name or 'nobody'}` is"
    if not approvers:
        return "the bundle in force names no approvers"
    if not is_approver(identity, bundle):
        return f"`{identity.name}` is none of the approvers ({', '.join(approvers)})"
    known = aliases_of(bundle.teams)
    for author in authors:
        if could_be_same(identity.name, author.name, known):
            return f"`{identity.name}` may be who made it (`{author.name or 'nobody'}`), and it takes a second person"
    return ""
