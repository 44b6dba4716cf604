"""Who changed a bundle and who approved it, as signed commits prove it.

The keys that count are those of the bundle in force: whoever changes `teams.yml` does not choose who may approve that.
What somebody approves is named by the new bundle's hash, or by a proposal's id, in a trailer `Privlineage-Approve` of a
signed commit or tag that came after the bundle in force.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from privlineage.core.people import COMMIT, Identity
from privlineage.policy.load import FILES, bundle_hash
from privlineage.policy.teams import Signer
from privlineage.service.people.repository import Commit, Repository, repository_of

__all__ = ["Evidence", "evidence_of"]

_SHORT = 10


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the commits of a bundle's folder prove.

    Attributes:
        authors: everybody who changed the bundle since the one in force, the last one first; one who is not proven
            comes before all others. Empty where nothing can be said.
        approvals: who approved what: an identity, and the hash or proposal id that it names.
        remarks: for people: what was not proven, and why.
    """

    authors: tuple[Identity, ...] = ()
    approvals: tuple[tuple[Identity, str], ...] = ()
    remarks: tuple[str, ...] = ()


def evidence_of(folder: Path, new: str, in_force: str, signers: Sequence[Signer]) -> Evidence:
    """What the commits around a folder prove of the bundle in it.

    Args:
        folder: the bundle's folder.
        new: the hash of what was read from it.
        in_force: the hash of the bundle in force.
        signers: the keys that the bundle in force lists. Without any, nothing is proven; whom the commits name as their
            authors is still told, for they may not approve.

    Raises:
        PrivlineageError: PL002, when git fails.
    """
    repository = repository_of(folder)
    head = repository.head() if repository else ""
    if repository is None or not head:
        return Evidence(remarks=("the bundle's folder is in no git repository, so no commit proves who made it",))
    return _History(repository, head, signers).evidence(new, in_force)


class _History:
    """The commits a folder came by, looked at for one comparison."""

    def __init__(self, repository: Repository, head: str, signers: Sequence[Signer]) -> None:
        self._repository = repository
        self._head = head
        self._signers = signers
        self._hashes: dict[str, str] = {"": ""}
        self._remarks: list[str] = []

    def evidence(self, new: str, in_force: str) -> Evidence:
        """Who made it, and who approved it."""
        commits = self._repository.commits(self._head)
        trees = self._repository.trees([commit.id for commit in commits])
        if self._hash(trees[self._head]) != new:
            return Evidence(
                remarks=("the bundle's folder differs from its last commit, so no commit proves who made it",)
            )
        since = self._since(commits, trees, in_force)
        if len(since) == len(commits):
            cut = " (the clone is shallow: fetch all of it)" if self._repository.is_shallow else ""
            text = f"no commit holds the bundle in force, so nobody knows who changed what since{cut}"
            return Evidence(remarks=(text,))
        hashes = {commit.id: self._hash(trees[commit.id]) for commit in since}
        made = _made(self._head, {commit.id: commit for commit in since}, hashes, in_force)
        authors = list(dict.fromkeys(self._author(commit) for commit in made))
        authors.sort(key=lambda author: author.is_real)
        return Evidence(tuple(authors), tuple(self._approvals(since)), tuple(self._remarks))

    def _since(self, commits: Sequence[Commit], trees: Mapping[str, str], in_force: str) -> list[Commit]:
        """The commits that no commit with the bundle in force leads back to, newest first.

        All of those count, not the newest alone: an old one on a branch of its own would let what was approved before
        the bundle in force count again.
        """
        found: list[Commit] = []
        before: set[str] = set()
        for commit in commits:  # children stand before their parents
            if commit.id in before or self._hash(trees[commit.id]) == in_force:
                before.update((commit.id, *commit.parents))
            else:
                found.append(commit)
        return found

    def _hash(self, tree: str) -> str:
        """The hash of the bundle in a folder of a commit, empty where the folder is not there."""
        found = self._hashes.get(tree)
        if found is None:
            found = self._hashes[tree] = bundle_hash(self._repository.texts(tree, FILES))
        return found

    def _author(self, commit: Commit) -> Identity:
        name = self._repository.signer(commit.id, self._signers) if self._signers else ""
        if name:
            return Identity(name, (), COMMIT)
        self._remarks.append(
            f"the commit {commit.id[:_SHORT]} changes the bundle and has no valid signature of a key that is listed"
        )
        return Identity(commit.email)

    def _approvals(self, since: Sequence[Commit]) -> Iterator[tuple[Identity, str]]:
        found = [(f"the commit {commit.id[:_SHORT]}", commit.id, commit.approves, False) for commit in since]
        tags = self._repository.tags({commit.id for commit in since})
        found += [(f"the tag {tag.name}", tag.id, tag.approves, True) for tag in tags]
        for what, name, approves, is_tag in found:
            if not approves:
                continue
            who = self._repository.signer(name, self._signers, is_tag=is_tag) if self._signers else ""
            if who:
                yield from ((Identity(who, (), COMMIT), value) for value in approves)
            else:
                self._remarks.append(f"{what} approves something and has no valid signature of a key that is listed")


def _made(head: str, since: Mapping[str, Commit], hashes: Mapping[str, str], in_force: str) -> list[Commit]:
    """The commits that made the bundle what it is at the end, the last one first.

    A commit, or a merge, that leaves the bundle as a parent of this time has it makes nothing, and the way goes on to
    that parent. Any other one made something; so did one whose parents are older, for it brings back what was replaced.
    """
    found: list[Commit] = []
    waiting, seen = [head], set()
    while waiting:
        name = waiting.pop()
        if name in seen or hashes[name] == in_force:
            continue
        seen.add(name)
        parents = [parent for parent in since[name].parents if parent in since]
        same = [parent for parent in parents if hashes[parent] == hashes[name]]
        if not same:
            found.append(since[name])
        waiting += same or parents
    return found
