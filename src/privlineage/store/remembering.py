"""What a store knew when: for questions about the past, such as what another bundle would have said of a verdict."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from privlineage.core.labels import Tag
from privlineage.core.refs import DatasetRef
from privlineage.graph.model import Edge, EpochRef

__all__ = ["History", "Remembering"]


@dataclass(frozen=True, slots=True)
class History:
    """What was known, since when and until when, of some datasets and of all that they ever derived from.

    Attributes:
        openings: when an epoch was what its dataset may hold; the end is empty while it is.
        edges: each fact with the time since when it is known.
        claims: what people tagged, with its time; the end is empty while it holds. What bundles tag stands in them.
    """

    openings: tuple[tuple[EpochRef, str, str], ...] = ()
    edges: tuple[tuple[Edge, str], ...] = ()
    claims: tuple[tuple[Tag, str, str], ...] = ()


class Remembering(Protocol):
    """The part of a store that answers for the past."""

    def history(self, datasets: Iterable[DatasetRef]) -> History | None:
        """The history of some datasets, under their names of today; None where the store keeps none."""
