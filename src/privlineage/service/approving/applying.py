"""Applying a folder: who made it is looked up in its commits, what loosens is proposed, the rest is published."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from privlineage.core.errors import PrivlineageError
from privlineage.core.people import Identity
from privlineage.policy.load import load_files
from privlineage.policy.teams import signers_of
from privlineage.service.approving.proposals import Proposals, Submitted
from privlineage.service.approving.publish import Publication, prepare
from privlineage.service.people.commits import Evidence, evidence_of
from privlineage.service.people.identity import is_remote

__all__ = ["Applied", "apply_folder"]

_TRIES = 3


@dataclass(frozen=True, slots=True)
class Applied:
    """What applying a folder did.

    Attributes:
        publication: the bundle, compared with the one that was in force.
        submitted: what became of it.
        authors: who made it, as far as is known; whoever is not proven comes first.
        remarks: for people: what was not proven, and why.
    """

    publication: Publication
    submitted: Submitted
    authors: tuple[Identity, ...]
    remarks: tuple[str, ...] = ()


def apply_folder(proposals: Proposals, folder: Path, askers: Sequence[Identity], reason: str = "") -> Applied:
    """Publish the bundle in a folder, or propose it where it loosens and that takes approval.

    Args:
        proposals: of the store.
        folder: the bundle's folder; if the bundle in force lists keys, commits around it say who made it.
        askers: who asks, where no commit proves it.
        reason: why, in the author's words.

    Raises:
        ErrorList: with every error of the folder; the bundle in force stays.
        PrivlineageError: PL824, when others keep publishing meanwhile.
    """
    for last in (False,) * (_TRIES - 1) + (True,):
        publication = prepare(proposals.store, folder)
        evidence = _evidence(proposals, folder, publication)
        authors = _authors(proposals, evidence, askers)
        approvals = () if is_remote(proposals.store) else evidence.approvals
        try:
            submitted = proposals.submit(publication, authors, approvals, reason)
        except PrivlineageError as error:
            if error.code != "PL824" or last:
                raise
            continue
        return Applied(publication, submitted, authors, evidence.remarks)
    raise AssertionError  # INVARIANT: the last try returns or raises


def _evidence(proposals: Proposals, folder: Path, publication: Publication) -> Evidence:
    record = proposals.store.active_bundle()
    if record is None or not publication.is_new:
        return Evidence()
    signers = signers_of(load_files(dict(record.files)).teams)
    if not signers and not proposals.takes_approval():
        return Evidence()
    found = evidence_of(folder, publication.bundle.hash, record.hash, signers)
    # Where no key is listed nobody expects a proof; whom the commits name made the change all the same.
    return found if signers else Evidence(found.authors)


def _authors(proposals: Proposals, evidence: Evidence, askers: Sequence[Identity]) -> tuple[Identity, ...]:
    """Who made it. Only where every commit is proven does that stand in for who asks; a server knows who asks."""
    made = evidence.authors
    if made and all(author.is_real for author in made) and not is_remote(proposals.store):
        return made
    return tuple(dict.fromkeys((*askers, *made)))
