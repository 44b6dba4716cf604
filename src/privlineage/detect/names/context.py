"""What a table is about, from its name and its headers: people, products, orders, logs, organisations, places."""

from __future__ import annotations

from collections.abc import Sequence

from privlineage.detect.names.reading import read
from privlineage.detect.types import PERSONAL

__all__ = ["PEOPLE", "table_context"]

PEOPLE = frozenset({"person", "patient", "driver", "relative", "citizen", "acting", "holder"})
"""Words that say that a table, or what a header names, is a person's."""

# The words of a table's name that say what a row of it is, and the types of columns that go with such rows.
_SUBJECTS: dict[str, tuple[frozenset[str], frozenset[str]]] = {
    "people": (
        PEOPLE,
        frozenset(PERSONAL),
    ),
    "products": (frozenset({"product", "brand"}), frozenset({"product", "product_code", "brand", "barcode", "unit"})),
    "orders": (frozenset({"order", "amount"}), frozenset({"order_number", "amount", "currency", "percentage"})),
    "logs": (
        frozenset({"log_message", "session", "machine", "hostname"}),
        frozenset({"log_message", "hostname", "path", "url", "user_agent", "uuid", "hash", "json"}),
    ),
    "organisations": (frozenset({"company", "bank", "department"}), frozenset({"company", "company_id", "department"})),
    "places": (frozenset({"place", "country", "region", "city"}), frozenset({"place", "country", "region"})),
}
_NAMED = 0.7  # what the table's own name weighs against the company of its columns
_CLEAR = 0.5


def table_context(names: Sequence[str], table: str = "") -> dict[str, float]:
    """How much a table is one of people, products, orders, logs, organisations or places, each 0 to 1.

    >>> context = table_context(["id", "name", "sku", "price"], "products")
    >>> max(context, key=context.__getitem__)
    'products'
    """
    said = read(table.rsplit(".", 1)[-1]).roles if table else frozenset()
    best = [max(scores, key=scores.__getitem__) for name in names if (scores := read(name).scores)]
    clear = [kind for kind, name in zip(best, (n for n in names if read(n).scores), strict=True) if _sure(name, kind)]
    context = {}
    for subject, (words, kinds) in _SUBJECTS.items():
        share = sum(kind in kinds for kind in clear) / len(clear) if clear else 0.0
        named = float(bool(said & words))
        context[subject] = round(min(1.0, _NAMED * named + (1 - _NAMED * named) * share), 4)
    return context


def _sure(name: str, kind: str) -> bool:
    return read(name).scores[kind] >= _CLEAR
