"""What a caller writes, under the name the server knows: nobody tags, publishes or withdraws as somebody else."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from privlineage.core.declassify import Weakening
from privlineage.core.errors import PrivlineageError
from privlineage.core.labels import Tag
from privlineage.core.sources import Sources
from privlineage.policy.load import load_files
from privlineage.service.caller import Caller
from privlineage.service.clock import utc_now
from privlineage.store.protocol import BundleRecord, Store

__all__ = ["Derived", "Writing", "derived"]

Derived = tuple[Sources, tuple[Tag, ...], Weakening]
"""What follows from a bundle's files: declared sources, claims, declassifiers."""


def derived(record: BundleRecord) -> Derived:
    """What a bundle's files say, read on the server: a client's own reading of them counts for nothing.

    Raises:
        PrivlineageError: as `policy.load.load_files`; PL103 when the hash is not that of the files.
    """
    bundle = load_files(dict(record.files))
    if bundle.hash != record.hash:
        raise PrivlineageError("PL103", "the bundle's hash is not that of its files", hint="upgrade the older side")
    tags = tuple(replace(tag, author=record.author, at=record.at) for tag in bundle.tags)
    return bundle.sources, tags, bundle.weakening


@dataclass(frozen=True)
class Writing:
    """How what callers write is completed.

    Attributes:
        clock: the time, ISO 8601 in UTC.
        trusting: whether to take the callers' word for names and times: they are servers themselves.
        derive: what follows from a bundle's files.
    """

    clock: Callable[[], str] = utc_now
    trusting: bool = False
    derive: Callable[[BundleRecord], Derived] = derived

    def by(self, caller: Caller, method: str, arguments: dict[str, Any], store: Store) -> dict[str, Any]:
        """The arguments of a method with the caller's name and the server's time in them."""
        complete = _COMPLETED.get(method)
        return arguments if complete is None else complete(self, caller, arguments, store)

    def _publish(self, caller: Caller, arguments: dict[str, Any], _: Store) -> dict[str, Any]:
        told: BundleRecord = arguments["bundle"]
        record = told if self.trusting else replace(told, author=caller.name, at=self.clock())
        sources, tags, weakening = self.derive(record)
        return {**arguments, "bundle": record, "sources": sources, "tags": tags, "weakening": weakening}

    def _add_tags(self, caller: Caller, arguments: dict[str, Any], _: Store) -> dict[str, Any]:
        if self.trusting:
            return arguments
        at = self.clock()
        return {**arguments, "tags": [replace(tag, author=caller.name, at=at) for tag in arguments["tags"]]}

    def _signed(self, caller: Caller, arguments: dict[str, Any], _: Store) -> dict[str, Any]:
        return arguments if self.trusting else {**arguments, "author": caller.name, "at": self.clock()}

    def _acted(self, caller: Caller, arguments: dict[str, Any], _: Store) -> dict[str, Any]:
        return arguments if self.trusting else {**arguments, "actor": caller.name, "at": self.clock()}

    def _timed(self, _: Caller, arguments: dict[str, Any], __: Store) -> dict[str, Any]:
        return arguments if self.trusting else {**arguments, "at": self.clock()}


_COMPLETED: dict[str, Callable[[Writing, Caller, dict[str, Any], Store], dict[str, Any]]] = {
    "publish": Writing._publish,  # noqa: SLF001
    "add_tags": Writing._add_tags,  # noqa: SLF001
    "remove_tags": Writing._signed,  # noqa: SLF001
    "retain": Writing._acted,  # noqa: SLF001
    "audit_head": Writing._timed,  # noqa: SLF001
}
