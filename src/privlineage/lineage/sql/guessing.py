"""What a statement that cannot be resolved seems to touch, from its words alone (law 7: unknown is not clean)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from privlineage.lineage.sql.queries.flows import Origin
from privlineage.lineage.sql.queries.relations import Name, Relation
from privlineage.lineage.sql.result import Write, WriteKind
from privlineage.lineage.sql.session import Session
from privlineage.lineage.sql.text.dialects import Traits
from privlineage.lineage.sql.text.lexing import Lexeme, scan

__all__ = ["guess", "mentioned"]

MAX_TEXT = 300_000
"""Characters of a statement that are read word by word; of the rest, only which words stand there."""
_WORD = re.compile(r"[^\W\d][\w$]*+")
MAX_DEPTH = 20
"""Quotes nothing closes, inside one another."""
_TARGETS = frozenset({"INTO", "UPDATE", "TABLE", "VIEW", "OVERWRITE"})
_NOISE = frozenset({"IF", "NOT", "EXISTS", "ONLY", "LATERAL", "TABLE", "OR", "IGNORE", "REPLACE"})

_NO_NAME = frozenset({"FROM", "SELECT", "SET", "VALUES", "WHERE", "WITH"})
"""Words that are no table's name where one should stand."""


def guess(text: str, session: Session) -> None:
    """Assume that every known table the statement seems to read flows into what it seems to write."""
    words = list(_words(text, session.dialect))
    target = ""
    for index, piece in enumerate(words):
        word = piece.text.upper() if piece.kind == "word" else ""
        if word in _TARGETS and not target:
            name = _name_after(words, index + 1)
            target = _known(name, session) or ".".join(part.text for part in name)
    tables = _tables(words, text, session)
    sources = [table for table in tables if table != target or _reads_itself(words, table)]
    if not sources and not target:
        return
    already = session.effects.outputs.get(target)
    assumed = frozenset(Origin(session.catalog.content(table), "*", assumed=True) for table in sources)
    session.read(sources)
    if already is None or not assumed <= already.assumed:
        session.effects.output(target, Relation((), assumed=assumed))
    if target and not session.effects.writes:
        session.write(Write(target, WriteKind.APPEND))


def mentioned(text: str, session: Session) -> frozenset[Origin]:
    """Every known table that SQL given as text names, as flowing in."""
    tables = _tables(list(_words(text, session.dialect)), text, session)
    session.read(sorted(tables))
    return frozenset(Origin(session.catalog.content(table), "*", assumed=True) for table in tables)


def _tables(words: list[Lexeme], text: str, session: Session) -> dict[str, None]:
    """The known tables a statement names, in order."""
    names = dict.fromkeys(tuple(name) for name in _names(words))
    found = dict.fromkeys(table for name in names if (table := _known(name, session)))
    found.update(dict.fromkeys(_far_behind(text, session)))
    return found


def _words(text: str, dialect: Traits, depth: int = 0) -> Iterator[Lexeme]:
    """The words of a statement, also those in the bodies of routines and behind quotes nothing closes."""
    for piece in scan(text[:MAX_TEXT], dialect):
        inner = piece.text.strip("$") if piece.text.startswith("$") else piece.text[1:]
        if depth < MAX_DEPTH and (piece.kind == "open" or (piece.kind == "string" and piece.text.startswith("$"))):
            yield from _words(inner, dialect, depth + 1)
        elif piece.kind not in ("space", "comment", "jinja"):
            yield piece


def _far_behind(text: str, session: Session) -> list[str]:
    """The known tables whose last name stands behind what is read word by word."""
    rest = text[MAX_TEXT - 1_000 :] if len(text) > MAX_TEXT else ""
    return session.catalog.named(frozenset(word.lower() for word in _WORD.findall(rest))) if rest else []


def _known(name: Sequence[Name], session: Session) -> str:
    found = session.catalog.find(name) if name else []
    return found[0].name if found else ""


def _reads_itself(words: list[Lexeme], table: str) -> bool:
    last = table.rsplit(".", 1)[-1].lower()
    return sum(1 for piece in words if piece.text.strip('"`[]').lower() == last) > 1


def _name_after(words: list[Lexeme], index: int) -> list[Name]:
    last = min(len(words), index + 8)
    while index < last and words[index].kind == "word" and words[index].text.upper() in _NOISE:
        index += 1
    if index < len(words) and words[index].kind == "word" and words[index].text.upper() in _NO_NAME:
        return []
    return _name_at(words, index)[0]


def _name_at(words: list[Lexeme], index: int) -> tuple[list[Name], int]:
    """The dotted name that begins at a word, and the index after it."""
    parts: list[Name] = []
    while index < len(words) and words[index].kind in ("word", "quoted"):
        text = words[index].text
        quoted = words[index].kind == "quoted"
        parts.append(Name(text[1:-1] if quoted else text, quoted))
        if index + 1 < len(words) and words[index + 1].text == ".":
            index += 2
            continue
        return parts, index + 1
    return parts, index


def _names(words: list[Lexeme]) -> Iterable[list[Name]]:
    """Every dotted name of the text: a table the schema knows is taken as read, wherever it stands."""
    index = 0
    while index < len(words):
        if words[index].kind in ("word", "quoted"):
            name, index = _name_at(words, index)
            if name:
                yield name
        else:
            index += 1
