"""Anchors of the audit as files, one to a line."""

from __future__ import annotations

import json
import re
from typing import Any

from privlineage.core.errors import Place, PrivlineageError
from privlineage.store.auditing import AuditAnchor

__all__ = ["FORMAT", "anchor_as_text", "anchor_from", "hash_alone"]

FORMAT = "privlineage audit anchor"
_HASH = re.compile(r"[0-9a-f]{64}")


def anchor_as_text(anchor: AuditAnchor) -> str:
    """An anchor as the one line of a file."""
    return json.dumps(
        {
            "format": FORMAT,
            "store": anchor.store,
            "batch": anchor.batch,
            "hash": anchor.hash,
            "sealed_at": anchor.sealed_at,
        }
    )


def anchor_from(text: str, name: str) -> list[AuditAnchor]:
    """The anchors in a file: one to a line, so that a file may gather them.

    Raises:
        PrivlineageError: PL103, when it holds none, or something else.
    """
    lines = [(number, line) for number, line in enumerate(text.splitlines(), start=1) if line.strip()]
    if not lines:
        raise PrivlineageError("PL103", "this file holds no anchor", place=Place(name, 1), hint=_TAKE_ONE)
    return [_anchor(line, name, number) for number, line in lines]


_TAKE_ONE = "take one with `privlineage audit anchor -o FILE`"


def _anchor(line: str, name: str, number: int) -> AuditAnchor:
    try:
        found = _read(json.loads(line))
    except (ValueError, RecursionError):
        found = None
    if found is None:
        raise PrivlineageError("PL103", "this is no anchor of an audit", place=Place(name, number), hint=_TAKE_ONE)
    return found


def _read(data: Any) -> AuditAnchor | None:
    match data:
        case {"format": "privlineage audit anchor", "store": str(store), "batch": int(batch), "hash": str(made)}:
            at = data.get("sealed_at")
            good = store and hash_alone(made) and isinstance(at, str)
            return AuditAnchor(store, batch, made, str(at)) if good else None
    return None


def hash_alone(text: str) -> bool:
    """Whether a text is the hash of a batch.

    >>> hash_alone("ab" * 32), hash_alone("anchor.json")
    (True, False)
    """
    return _HASH.fullmatch(text) is not None
