"""Tables whose rows lie elsewhere, and parts of tables that change their place: Oracle's and ClickHouse's commands."""

from __future__ import annotations

import re

from privlineage.lineage.sql.commands.places import NAME, copied_rows, foreign_table
from privlineage.lineage.sql.commands.rules import Rules
from privlineage.lineage.sql.session import Session
from privlineage.lineage.sql.statements.blocks import rows_of
from privlineage.lineage.sql.statements.targets import leave

__all__ = ["CLICKHOUSE", "ORACLE"]


def _external(match: re.Match[str], text: str, session: Session) -> bool:
    """CREATE TABLE t (…) ORGANIZATION EXTERNAL (… LOCATION ('x')): what is in a file, or goes there by AS SELECT."""
    query = re.search(
        r"\)\s*(?:REJECT\s+LIMIT\s+\w+\s*|PARALLEL\s*(?:\d+)?\s*)*AS\s+(?=SELECT|WITH)", text, re.IGNORECASE
    )
    if query is None:
        return foreign_table(match, text, session)
    leave(match.group("server"), rows_of(text[query.end() :], query.end(), session), session)
    return True


_OF = rf"ALTER\s+TABLE\s+(?P<into>{NAME})\s+(?:ON\s+CLUSTER\s+\S+\s+)?"

CLICKHOUSE: Rules = (
    (rf"{_OF}(?:REPLACE|ATTACH)\s+PARTITION\s+.+?\s+FROM\s+(?P<from>{NAME})\s*\Z", copied_rows),
    (
        rf"ALTER\s+TABLE\s+(?P<from>{NAME})\s+(?:ON\s+CLUSTER\s+\S+\s+)?MOVE\s+PARTITION\s+.+?\s+TO\s+TABLE\s+(?P<into>{NAME})",
        copied_rows,
    ),
)
_EXTERNAL = (
    rf"CREATE\s+TABLE\s+(?P<table>{NAME})\s*(?P<columns>\(.*?\))?\s*ORGANIZATION\s+EXTERNAL\b.*?"
    r"\bLOCATION\s*\(\s*(?:\w+\s*:\s*)?'(?P<server>[^']+)'"
)
ORACLE: Rules = ((_EXTERNAL, _external),)
