"""By which word of a script a table's schema is found."""

from __future__ import annotations

from privlineage.core.refs import DatasetRef
from privlineage.core.schema import last_word

__all__ = ["ANY", "NONE", "word_of"]

ANY = ""
"""Of a table whose last name is not one word: any script may name it."""
NONE = "/"
"""Of a dataset that is in no declared source: no script can name it."""


def word_of(dataset: DatasetRef) -> str:
    """The word that names it, or one of the marks.

    >>> word_of(DatasetRef("wh", "public.customers", declared=True)), word_of(DatasetRef("s3://lake", "daily.csv"))
    ('customers', '/')
    """
    return last_word(dataset.name) if dataset.declared else NONE
