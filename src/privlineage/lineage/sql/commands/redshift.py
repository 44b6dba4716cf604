"""Redshift's statements recognised by their words."""

from __future__ import annotations

import re

from privlineage.lineage.sql.commands.places import NAME
from privlineage.lineage.sql.commands.rules import Rules
from privlineage.lineage.sql.guessing import guess
from privlineage.lineage.sql.session import Session
from privlineage.lineage.sql.statements.blocks import rows_of
from privlineage.lineage.sql.statements.targets import leave

__all__ = ["REDSHIFT"]


def _model(match: re.Match[str], _text: str, session: Session) -> bool:
    """CREATE MODEL … FROM: what it learns from goes into the model, by way of a bucket that is named."""
    query = match.group("query")
    learnt = query[1:-1] if query else f"SELECT * FROM {match.group('table')}"  # noqa: S608  # it is resolved, not run
    rows = rows_of(learnt, match.start(), session)
    session.redefined.add(match.group("function").lower())
    leave(f"model:{match.group('name')}", rows, session)
    if match.group("bucket"):
        leave(f"s3://{match.group('bucket')}", rows, session)
    return True


def _some_model(match: re.Match[str], text: str, session: Session) -> bool:
    session.report_at("unsupported", "what this model learns from is not resolved", match.start())
    guess(text, session)
    return True


REDSHIFT: Rules = (
    (
        (
            rf"CREATE\s+MODEL\s+(?P<name>{NAME})\s+FROM\s+(?:(?P<query>\(.*\))|(?P<table>{NAME}))\s+(?:TARGET\s+\S+\s+)?"
            r"FUNCTION\s+(?P<function>\w+).*?(?:\bS3_BUCKET\s+'(?P<bucket>[^']*)'.*)?\Z"
        ),
        _model,
    ),
    (r"CREATE\s+MODEL\b", _some_model),
)
