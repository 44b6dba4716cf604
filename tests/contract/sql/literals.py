"""The literals that a statement compares its columns with, so that its conditions can be met."""

import datetime as dt
import re
from collections import defaultdict

from sqlglot import exp, parse
from sqlglot.errors import SqlglotError

__all__ = ["compared"]

DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
COMPARISONS = (exp.EQ, exp.NEQ, exp.GT, exp.GTE, exp.LT, exp.LTE, exp.In, exp.Between, exp.Like, exp.ILike, exp.Case)


def compared(text, dialect):
    """The literals that stand beside each column name in a comparison, by lower-case name: texts, numbers and dates.

    A name given to a column elsewhere in the text (`d_year AS year`) passes its literals on to it.
    """
    try:
        trees = [tree for tree in parse(text, dialect=dialect or None) if tree is not None]
    except (SqlglotError, RecursionError):
        return {}
    found = defaultdict(dict)
    for tree in trees:
        for node in tree.find_all(*COMPARISONS):
            values = [value for literal in _literals(node) for value in _values(literal)]
            for column in _columns(node):
                found[column].update(dict.fromkeys(values))
    for _ in range(2):
        for tree in trees:
            for alias in tree.find_all(exp.Alias):
                for column in _columns(alias):
                    found[column].update(found.get(alias.alias.lower(), {}))
    return {column: list(values) for column, values in found.items() if values}


def _columns(node):
    """Names of the columns in a node, without those of queries inside it."""
    return {part.name.lower() for part in node.walk(prune=_is_query) if isinstance(part, exp.Column)}


def _literals(node):
    return [part for part in node.walk(prune=_is_query) if isinstance(part, exp.Literal)]


def _is_query(node):
    return isinstance(node, exp.Query)


def _values(literal):
    """What a literal may stand for; one in an addition stands for the sum as well."""
    text = literal.this
    if literal.is_string:
        day = DATE.search(text)
        return [dt.date.fromisoformat(day.group()), text] if day and _is_date(day.group()) else [_without_marks(text)]
    number = float(text) if re.fullmatch(r"[\d.]+(e-?\d+)?", text, re.IGNORECASE) else 0.0
    values = [number]
    outer = literal.parent
    other = outer.args.get("expression") if isinstance(outer, (exp.Add, exp.Sub)) else None
    if isinstance(other, exp.Literal) and not other.is_string and other is not literal:
        values.append(number + float(other.this) * (1 if isinstance(outer, exp.Add) else -1))
    return values


def _is_date(text):
    try:
        dt.date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _without_marks(pattern):
    """A text that a LIKE pattern matches."""
    return pattern.replace("%", "").replace("_", "x") if "%" in pattern else pattern
