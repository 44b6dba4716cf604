"""What is said of columns: given with an expectation, or looked up in a store by the table's reference."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any

from privlineage.core.errors import PrivlineageError
from privlineage.core.labels import Atom, Identifiability
from privlineage.core.refs import DatasetRef
from privlineage.core.taxonomy import Taxonomy, is_within
from privlineage.service.contents.labelled import Labelled

__all__ = ["Labels", "check_category", "check_store"]

_HERE = DatasetRef("batch", "table")
"""Where nobody says which table it is; never shown."""
_PASSWORD = re.compile(r"://[^/@]*:(?!\$\{)[^/@]+@")
_VARIABLE = re.compile(r"\$\{(\w+)\}")
_NONE = "none"


@dataclass(frozen=True, slots=True)
class Labels:
    """What is said of the columns of one table.

    Attributes:
        columns: what is known of each, by its name.
        dataset: the table's reference, where the labels were looked up.
    """

    columns: Mapping[str, Labelled] = field(default_factory=dict)
    dataset: DatasetRef | None = None

    @classmethod
    def found(cls, given: Any, reference: Any, store: Any, names: Sequence[str]) -> Labels:
        """The labels that are given, or those of a store.

        Raises:
            PrivlineageError: PL913 where there is neither, PL104 for an unknown category, PL301 for a reference that
                cannot be read, PL501 to PL504 where the store cannot be used.
        """
        if given is not None:
            return cls({name: _given(name, said) for name, said in dict(given).items()})
        if not reference:
            return cls()
        return _looked_up(str(reference), store, names)

    @property
    def looked_up(self) -> bool:
        """Whether they come from a store, where a next step can be told by references."""
        return self.dataset is not None

    def of(self, name: str) -> Labelled:
        """What is known of a column."""
        return self.columns.get(name) or Labelled((self.dataset or _HERE).column(name))

    def said(self, name: str) -> list[str]:
        """The same as people read it."""
        known = self.of(name)
        return [str(atom) for atom, _ in known.atoms] or ([_NONE] if known.reviewed else [])

    def how_to_tag(self, name: str, category: str) -> str:
        """The step that gives a column the label it lacks."""
        if not category:
            return "sample more rows, or lower min_values"
        if self.dataset is None:
            return f"say `{category}` of `{name}` in labels, or mask or drop the column"
        return f"privlineage tag '{self.dataset.column(name)}' {category}"


def check_store(store: Any) -> Any:
    """Refuse a store's URL with a password in it: suites are saved, and shown.

    Raises:
        ValueError: as the models of Great Expectations want it.
    """
    if isinstance(store, str) and _PASSWORD.search(store):
        raise ValueError("PL912 the store's URL holds a password (write it as ${VARIABLE}: suites are saved)")
    return store


def check_category(category: str) -> None:
    """Refuse what is no category, and what is one but for a slip; a bundle's own categories are not known here.

    Raises:
        PrivlineageError: PL104.
    """
    known = Taxonomy.shipped().categories
    if category in known:
        return
    near = get_close_matches(category, known, n=1, cutoff=0.85)
    if near or not is_within(category, "user"):
        hint = f"did you mean `{near[0]}`?" if near else "categories start with `user`"
        raise PrivlineageError("PL104", f"there is no category `{category}`", hint=hint)


def _given(name: str, said: str | Iterable[str]) -> Labelled:
    texts = [said] if isinstance(said, str) else list(said)
    here = _HERE.column(name)
    atoms = tuple((_atom(text), (here,)) for text in texts if text.strip() != _NONE)
    return Labelled(here, atoms, frozenset(atom for atom, _ in atoms), reviewed=bool(texts) and not atoms)


def _atom(text: str) -> Atom:
    """An atom from how atoms are written: a category, and how identifying it is.

    Raises:
        PrivlineageError: PL104 for an unknown category, PL103 for an unknown identifiability.
    """
    category, _, rest = (part.strip() for part in text.partition(","))
    check_category(category)
    if rest and rest not in {str(one) for one in Identifiability}:
        raise PrivlineageError(
            "PL103", f"`{rest}` says not how identifying it is", hint="identified, pseudonymised or aggregated"
        )
    return Atom(category, Identifiability(rest) if rest else Identifiability.IDENTIFIED)


def _looked_up(reference: str, store: Any, names: Sequence[str]) -> Labels:
    from privlineage.service.bundle_in_force import bundle_in_force
    from privlineage.service.contents.labelled import labelled_columns
    from privlineage.store.open import open_store

    opened = open_store(_store_url(store))
    try:
        bundle = bundle_in_force(opened)
        dataset = _dataset(bundle.sources, reference)
        # A source that folds names knows a column by another spelling than the batch does.
        paths = {name: bundle.sources.field(dataset, name).path for name in names}
        known = labelled_columns(opened, bundle, dataset, paths.values())
        return Labels({name: known[path] for name, path in paths.items()}, dataset)
    finally:
        opened.close()


def _dataset(sources: Any, reference: str) -> DatasetRef:
    """A reference may name the table, or one of its columns."""
    table: DatasetRef = sources.column(reference).dataset if "#" in reference else sources.dataset(reference)
    return table


def _store_url(store: Any) -> str:
    url = str(store or os.environ.get("PRIVLINEAGE_STORE") or "")
    missing = [name for name in _VARIABLE.findall(url) if name not in os.environ]
    if missing:
        raise PrivlineageError("PL913", f"the store's URL names `{missing[0]}`, which is not in the environment")
    if not url:
        raise PrivlineageError(
            "PL913", "labels are to be looked up, and no store is named", hint="give store, or set PRIVLINEAGE_STORE"
        )
    return _VARIABLE.sub(lambda found: os.environ[found[1]], url)
