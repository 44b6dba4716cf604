"""Statements recognised by their words: those sqlglot cannot read, and those that act through strings or routines."""

from __future__ import annotations

import re
from collections.abc import Callable

from sqlglot import exp

from privlineage.core.schema import name_parts
from privlineage.lineage.sql.altering import rename_table, swap_tables
from privlineage.lineage.sql.flows import Flow, Origin
from privlineage.lineage.sql.guessing import guess
from privlineage.lineage.sql.parsing import ParseFailure, parse
from privlineage.lineage.sql.relations import Column, Name, Relation
from privlineage.lineage.sql.result import Write, WriteKind
from privlineage.lineage.sql.session import Session
from privlineage.lineage.sql.targets import Target, record

__all__ = ["is_harmless", "perform_text"]

_FLAGS = re.IGNORECASE | re.DOTALL
_STRING = r"(?:N|E)?'((?:[^']|'')*)'"
_NAME = r"[\w$#@.\"`\[\]-]+"

_HARMLESS = frozenset(
    "ABORT ANALYZE ATTACH CHECKPOINT CLOSE CLUSTER COMMENT COMMIT DEALLOCATE DENY DESC DESCRIBE DETACH DISCARD "
    "DISCONNECT FLUSH GRANT HELP INSTALL ITERATE KILL LEAVE LIST LISTEN LOCK LS MSCK NOTIFY OPEN OPTIMIZE PRAGMA "
    "PRINT PURGE RAISE RAISERROR REASSIGN REFRESH REINDEX RELEASE REMOVE RESET RETURN REVOKE RM ROLLBACK "
    "SAVEPOINT SECURITY SET SHOW SIGNAL START STOP SYSTEM THROW UNCACHE UNDROP UNLISTEN UNLOCK USE VACUUM "
    "VALIDATE WAITFOR".split()
)
_HARMLESS_OBJECTS = frozenset(
    "AGGREGATE CAST CATALOG COLLATION CONNECTION CONVERSION DATABASE DOMAIN EXTENSION FILE GROUP INDEX "
    "INTEGRATION LOGIN MASKING NETWORK NOTIFICATION OPERATOR POLICY RESOURCE ROLE ROW SCHEMA SECRET SECURITY "
    "SEQUENCE SERVER SHARE STAGE STATISTICS STORAGE SYNONYM TAG TEXT TYPE UNIQUE USER WAREHOUSE".split()
)


def is_harmless(text: str) -> bool:
    """Whether a statement no parser read moves no data, by its first words."""
    words = [word.upper() for word in re.findall(r"[A-Za-z_]+", text[:120])]
    if not words:
        return True
    if words[0] in _HARMLESS:
        return True
    if words[0] in ("CREATE", "ALTER", "DROP"):
        kinds = [
            word for word in words[1:5] if word not in ("OR", "REPLACE", "IF", "NOT", "EXISTS", "TEMPORARY", "TEMP")
        ]
        return bool(kinds) and kinds[0] in _HARMLESS_OBJECTS
    return False


def perform_text(text: str, session: Session) -> bool:
    """Resolve a statement by its words; False when it is one for the parser."""
    first = _FIRST.match(text)
    if first is None:
        return False
    word = first.group().upper()
    if word in ("SELECT", "WITH") and "OUTFILE" not in text.upper():
        return False
    for pattern, perform in _BY_WORD.get(word, ()):
        match = pattern.match(text)
        if match is not None:
            return perform(match, text, session)
    return False


def _target(name: str, session: Session) -> Target:
    parts = [Name(part) for part in name_parts(name)]
    found = session.catalog.target(parts)
    return Target(found.name, found) if found is not None else Target(".".join(part.text for part in parts), None)


def _unquoted(text: str) -> str:
    return text.replace("''", "'")


# ---- routines and dynamic SQL ----


def _call(match: re.Match[str], text: str, session: Session) -> bool:
    session.report_at("procedure", f"what `{match.group('name')}` does is not known", match.start())
    guess(text, session)
    return True


def _block(match: re.Match[str], text: str, session: Session) -> bool:
    session.report_at("procedure", "what an anonymous block does is not followed", match.start())
    guess(text, session)
    return True


def _dynamic(match: re.Match[str], text: str, session: Session) -> bool:
    """SQL in a literal is resolved like any other; SQL put together at run time is not known."""
    rest = text[match.end() :]
    literal = re.match(rf"\s*\(?\s*{_STRING}\s*\)?\s*(?:;|\Z|INTO\b|USING\b|,)", rest, _FLAGS)
    dollar = re.match(r"\s*(\$\w*\$)(.*?)\1", rest, _FLAGS)
    session.report_at("dynamic", "SQL given as text is carried out", match.start())
    if literal is not None and not re.search(r"'\s*(?:\|\||\+)", rest):
        session.inner(_unquoted(literal.group(1)), match.end() + literal.start(1))
        return True
    if dollar is not None:
        session.inner(dollar.group(2), match.end() + dollar.start(2))
        return True
    guess(text, session)
    return True


def _prepare(match: re.Match[str], _text: str, session: Session) -> bool:
    session.prepared[match.group("name").lower()] = match.group("body")
    return True


def _execute(match: re.Match[str], text: str, session: Session) -> bool:
    """EXECUTE of something prepared in this script; T-SQL's EXEC of a procedure."""
    body = session.prepared.get(match.group("name").lower())
    if body is None:
        return _call(match, text, session)
    literal = re.fullmatch(_STRING, body.strip(), _FLAGS)
    session.inner(_unquoted(literal.group(1)) if literal else body, 0)
    return True


def _rename_procedure(match: re.Match[str], _text: str, session: Session) -> bool:
    """T-SQL: `EXEC sp_rename 'old', 'new'`."""
    target = _target(match.group(1), session)
    if match.group(3):
        session.report_at("unsupported", "sp_rename of something other than a table is not followed", 0)
        return True
    parts = [*(Name(part) for part in name_parts(target.name)[:-1]), Name(match.group(2))]
    rename_table(target, parts, session)
    return True


def _explain(match: re.Match[str], text: str, session: Session) -> bool:
    """EXPLAIN shows a plan; EXPLAIN ANALYZE carries the statement out and shows nothing of its rows."""
    if not re.search(r"\bANALYZE\b", match.group(), _FLAGS):
        return True
    session.inner(text[match.end() :], match.end())
    session.effects.outputs.pop("", None)
    return True


def _cursor(match: re.Match[str], text: str, session: Session) -> bool:
    session.inner(text[match.end() :], match.end())
    return True


def _loop(match: re.Match[str], _text: str, session: Session) -> bool:
    """FOR r IN (query) DO: inside the loop `r` is a row of the query."""
    relation = session.query(parse(match.group("query"), session.dialect), None)
    session.variables[match.group("name").lower()] = relation.row()
    return True


def _declared(match: re.Match[str], _text: str, session: Session) -> bool:
    """DECLARE and LET of one variable, in the spellings the parser does not read."""
    given = match.group("value")
    if given is None:
        session.variables[match.group("name").lower()] = Flow()
        return True
    try:
        tree = parse(f"SELECT {given}", session.dialect)  # it is resolved, not run
    except ParseFailure:
        return False
    session.variables[match.group("name").lower()] = session.query(tree, None).row()
    return True


def _stream(match: re.Match[str], _text: str, session: Session) -> bool:
    """Snowflake's streams are read like the table whose changes they show."""
    session.inner(f"CREATE VIEW {match.group('name')} AS SELECT * FROM {match.group('table')}", 0)  # noqa: S608
    return True


# ---- exits and entrances ----


def _unload(match: re.Match[str], _text: str, session: Session) -> bool:
    """Redshift's and Athena's UNLOAD: a query, as text or as it is, and a place."""
    body = match.group("quoted")
    session.inner(
        _unquoted(body) if body is not None else match.group("plain"),
        match.start("quoted" if body is not None else "plain"),
    )
    _leave(match.group("place"), session)
    return True


def _leave(place: str, session: Session) -> None:
    """Turn what would go to the client into what goes to a named place."""
    relation = session.effects.outputs.pop("", None) or Relation()
    session.effects.output(place, relation)
    session.write(Write(place, WriteKind.EGRESS, columns=relation.names))


def _outfile(match: re.Match[str], text: str, session: Session) -> bool:
    """MySQL and ClickHouse: SELECT … INTO OUTFILE 'x'."""
    blank = " " * (match.end("clause") - match.start("clause"))
    session.inner(text[: match.start("clause")] + blank + text[match.end("clause") :], 0)
    _leave(_unquoted(match.group("place")), session)
    return True


def _load(match: re.Match[str], _text: str, session: Session) -> bool:
    """LOAD DATA INFILE 'x' INTO TABLE t, BULK INSERT t FROM 'x': a file becomes rows of a table."""
    target = _target(match.group("table"), session)
    _entered(_unquoted(match.group("place")), target, session)
    return True


def _entered(place: str, target: Target, session: Session) -> None:
    session.read([place])
    whole = Origin(place, "*", assumed=True)
    columns = [Column(name, Flow()) for name in target.columns]
    record(target, Relation(columns, assumed=frozenset((whole,))), WriteKind.APPEND, session)


def _transfer(match: re.Match[str], _text: str, session: Session) -> bool:
    """Snowflake's PUT and GET: files between a stage and the client."""
    source, target = match.group("source"), match.group("target")
    session.read([source])
    session.effects.output(target, Relation((), assumed=frozenset((Origin(source, "*", assumed=True),))))
    session.write(Write(target, WriteKind.EGRESS))
    return True


def _export_table(match: re.Match[str], _text: str, session: Session) -> bool:
    session.inner(f"SELECT * FROM {match.group('table')}", 0)  # noqa: S608  # it is resolved, not run
    _leave(_unquoted(match.group("place")), session)
    return True


def _export_all(match: re.Match[str], text: str, session: Session) -> bool:
    """A whole database leaves: every table it is known to have."""
    place = _unquoted(match.group("place"))
    session.report_at("exit", "every table of the database is exported", match.start())
    tables = sorted(session.catalog.schema.tables)
    session.read(tables)
    session.effects.output(place, Relation((), assumed=frozenset(Origin(table, "*", assumed=True) for table in tables)))
    session.write(Write(place, WriteKind.EGRESS))
    return bool(text)


def _delete_output(match: re.Match[str], text: str, session: Session) -> bool:
    """T-SQL: DELETE … OUTPUT … INTO target …, whose target the parser runs into the WHERE that follows."""
    span = match.span("clause")
    tree = parse(text[: span[0]] + " " * (span[1] - span[0]) + text[span[1] :], session.dialect)
    items = parse(f"SELECT {match.group('items')}", session.dialect).expressions
    target = parse(f"INSERT INTO {match.group('target')} SELECT 1", session.dialect).this
    tree.set("returning", exp.Returning(expressions=items, into=target))
    session.statement(tree, None)
    return True


# ---- tables that change places ----


def _renames(match: re.Match[str], _text: str, session: Session) -> bool:
    for pair in match.group("pairs").split(","):
        found = re.fullmatch(rf"\s*({_NAME})\s+TO\s+({_NAME})\s*", pair, _FLAGS)
        if found is not None:
            rename_table(_target(found.group(1), session), [Name(part) for part in name_parts(found.group(2))], session)
    return True


def _exchange(match: re.Match[str], _text: str, session: Session) -> bool:
    swap_tables(_target(match.group("first"), session), _target(match.group("second"), session), session)
    return True


def _set_schema(match: re.Match[str], _text: str, session: Session) -> bool:
    target = _target(match.group("table"), session)
    schema = [Name(part) for part in name_parts(match.group("schema"))]
    rename_table(target, [*schema, Name(name_parts(target.name)[-1])], session)
    return True


def _append(match: re.Match[str], _text: str, session: Session) -> bool:
    """Redshift's ALTER TABLE t APPEND FROM u, T-SQL's ALTER TABLE u SWITCH TO t: rows move as they are."""
    target, source = _target(match.group("into"), session), _target(match.group("from"), session)
    moved = f"INSERT INTO {match.group('into')} SELECT * FROM {match.group('from')}"  # noqa: S608  # resolved, not run
    session.inner(moved, 0)
    session.write(Write(source.name, WriteKind.TRUNCATE, temporary=source.temporary))
    return bool(target.name)


def _insert_exec(match: re.Match[str], text: str, session: Session) -> bool:
    session.report_at("procedure", "what the procedure returns is not known", match.start("call"))
    guess(text, session)
    return True


def _replace_table(match: re.Match[str], text: str, session: Session) -> bool:
    """Databricks: REPLACE TABLE t AS …."""
    session.inner("CREATE OR REPLACE TABLE" + text[match.end() :], match.end() - len("CREATE OR REPLACE TABLE"))
    return True


def _foreign_table(match: re.Match[str], _text: str, session: Session) -> bool:
    """CREATE FOREIGN TABLE: columns here, rows at another server, which is named."""
    session.inner(f"CREATE TABLE {match.group('table')} {match.group('columns')}", 0)
    target = _target(match.group("table"), session)
    place = match.group("server")
    session.read([place])
    session.effects.output(target.name, Relation((), assumed=frozenset((Origin(place, "*", assumed=True),))))
    return True


_Performer = Callable[[re.Match[str], str, Session], bool]


def _rule(pattern: str, perform: _Performer) -> tuple[re.Pattern[str], _Performer]:
    return re.compile(pattern, _FLAGS), perform


_COMMANDS: tuple[tuple[re.Pattern[str], _Performer], ...] = (
    _rule(
        r"EXPLAIN\b(?:\s*\([^)]*\))?(?:\s+(?:QUERY\s+PLAN|ANALYZE|VERBOSE|FORMATTED|EXTENDED|COST|LOGICAL|USING\s+\w+))*\s*",
        _explain,
    ),
    _rule(r"CALL\s+(?P<name>[\w.\"`]+)", _call),
    _rule(r"DO\b\s*(?:LANGUAGE\s+\w+\s*)?[\$']", _block),
    _rule(r"EXECUTE\s+IMMEDIATE\b", _dynamic),
    _rule(r"EXEC(?:UTE)?\s*(?=\()", _dynamic),
    _rule(r"EXEC(?:UTE)?\s+(?:\w+\.)*sp_executesql\b(?:\s+@\w+\s*=)?", _dynamic),
    _rule(rf"EXEC(?:UTE)?\s+(?:\w+\.)*sp_rename\s+{_STRING}\s*,\s*{_STRING}(?:\s*,\s*{_STRING})?", _rename_procedure),
    _rule(r"EXEC(?:UTE)?\s+(?:@\w+\s*=\s*)?(?P<name>[\w.\"`\[\]#]+)", _execute),
    _rule(r"FOR\s+(?P<name>\w+)\s+IN\s*(?P<query>\(.*\))\s*DO\Z", _loop),
    _rule(
        r"(?:DECLARE|LET)\s+(?P<name>\w+)(?:\s+(?!CURSOR\b|TABLE\b|RESULTSET\b)\w+(?:\s*\([^)]*\))?)?"
        r"\s*(?:(?:DEFAULT|:=|=)\s*(?P<value>.+))?\Z",
        _declared,
    ),
    _rule(
        rf"CREATE\s+(?:OR\s+REPLACE\s+)?STREAM\s+(?:IF\s+NOT\s+EXISTS\s+)?(?P<name>{_NAME})\s+ON\s+(?:TABLE|VIEW)\s+"
        rf"(?P<table>{_NAME})",
        _stream,
    ),
    _rule(r"PREPARE\s+(?P<name>\w+)\s*(?:\([^)]*\)\s*)?(?:AS|FROM)\s+(?P<body>.+)", _prepare),
    _rule(
        r"DECLARE\s+\S+(?:\s+(?:NO|INSENSITIVE|SCROLL|BINARY|ASENSITIVE))*\s+CURSOR\b.*?\bFOR\s+(?=SELECT\b|WITH\b)",
        _cursor,
    ),
    _rule(
        r"UNLOAD\s*\(\s*(?:'(?P<quoted>(?:[^']|'')*)'|(?P<plain>.*?))\s*\)\s*TO\s+'(?P<place>(?:[^']|'')*)'", _unload
    ),
    _rule(
        r"(?:SELECT|WITH)\b.*?(?P<clause>\bINTO\s+(?:OUTFILE|DUMPFILE)\s+'(?P<place>(?:[^']|'')*)'(?P<form>(?:\s+(?:FIELDS|LINES|COLUMNS|CHARACTER\s+SET|FORMAT|COMPRESSION|TRUNCATE|APPEND)\b(?:(?!\bFROM\b).)*)?))",
        _outfile,
    ),
    _rule(
        rf"LOAD\s+DATA\b(?!\s+(?:INTO|OVERWRITE)\b).*?\bINFILE\s+'(?P<place>(?:[^']|'')*)'.*?\bINTO\s+TABLE\s+(?P<table>{_NAME})",
        _load,
    ),
    _rule(rf"BULK\s+INSERT\s+(?P<table>{_NAME})\s+FROM\s+'(?P<place>(?:[^']|'')*)'", _load),
    _rule(r"PUT\s+'?(?P<source>file://[^\s']+)'?\s+(?P<target>@\S+)", _transfer),
    _rule(r"GET\s+(?P<source>@\S+)\s+'?(?P<target>file://[^\s']+)'?", _transfer),
    _rule(rf"EXPORT\s+TABLE\s+(?P<table>{_NAME})\s+TO\s+'(?P<place>(?:[^']|'')*)'", _export_table),
    _rule(r"EXPORT\s+DATABASE\s+(?:\S+\s+TO\s+)?'(?P<place>(?:[^']|'')*)'", _export_all),
    _rule(r"RENAME\s+TABLES?\s+(?P<pairs>.+)", _renames),
    _rule(rf"EXCHANGE\s+TABLES\s+(?P<first>{_NAME})\s+AND\s+(?P<second>{_NAME})", _exchange),
    _rule(rf"ALTER\s+TABLE\s+(?:IF\s+EXISTS\s+)?(?P<table>{_NAME})\s+SET\s+SCHEMA\s+(?P<schema>{_NAME})", _set_schema),
    _rule(rf"ALTER\s+TABLE\s+(?P<into>{_NAME})\s+APPEND\s+FROM\s+(?P<from>{_NAME})", _append),
    _rule(rf"ALTER\s+TABLE\s+(?P<from>{_NAME})\s+SWITCH\b.*?\bTO\s+(?P<into>{_NAME})", _append),
    _rule(rf"INSERT\s+(?:INTO\s+)?{_NAME}\s*(?:\([^)]*\)\s*)?(?P<call>EXEC(?:UTE)?)\b", _insert_exec),
    _rule(
        rf"DELETE\b.*?(?P<clause>\bOUTPUT\s+(?P<items>.+?)\s+INTO\s+(?P<target>{_NAME}(?:\s*\([^)]*\))?))"
        r"(?=\s*(?:FROM|WHERE|OPTION|\Z))",
        _delete_output,
    ),
    _rule(r"REPLACE\s+TABLE\b", _replace_table),
    _rule(
        rf"CREATE\s+FOREIGN\s+TABLE\s+(?:IF\s+NOT\s+EXISTS\s+)?(?P<table>{_NAME})\s*(?P<columns>\(.*?\))\s*SERVER\s+(?P<server>{_NAME})",
        _foreign_table,
    ),
)

_FIRST = re.compile(r"[A-Za-z]+")
_LEADING = re.compile(r"\(\?:([A-Z|]+)\)|([A-Z]+)(\(\?:[A-Z]+\)\?)?")


def _leading(pattern: str) -> list[str]:
    """The words a rule's statements begin with, from its pattern: `WORD`, `WORD(?:MORE)?` or `(?:ONE|OTHER)`."""
    found = _LEADING.match(pattern)
    if found is None:
        return []
    if found.group(1):
        return found.group(1).split("|")
    more = (found.group(3) or "").strip("(?:)")
    return [found.group(2), *([found.group(2) + more] if more else [])]


_BY_WORD: dict[str, list[tuple[re.Pattern[str], _Performer]]] = {}
for _pattern, _perform in _COMMANDS:
    for _word in _leading(_pattern.pattern):
        _BY_WORD.setdefault(_word, []).append((_pattern, _perform))
