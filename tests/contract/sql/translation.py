"""The texts an engine is tried with: the one written where it speaks the dialect, else what sqlglot makes of it."""

import re

import sqlglot
from sqlglot import exp
from sqlglot.errors import ErrorLevel

from tests.contract.sql.literals import REFUSALS

__all__ = ["spellings", "translated_views"]

UNFAITHFUL = re.compile(r"\bALL\s+BY\s+NAME\b", re.IGNORECASE)
"""What sqlglot puts into other words that mean something else: MERGE by name becomes MERGE by position."""


def spellings(lineage, dialect, engine):
    """The statements of a script in ways the engine may understand, the most literal one first."""
    texts = [statement.sql for statement in lineage.statements]
    is_spoken = (dialect or "") in engine.speaks
    if is_spoken:
        yield texts
    if (dialect or "") != engine.name:
        try:
            found = [_translated(text, dialect, engine.name) for text in texts]
        except REFUSALS:
            return
        if not is_spoken or found != texts:
            yield found


def translated_views(views, dialect, engine):
    """CREATE VIEW statements for definitions given bare or whole."""
    for name, definition in (views or {}).items():
        whole = (
            definition if re.match(r"\s*CREATE\b", definition, re.IGNORECASE) else f"CREATE VIEW {name} AS {definition}"
        )
        yield whole if (dialect or "") in engine.speaks else _translated(whole, dialect, engine.name)


def _translated(text, dialect, name):
    """One statement in another dialect.

    Raises:
        SqlglotError: when sqlglot cannot read it, or knows that the other dialect cannot say it.
        ValueError: when it would say something else.
    """
    if UNFAITHFUL.search(text):
        raise ValueError("sqlglot translates this wrongly")
    trees = sqlglot.parse(text, read=dialect or None)
    return ";\n".join(_plain(tree).sql(name, unsupported_level=ErrorLevel.RAISE) for tree in trees if tree is not None)


def _plain(tree):
    """A statement without what says how a table is kept, or how a query is carried out.

    No value depends on that; and what an overwriting INSERT would have removed has no edge to look at.
    """
    for made in tree.find_all(exp.Create):
        if made.kind in ("TABLE", "VIEW") and made.args.get("properties"):
            kept = [one for one in made.args["properties"].expressions if isinstance(one, exp.TemporaryProperty)]
            made.set("properties", exp.Properties(expressions=kept) if kept else None)
    for comment in list(tree.find_all(exp.CommentColumnConstraint)):
        comment.parent.pop()
    for query in tree.find_all(exp.Select):
        query.set("options", None)
    for insert in tree.find_all(exp.Insert):
        insert.set("overwrite", False)
    for table in tree.find_all(exp.Table):
        # There is no past here to read.
        table.set("version", None)
    for update in tree.find_all(exp.Update):
        for assignment in update.expressions:
            # Elsewhere the column that is set may not be called by its table.
            if isinstance(assignment, exp.EQ) and isinstance(assignment.this, exp.Column):
                assignment.this.set("table", None)
    return tree
