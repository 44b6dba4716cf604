"""The right spelling of a reference, from what is known."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from privlineage.core.errors import PrivlineageError
from privlineage.core.refs import CONSTANT, WHOLE, DatasetRef
from privlineage.core.sources import Sources
from privlineage.policy.model import Bundle
from privlineage.store.protocol import Store

__all__ = ["Names", "known_names", "look_up", "nearest_names"]

SHOWN = 20
"""How many spellings an answer holds at most."""


@dataclass(frozen=True, slots=True)
class Names:
    """The answer to a question for a name.

    Attributes:
        text: what was asked for.
        canonical: its canonical spelling, empty when it is no reference.
        known: whether exactly that has been seen.
        matches: known names that contain the text, else the nearest ones, best first.
    """

    text: str
    canonical: str
    known: bool
    matches: tuple[str, ...]


def known_names(
    store: Store | None, bundle: Bundle | None, keep: Callable[[DatasetRef], bool] = lambda _: True
) -> list[str]:
    """Every dataset and column that the store or the bundle has seen, sorted.

    Args:
        store: where to look.
        bundle: where else to look.
        keep: whether a dataset and its columns are meant.
    """
    found: set[str] = set()
    columns = [tag.column for tag in bundle.tags] if bundle else []
    if store is not None:
        datasets = [dataset for dataset in store.datasets() if keep(dataset)]
        found |= {str(dataset) for dataset in datasets if dataset != CONSTANT.dataset}
        columns += [tag.column for tag in store.tags()]
        for state in store.state(datasets).values():
            columns += [slot.column for slot in state.derived]
        for source in sorted({dataset.source for dataset in datasets}):
            for record in store.schemas(source):
                columns += [record.dataset.column(name) for name, _ in record.columns]
    columns = [column for column in columns if column.dataset != CONSTANT.dataset and keep(column.dataset)]
    found |= {str(column.dataset) for column in columns}
    found |= {str(column) for column in columns if column.path != WHOLE}
    return sorted(found)


def look_up(text: str, known: Iterable[str], sources: Sources) -> Names:
    """The names a text may mean.

    >>> look_up("wh.customer", ["wh.public.customers"], Sources()).matches
    ('wh.public.customers',)
    """
    names = list(known)
    try:
        column = sources.column(text)
        canonical = str(column.dataset if column.is_whole else column)
    except PrivlineageError:
        canonical = ""
    if canonical in names:
        return Names(text, canonical, True, (canonical,))
    parts = [part for part in text.lower().replace("#", " ").replace(".", " ").replace("/", " ").split() if part]
    containing = [name for name in names if parts and all(part in name.lower() for part in parts)]
    ranked = sorted(containing, key=lambda name: (len(name), name)) or nearest_names(canonical or text, names)
    return Names(text, canonical, False, tuple(ranked[:SHOWN]))


def nearest_names(text: str, names: Iterable[str]) -> list[str]:
    """Names that resemble a text, best first; the last part counts most, since that is what people remember."""
    listed = list(names)
    whole = difflib.get_close_matches(text.lower(), [name.lower() for name in listed], n=5, cutoff=0.6)
    last = _last(text)
    by_last: dict[str, list[str]] = {}
    for name in listed:
        by_last.setdefault(_last(name), []).append(name)
    close = difflib.get_close_matches(last, list(by_last), n=5, cutoff=0.75)
    found = [name for near in whole for name in listed if name.lower() == near]
    found += [name for near in close for name in by_last[near]]
    return list(dict.fromkeys(found))


def _last(name: str) -> str:
    return name.lower().replace("#", "/").replace(".", "/").rsplit("/", 1)[-1]
