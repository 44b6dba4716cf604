"""Redshift's statements recognised by their words."""

from __future__ import annotations

import re

from privlineage.lineage.sql.commands.exits import leave
from privlineage.lineage.sql.commands.places import NAME
from privlineage.lineage.sql.commands.rules import Rules
from privlineage.lineage.sql.guessing import guess
from privlineage.lineage.sql.session import Session

__all__ = ["REDSHIFT"]


def _model(match: re.Match[str], _text: str, session: Session) -> bool:
    """CREATE MODEL … FROM: what it learns from goes into the model, by way of a bucket that is named."""
    query = match.group("query")
    session.inner(query[1:-1] if query else f"SELECT * FROM {match.group('table')}", match.start())  # noqa: S608
    session.redefined.add(match.group("function").lower())
    relation = session.effects.outputs.get("")
    leave(f"model:{match.group('name')}", session)
    if relation is not None and match.group("bucket"):
        session.effects.output("", relation)
        leave(f"s3://{match.group('bucket')}", session)
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
