"""The bundle in force, as the store has it."""

from __future__ import annotations

from privlineage.core.errors import PrivlineageError
from privlineage.policy.load import load_files
from privlineage.policy.model import Bundle
from privlineage.store.protocol import BundleRecord, Store

__all__ = ["bundle_if_any", "bundle_in_force", "record_in_force"]


def record_in_force(store: Store) -> BundleRecord:
    """The bundle in force as it was published.

    Raises:
        PrivlineageError: PL506, when none ever was.
    """
    record = store.active_bundle()
    if record is None:
        raise PrivlineageError("PL506", "the store holds no bundle", hint="publish one with `privlineage apply DIR`")
    return record


def bundle_in_force(store: Store) -> Bundle:
    """The bundle in force, read.

    Raises:
        PrivlineageError: PL506, when none was ever published; what `load_files` raises.
    """
    return load_files(dict(record_in_force(store).files))


def bundle_if_any(store: Store) -> Bundle | None:
    """The bundle in force, read; None when none was ever published.

    Raises:
        PrivlineageError: what `load_files` raises.
    """
    record = store.active_bundle()
    return load_files(dict(record.files)) if record is not None else None
