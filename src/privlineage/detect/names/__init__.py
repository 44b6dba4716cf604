"""Names: what a column's header and its table say, in many languages and writing systems.

The knowledge lies in the files of `lexicon/`; nothing is read before the first header is looked at.
"""

from __future__ import annotations

from privlineage.detect.names.context import table_context
from privlineage.detect.names.features import NAME_FEATURES, name_features
from privlineage.detect.names.headers import explain_name, is_cryptic, score_name
from privlineage.detect.names.quasi import quasi_identifiers

__all__ = [
    "NAME_FEATURES",
    "explain_name",
    "is_cryptic",
    "name_features",
    "quasi_identifiers",
    "score_name",
    "table_context",
]
