"""The column that a text of a person names, among those that are known."""

from __future__ import annotations

from privlineage.core.errors import PrivlineageError
from privlineage.core.refs import ColumnRef
from privlineage.service.answering.catalog import Catalog
from privlineage.service.answering.names import nearest_names

__all__ = ["known_column"]


def known_column(catalog: Catalog, text: str) -> ColumnRef:
    """The column a text names; a dataset's name means the dataset as a whole.

    Raises:
        PrivlineageError: PL301 when it is no reference, PL302 when the store has never seen its dataset.
    """
    column = catalog.sources.column(text)
    if catalog.known(column):
        return column
    near = nearest_names(str(column.dataset), [str(dataset) for dataset in catalog.store.datasets()])
    hint = f"did you mean `{near[0]}`?" if near else f"look for it: privlineage names '{text}'"
    raise PrivlineageError("PL302", f"nothing is known of `{column.dataset}`", hint=hint)
