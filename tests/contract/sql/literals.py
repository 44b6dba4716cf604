"""The literals that a statement compares its columns with, so that its conditions can be met."""

import datetime as dt
import re
from collections import defaultdict

from sqlglot import exp, parse
from sqlglot.errors import SqlglotError

__all__ = ["compared", "ordering"]

REFUSALS = (SqlglotError, RecursionError, ValueError, TypeError, AttributeError)
"""What sqlglot does over text it cannot read; the last two where it did not think of it."""

DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
COMPARISONS = (exp.EQ, exp.NEQ, exp.GT, exp.GTE, exp.LT, exp.LTE, exp.In, exp.Between, exp.Like, exp.ILike, exp.Case)


def ordering(text, dialect):
    """The names in the text's ORDER BY clauses, in lower case."""
    ordered = [part for tree in _trees(text, dialect) for part in tree.find_all(exp.Ordered)]
    return {name for part in ordered for name in _columns(part)}


def _trees(text, dialect):
    try:
        return [tree for tree in parse(text, dialect=dialect or None) if tree is not None]
    except REFUSALS:
        return []


def compared(text, dialect):
    """The literals that stand beside each column name in a comparison, by lower-case name: texts, numbers and dates.

    A name given to a column elsewhere in the text (`d_year AS year`) passes its literals on to it, and so do columns
    that must be equal.
    """
    trees = _trees(text, dialect)
    found = defaultdict(dict)
    for tree in trees:
        for node in tree.find_all(*COMPARISONS):
            values = [value for literal in _literals(node) for value in _values(literal)]
            for column in _columns(node):
                found[column].update(dict.fromkeys(values))
    for _ in range(2):
        for tree in trees:
            _pass_on(tree, found)
    return {column: list(values) for column, values in found.items() if values}


def _pass_on(tree, found):
    for equal in tree.find_all(exp.EQ):
        columns = _columns(equal)
        shared = {value: None for column in sorted(columns) for value in found.get(column, ())}
        for column in columns:
            found[column].update(shared)
    for alias in tree.find_all(exp.Alias):
        for column in _columns(alias):
            found[column].update(found.get(alias.alias.lower(), {}))


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
    outer = literal.parent
    if isinstance(outer, exp.Neg):
        return [-number]
    if not isinstance(outer, (exp.Add, exp.Sub)):
        return [number]
    other = outer.expression if outer.this is literal else outer.this
    if not isinstance(other, exp.Literal):
        # A distance between two columns.
        return [number, number + 1, 0.0, 1.0]
    return [number, number + float(other.this) * (1 if isinstance(outer, exp.Add) else -1)]


def _is_date(text):
    try:
        dt.date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _without_marks(pattern):
    """A text that a LIKE pattern matches."""
    return pattern.replace("%", "").replace("_", "x") if "%" in pattern else pattern
