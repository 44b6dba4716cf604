"""The URLs of stores as they may be shown and kept, without loading what reads them."""

from __future__ import annotations

import re

__all__ = ["without_password"]

# As SQLAlchemy tells user, password and host apart: it takes a `/` or `:` in a password for a part of it.
_PASSWORD = re.compile(r"(?<=://)([^/:]*):[^@]*@")
_PARAMETER = re.compile(r"([?&][^=&]*(?:password|secret)=)[^&]*", re.IGNORECASE)


def without_password(url: str) -> str:
    """A store's URL with stars for its password.

    >>> without_password("postgresql+psycopg://me:secret@host/db")
    'postgresql+psycopg://me:***@host/db'
    """
    return _PARAMETER.sub(r"\1***", _PASSWORD.sub(r"\1:***@", url, count=1))
