"""The key under which a script's plan is kept: a look-up instead of a parse, and no sqlglot imported (law 10).

The key is a keyed hash. It stands for the script without the literals that cannot matter, what is known of the tables
it names, the bundle's declassifiers, and the resolver; so `hmac(x, k, 'sha256')` and `'md5'`, two COPY targets and two
JSON paths never share a plan, while yesterday's date and today's do.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Collection

from privlineage.core.schema import Schema
from privlineage.lineage.sql.text.normalising import normalised
from privlineage.lineage.sql.version import resolver_version

__all__ = ["plan_key"]

_WORD = re.compile(r"[^\W\d][\w$]*")


def plan_key(
    text: str,
    dialect: str | None,
    schema: Schema,
    *,
    secret: bytes,
    declassifiers: str = "",
    listed: Collection[str] = (),
    context: Collection[str] = (),
) -> str:
    """The plan-cache key of a script.

    Args:
        text: the rendered script.
        dialect: how it is written.
        schema: what is known of tables; only those whose name the script mentions count, with the views behind them.
        secret: the store's key; without it nobody can test guesses of a literal against a cache key.
        declassifiers: a fingerprint of the bundle's declassifiers.
        listed: the functions they name.
        context: whatever else the plan depends on: the source's name and namespaces, the default schema.
    """
    body = normalised(text, dialect, frozenset(name.lower().rsplit(".", 1)[-1] for name in listed))
    parts = (
        resolver_version(),
        dialect or "",
        body,
        schema.fingerprint(_mentioned(text, schema)),
        declassifiers,
        *context,
    )
    digest = hmac.new(secret, digestmod=hashlib.sha256)
    for part in parts:
        encoded = part.encode("utf-8", "surrogatepass")
        digest.update(len(encoded).to_bytes(8, "big"))
        digest.update(encoded)
    return digest.hexdigest()


def _mentioned(text: str, schema: Schema) -> frozenset[str]:
    """The tables a script may read: every one whose last name is a word of it, and those behind such views."""
    if "*`" in text:
        return frozenset((*schema.tables, *schema.views))
    found: set[str] = set()
    pending = [text]
    while pending:
        words = frozenset(map(str.lower, frozenset(_WORD.findall(pending.pop()))))
        for name in schema.named(words) - found:
            found.add(name)
            view = schema.views.get(name)
            if view is not None:
                pending.append(view)
    return frozenset(found)
