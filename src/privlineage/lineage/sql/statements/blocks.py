"""Statements of PL/pgSQL and PL/SQL, which stand only in blocks: declarations, assignments, loops over rows, RETURN."""

from __future__ import annotations

import re
from collections.abc import Callable

from privlineage.lineage.sql.parsing import parse
from privlineage.lineage.sql.queries.flows import NOTHING, Flow, merge
from privlineage.lineage.sql.queries.relations import Relation
from privlineage.lineage.sql.session import Session
from privlineage.lineage.sql.statements.dynamic_sql import called, dynamic
from privlineage.lineage.sql.statements.texts import Text, text_of

__all__ = ["perform_in_block", "rows_of", "without_subscripts"]

_FLAGS = re.IGNORECASE | re.DOTALL
_DIALECTS = frozenset({"postgres", "redshift", "oracle"})
_OTHERS = (
    r"(?!(?:ABORT|ALTER|ANALYZE|ASSERT|BEGIN|CALL|CASE|CHECKPOINT|CLOSE|CLUSTER|COMMENT|COMMIT|CONTINUE|COPY|CREATE|"
    r"CURSOR|DEALLOCATE|DECLARE|DELETE|DISCARD|DO|DROP|ELSE|END|EXECUTE|EXIT|EXPLAIN|EXPORT|FETCH|FOR|FOREACH|FORALL|"
    r"GET|GOTO|GRANT|IF|IMPORT|INSERT|LISTEN|LOAD|LOCK|LOOP|MERGE|MOVE|NOTIFY|NULL|OPEN|PERFORM|PIPE|PRAGMA|PREPARE|"
    r"PURGE|RAISE|REASSIGN|REFRESH|REINDEX|RELEASE|REPLACE|RESET|RETURN|REVOKE|ROLLBACK|SAVEPOINT|SELECT|SET|SHOW|"
    r"START|SUBTYPE|TABLE|TRUNCATE|TYPE|UNLISTEN|UNLOAD|UPDATE|VACUUM|VALUES|WHEN|WHILE|WITH)\b)"
)
"""No word that begins a statement of another kind."""
_TYPE = (
    r"(?:CONSTANT\s+)?\"?\w[\w.]*\"?(?:%\w+)?(?:\s+(?:VARYING|PRECISION|RAW))?(?:\s*\([\w\s,]*\))?"
    r"(?:\s+WITH(?:OUT)?\s+(?:LOCAL\s+)?TIME\s+ZONE)?(?:\s*\[\d*\])*(?:\s+NOT\s+NULL)?"
)
_NAMES = r"\w+(?:\.\w+)*(?:\s*,\s*\w+(?:\.\w+)*)*"
_ELEMENT = re.compile(r"\b(?P<name>\w+)\s*\(\s*\w+\s*\)(?P<field>(?:\.\w+)?)")
_ROWS = re.compile(r"\(?\s*(?:SELECT|WITH|VALUES|TABLE|INSERT|UPDATE|DELETE)\b", _FLAGS)
_WITHIN = re.compile(r"(?:pg_|set_config|setval|nextval|lo_|txid_)\w*", re.IGNORECASE)
"""Functions of PostgreSQL itself that people call for what they do: none of them moves rows of tables."""


def rows_of(query: str, offset: int, session: Session) -> Relation:
    """What a query inside a block finds; nothing of it is shown."""
    return session.unshown(lambda: session.inner(query, offset))


def _value(given: str, session: Session) -> tuple[Flow, Text | None]:
    tree = parse(f"SELECT {given}", session.dialect)  # it is resolved, not run
    relation = session.query(tree, None)
    text = text_of(tree.expressions[0], session.texts) if len(tree.expressions) == 1 else None
    return relation.row().shaped_by(relation.rows), text


def _keep(names: str, relation: Relation, session: Session) -> None:
    """Variables take the columns of a row, by position; a record takes all of them."""
    listed = [name.strip() for name in names.split(",")]
    for position, name in enumerate(listed):
        known = len(listed) > 1 and position < len(relation.columns)
        flow = relation.columns[position].flow if known else relation.row()
        _assign(name, flow.shaped_by(relation.rows), session)


def _assign(name: str, flow: Flow, session: Session, text: Text | None = None) -> None:
    root, _, field = name.lower().partition(".")
    session.assign(root, merge((session.variables.get(root, NOTHING), flow)) if field else flow, text)


def _declared(match: re.Match[str], _text: str, session: Session) -> bool:
    given = match.group("value")
    flow, text = (NOTHING, None) if given is None else _value(given, session)
    session.assign(match.group("name"), flow, text)
    return True


def _assigned(match: re.Match[str], _text: str, session: Session) -> bool:
    flow, text = _value(match.group("value"), session)
    _assign(match.group("name"), flow, session, text)
    return True


def _cursor(match: re.Match[str], text: str, session: Session) -> bool:
    """`c CURSOR FOR query`, `CURSOR c IS query`, `OPEN c FOR query`."""
    for parameter in re.findall(r"(?:^|,)\s*(\w+)", match.group("given") or ""):
        session.variables.setdefault(parameter.lower(), NOTHING)
    session.cursors[match.group("name").lower()] = rows_of(text[match.end() :], match.end(), session)
    return True


def _loop(match: re.Match[str], _text: str, session: Session) -> bool:
    """FOR r IN rows LOOP: inside the loop `r` is one of the rows, or a number."""
    what = match.group("what").strip()
    name = re.match(r"\w+", what)
    if _ROWS.match(what) or re.match(r"EXECUTE\b", what, re.IGNORECASE):
        inner = what[1:-1] if what.startswith("(") and what.endswith(")") else what
        _keep(match.group("names"), rows_of(inner, match.start("what") + len(what) - len(inner), session), session)
    elif name is not None and name.group().lower() in session.cursors:
        _keep(match.group("names"), session.cursors[name.group().lower()], session)
    elif ".." in what:
        _keep(match.group("names"), Relation(), session)
    else:
        return False
    return True


def _elements(match: re.Match[str], _text: str, session: Session) -> bool:
    """FOREACH x IN ARRAY a LOOP."""
    _assign(match.group("name"), _value(match.group("value"), session)[0], session)
    return True


def _kept(match: re.Match[str], text: str, session: Session) -> bool:
    """SELECT … INTO variables, RETURNING … INTO variables."""
    first = re.split(r"[.,\s]", match.group("names"), maxsplit=1)[0].lower()
    if first not in session.variables:
        return False
    start, end = match.span("clause")
    _keep(match.group("names"), rows_of(text[:start] + " " * (end - start) + text[end:], 0, session), session)
    return True


def _performed(match: re.Match[str], text: str, session: Session) -> bool:
    """PERFORM is SELECT for what the called function does."""
    name = match.group("name")
    if name is not None and name.rsplit(".", 1)[-1].lower() in session.procedures:
        return called(match, text, session)
    if name is not None and not _WITHIN.fullmatch(name.rsplit(".", 1)[-1]):
        session.report_at("procedure", f"what `{name}` does is not known", match.start("name"))
    rows_of(f"SELECT {text[match.end('word') :]}", match.end("word") - len("SELECT "), session)
    return True


def _executed(match: re.Match[str], text: str, session: Session) -> bool:
    """EXECUTE of a text, whose rows variables may keep; of a prepared statement it is not one of a block."""
    return match.group("name").lower() not in session.prepared and _dynamic(match, text, session)


def _dynamic(match: re.Match[str], text: str, session: Session) -> bool:
    kept = re.search(rf"\bINTO\s+(?:STRICT\s+)?(?P<names>{_NAMES})\s*(?:\bUSING\b.*)?\Z", text, _FLAGS)
    if kept is None or kept.group("names").split(".")[0].split(",")[0].strip().lower() not in session.variables:
        return dynamic(match, text, session)
    _keep(kept.group("names"), session.unshown(lambda: dynamic(match, text, session)), session)
    return True


def _returned(match: re.Match[str], text: str, session: Session) -> bool:
    """RETURN QUERY hands rows to whoever called; the words before the query go."""
    session.inner(text[match.end() :], match.end())
    return True


def _handed(match: re.Match[str], _text: str, session: Session) -> bool:
    """RETURN of a value; where it is none that can be read, it may be anything the routine has."""
    flow, _ = _value(match.group("value"), session)
    if flow.values or flow.shapes:
        session.effects.output("", Relation((), flow.shapes, assumed=flow.values))
    return True


def _nothing(_match: re.Match[str], _text: str, _session: Session) -> bool:
    return True


def _called(match: re.Match[str], text: str, session: Session) -> bool:
    """Oracle calls a procedure by its name alone."""
    known = match.group("name").rsplit(".", 1)[-1].lower() in session.procedures
    return known and session.dialect.name == "oracle" and called(match, text, session)


def _all(match: re.Match[str], text: str, session: Session) -> bool:
    """FORALL i IN … statement."""
    session.inner(text[match.end() :], match.end())
    return True


_GIVEN = r"\s*(?:\((?P<given>[^)]*)\)\s*)?"
_Performer = Callable[[re.Match[str], str, Session], bool]
_BODY = r"(?=\(?\s*(?:SELECT|WITH|VALUES|TABLE|INSERT|UPDATE|DELETE|EXECUTE)\b)"
_RULES: tuple[tuple[re.Pattern[str], _Performer], ...] = tuple(
    (re.compile(pattern, _FLAGS), perform)
    for pattern, perform in (
        (
            r"(?:DECLARE\s+)?(?P<name>\w+)\s+(?:(?:NO\s+)?SCROLL\s+)?CURSOR\s*(?:\((?P<given>[^)]*)\)\s*)?(?:FOR|IS)\s+"
            + _BODY,
            _cursor,
        ),
        (
            r"(?:DECLARE\s+)?CURSOR\s+(?P<name>\w+)" + _GIVEN + r"(?:RETURN\s+\S+\s+)?IS\s+" + _BODY,
            _cursor,
        ),
        (r"OPEN\s+(?P<name>\w+)(?P<given>)\s+(?:(?:NO\s+)?SCROLL\s+)?FOR\s+" + _BODY, _cursor),
        (r"(?:DECLARE\s+)?(?:TYPE|SUBTYPE)\s+\w+\s+IS\b", _nothing),
        (r"(?:DECLARE\s+)?\w+\s+ALIAS\s+FOR\s+\S+\Z", _nothing),
        (r"FOR\s+(?P<names>\w+(?:\s*,\s*\w+)*)\s+IN\s+(?:REVERSE\s+)?(?P<what>.+?)\s+LOOP\Z", _loop),
        (r"FOREACH\s+(?P<name>\w+)\s+(?:SLICE\s+\d+\s+)?IN\s+ARRAY\s+(?P<value>.+?)\s+LOOP\Z", _elements),
        (r"FORALL\s+\w+\s+IN\s+.+?(?=\b(?:INSERT|UPDATE|DELETE|MERGE|EXECUTE)\b)", _all),
        (
            r"(?:SELECT|WITH)\b.*?(?P<clause>\b(?:BULK\s+COLLECT\s+)?INTO\s+(?:STRICT\s+)?(?P<names>" + _NAMES + "))",
            _kept,
        ),
        (
            r"(?:INSERT|UPDATE|DELETE|MERGE)\b.*\bRETURNING\b.*?(?P<clause>\b(?:BULK\s+COLLECT\s+)?INTO\s+"
            r"(?:STRICT\s+)?(?P<names>" + _NAMES + r"))\s*\Z",
            _kept,
        ),
        (r"(?P<word>PERFORM)\s+(?:(?P<name>\w+(?:\.\w+)*)(?=\s*\())?", _performed),
        (r"EXECUTE\s+(?!IMMEDIATE\b)(?=['$(]|\w+\s*\(|\w*\|\|)(?P<name>)", _executed),
        (r"EXECUTE\s+(?!IMMEDIATE\b)(?=(?P<name>\w+))", _executed),
        (r"RETURN\s+QUERY\s+", _returned),
        (r"RETURN\s+(?:NEXT\s+)?(?P<value>\S.*)\Z", _handed),
        (
            r"(?:ASSERT|CONTINUE|EXIT|GET\s+(?:CURRENT\s+|STACKED\s+)?DIAGNOSTICS|MOVE|PRAGMA)\b(?!.*\bSELECT\b)",
            _nothing,
        ),
        (
            r"(?:DBMS_(?:OUTPUT|LOCK|SESSION|STATS|UTILITY)\.\w+|RAISE_APPLICATION_ERROR)\s*\((?!.*\bSELECT\b)",
            _nothing,
        ),
        (_OTHERS + r"(?P<name>\w+(?:\.\w+)*)(?:\s*\[[^\]]*\])*\s*:?=\s*(?P<value>.+)\Z", _assigned),
        (_OTHERS + r"(?P<name>\w+(?:\.\w+)*)(?=\s*(?:\(.*\)\s*)?\Z)", _called),
        (
            rf"(?:DECLARE\s+)?{_OTHERS}(?P<name>\w+)\s+{_TYPE}(?:\s*(?:DEFAULT\b|:=|=)\s*(?P<value>.+))?\Z",
            _declared,
        ),
    )
)
MAX_SEARCHED = 50_000
"""Characters of a statement that patterns with gaps are tried on."""


def without_subscripts(text: str, session: Session) -> str:
    """PL/SQL has the elements of a collection in parentheses: each may be any of them.

    The text keeps its length, so that everything else keeps its place.
    """
    if session.dialect.name != "oracle" or not session.variables or len(text) > MAX_SEARCHED:
        return text

    def plain(match: re.Match[str]) -> str:
        known = match.group("name").lower() in session.variables
        return f"{match.group('name')}{match.group('field')}".ljust(len(match.group())) if known else match.group()

    return _ELEMENT.sub(plain, text)


def perform_in_block(text: str, session: Session) -> bool:
    """Resolve a statement that only stands in a block; False when it is one like others."""
    name = session.dialect.name
    if name not in _DIALECTS or not (session.depth or name == "oracle") or len(text) > MAX_SEARCHED:
        return False
    for pattern, perform in _RULES:
        match = pattern.match(text)
        if match is not None and perform(match, text, session):
            return True
    return False
