"""Validating a bundle folder and making it the active one."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from pathlib import Path

from privlineage.policy.diff.bundles import Change, changes
from privlineage.policy.load import load_files, load_folder
from privlineage.policy.model import Bundle
from privlineage.store.proposing import Proposal
from privlineage.store.protocol import BundleRecord, Store

__all__ = ["Publication", "compared", "marker_path", "prepare", "publish"]


@dataclass(frozen=True, slots=True)
class Publication:
    """What publishing a folder does.

    Attributes:
        bundle: the validated bundle.
        active: the hash in force before, empty when none.
        changes: what it loosens and tightens against the one before.
    """

    bundle: Bundle
    active: str
    changes: tuple[Change, ...]

    @property
    def is_new(self) -> bool:
        """Whether publishing changes anything."""
        return self.bundle.hash != self.active


def prepare(store: Store, folder: Path) -> Publication:
    """Validate a folder and compare it with the bundle in force; changes nothing.

    Raises:
        ErrorList: with every error of the folder; the bundle in force stays.
    """
    return compared(store, load_folder(folder))


def compared(store: Store, bundle: Bundle) -> Publication:
    """A bundle compared with the one in force; changes nothing."""
    record = store.active_bundle()
    before = load_files(dict(record.files)) if record else None
    return Publication(bundle, record.hash if record else "", tuple(changes(before, bundle)))


def publish(
    store: Store,
    publication: Publication,
    *,
    author: str,
    at: str,
    store_url: str = "",
    instead_of: str | None = None,
    approved: Proposal | None = None,
) -> None:
    """Make a prepared bundle the active one.

    Publishing again what is in force brings the store's tags and labels in line with it, and is otherwise nothing new.
    What loosens goes through `service.approving.proposals`, which calls this when nobody has to approve, or somebody
    has.

    Args:
        store: the store.
        publication: the bundle.
        author: who made it.
        at: when, ISO 8601 in UTC.
        store_url: the store's URL.
        instead_of: the hash of the bundle it was compared with, empty for none; None compares with nothing.
        approved: the proposal that this carries out.

    Raises:
        PrivlineageError: PL824 when another bundle than `instead_of` is in force, PL821 when the proposal is not open.
    """
    bundle = publication.bundle
    record = BundleRecord(bundle.hash, tuple(sorted(bundle.files.items())), author, at)
    tags = tuple(replace(tag, author=author, at=at) for tag in bundle.tags)
    store.publish(record, bundle.sources, tags, bundle.weakening, instead_of=instead_of, approved=approved)
    marker = marker_path(store_url)
    if marker is not None:
        _write_marker(marker, bundle.hash)


def marker_path(store_url: str) -> Path | None:
    """The file beside a SQLite store that names its active bundle.

    It lets a worker see that its copy of the governance is stale without opening the store: ungoverned tasks open no
    connection (design, section 5). It is a hint; the store remains the authority.
    """
    scheme, mark, rest = store_url.partition("://")
    if not mark or not scheme.startswith("sqlite") or not rest.startswith("/"):
        return None
    path = rest[1:].split("?", 1)[0]
    return Path(f"{path}.bundle") if path else None


def _write_marker(marker: Path, bundle_hash: str) -> None:
    draft = marker.with_name(f"{marker.name}.{os.getpid()}")
    draft.write_text(f"{bundle_hash}\n", encoding="ascii")
    draft.replace(marker)
