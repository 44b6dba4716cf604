"""Who approved something by a signed commit or tag that names it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from privlineage.core.people import COMMIT, Identity
from privlineage.policy.teams import Signer
from privlineage.service.people.repository import repository_of

__all__ = ["who_approved"]


def who_approved(name: str, folder: Path, signers: Sequence[Signer]) -> tuple[Identity, ...]:
    """Everybody whose listed key signed a commit, or an annotated tag, with the trailer `Privlineage-Approve: <name>`.

    Args:
        name: the id of what is approved; ids are never given twice, so no older commit can have meant it.
        folder: a folder in the repository; the commits that its checked-out one leads back to count.
        signers: the keys that the bundle in force lists.

    Raises:
        PrivlineageError: PL002, when git fails.
    """
    return tuple(dict.fromkeys(Identity(who, (), COMMIT) for who in _signers_of(name, folder, signers)))


def _signers_of(name: str, folder: Path, signers: Sequence[Signer]) -> Iterator[str]:
    repository = repository_of(folder)
    head = repository.head() if repository is not None and signers else ""
    if repository is None or not head:
        return
    commits = repository.commits(head)
    found = [(commit.id, commit.approves, False) for commit in commits]
    found += [(tag.id, tag.approves, True) for tag in repository.tags({commit.id for commit in commits})]
    for each, approves, is_tag in found:
        if name in (value.upper() for value in approves):
            who = repository.signer(each, signers, is_tag=is_tag)
            if who:
                yield who
