"""Statements recognised by their words: those sqlglot cannot read, and those that act through strings or routines."""

from __future__ import annotations

import re
from functools import cache

from privlineage.lineage.sql.commands.bigquery import BIGQUERY
from privlineage.lineage.sql.commands.delta import DELTA
from privlineage.lineage.sql.commands.exits import (
    export_all,
    export_table,
    load,
    outfile,
    transfer,
    unload,
)
from privlineage.lineage.sql.commands.lake import LAKE
from privlineage.lineage.sql.commands.mysql import MYSQL
from privlineage.lineage.sql.commands.part_moves import CLICKHOUSE, ORACLE
from privlineage.lineage.sql.commands.places import (
    NAME,
    PLACE,
    exchange,
    foreign_table,
    insert_exec,
    moved_rows,
    rename_procedure,
    renames,
    replace_table,
    set_schema,
)
from privlineage.lineage.sql.commands.postgres import POSTGRES
from privlineage.lineage.sql.commands.redshift import REDSHIFT
from privlineage.lineage.sql.commands.rules import Rules
from privlineage.lineage.sql.commands.snowflake import SNOWFLAKE
from privlineage.lineage.sql.commands.tsql import TSQL
from privlineage.lineage.sql.guessing import guess, mentioned
from privlineage.lineage.sql.parsing import ParseFailure, parse
from privlineage.lineage.sql.queries.flows import Flow
from privlineage.lineage.sql.queries.relations import Relation
from privlineage.lineage.sql.session import Session
from privlineage.lineage.sql.statements.blocks import rows_of
from privlineage.lineage.sql.statements.dynamic_sql import STRING, called, dynamic, execute, prepare
from privlineage.lineage.sql.statements.procedures import block
from privlineage.lineage.sql.statements.snowflake_scripting import SCRIPTING
from privlineage.lineage.sql.statements.texts import text_of
from privlineage.lineage.sql.statements.triggers import TRIGGER, follow

__all__ = ["is_harmless", "perform_text"]

_FLAGS = re.IGNORECASE | re.DOTALL
_SEARCHED = r"(?:search_path|current_schema|schema)\b\s*(?:=|TO\b)?\s*(?P<path>[^;]+)"

_HARMLESS = frozenset(
    "ABORT ADD ANALYZE ATTACH AUDIT BEGIN BREAK CANCEL CHECK CHECKPOINT CHECKSUM CLEAR CLOSE CLUSTER COMMENT COMMIT "
    "CONTINUE DBCC DEALLOCATE DENY DESC DESCRIBE DETACH DISABLE DISCARD DISCONNECT ENABLE END EXISTS EXIT FLUSH FORCE "
    "GOTO GRANT HELP INSTALL "
    "ITERATE KILL LEAVE LIST LISTEN LOCK LS MSCK NOTIFY NULL OPEN OPTIMIZE PRAGMA PRINT PURGE RAISE RAISERROR "
    "REASSIGN REFRESH REINDEX RELEASE REMOVE REPAIR RESET RESIGNAL RESTART RETURN REVERT REVOKE RM ROLLBACK SAVEPOINT "
    "SECURITY SET SHOW SHUTDOWN SIGNAL START STOP SYSTEM THROW UNCACHE UNLISTEN UNLOCK UNSET UNTIL USE VACUUM "
    "VALIDATE WAITFOR XA".split()
)
_HARMLESS_OBJECTS = frozenset(
    "AGGREGATE CAST CATALOG COLLATION CONNECTION CONVERSION DATABASE DATASHARE DEFAULT DOMAIN EXTENSION FILE GROUP "
    "INDEX INTEGRATION LOGIN MASKING NETWORK NOTIFICATION OPERATOR POLICY RESOURCE ROLE ROW SCHEMA SECRET SECURITY "
    "SEQUENCE SERVER SESSION SHARE STAGE STATISTICS STORAGE SYNONYM SYSTEM TAG TEXT TYPE UNIQUE USER "
    "WAREHOUSE".split()
)

_ABOUT_QUERIES = frozenset({"COMMENT", "DENY", "DESC", "DESCRIBE", "GRANT", "HELP", "REVOKE", "SECURITY", "SHOW"})
"""First words of statements that speak of queries, or of the right to make them, and run none."""
_TEXT = re.compile(STRING, _FLAGS)
_LEAVES = re.compile(r"\b(?:OUTFILE|DUMPFILE)\b|\bINTO\s+[@:]", re.IGNORECASE)
_QUERY = re.compile(r"\b(?:SELECT|FROM\s)", re.IGNORECASE)

_HARMLESS_CHANGE = re.compile(
    rf"(?:UPDATE\s+STATISTICS\b|ALTER\s+VIEW\s+\S+\s+(?:SET\s+AUTHORIZATION|(?:UN)?SET\s+TBLPROPERTIES)\b)|"
    rf"ALTER\s+TABLE\s+(?:IF\s+EXISTS\s+)?(?:ONLY\s+)?{NAME}\s+(?:WITH\s+(?:NO)?CHECK\s+)?(?:"
    r"(?:ADD|DROP|ALTER|VALIDATE|RENAME|CHECK|NOCHECK|MATERIALIZE)\s+(?:(?:UNIQUE|FULLTEXT|SPATIAL)\s+)?"
    r"(?:INDEX|KEY|CONSTRAINT|PRIMARY|FOREIGN|UNIQUE|CHECK|DEFAULT)\b|"
    r"(?:ADD|DROP|TRUNCATE|REMOVE|DETACH|COALESCE|REORGANIZE|OPTIMIZE|FREEZE)\s+PARTITION(?:ING|S)?\b|"
    r"(?:DISABLE|ENABLE|ENGINE|AUTO_INCREMENT|COMMENT|CONVERT\s+TO|(?:DEFAULT\s+)?CHARACTER\s+SET|CHARSET|COLLATE|"
    r"ROW_FORMAT|REBUILD|OWNER|CLUSTER|REPLICA|SET\s*\(|SET\s+(?:UN)?LOGGED|LOCK_ESCALATION|RECLUSTER|FREEZE|"
    r"(?:NO)?LOGGING|SHRINK\s+SPACE|MOVE\s+TABLESPACE|MODIFY\s+SETTING|MODIFY\s+COLUMN\s+\S+\s+REMOVE|"
    r"SET\s+AUTHORIZATION|SET\s+PROPERTIES|(?:UN)?SET\s+TBLPROPERTIES|"
    r"ALTER\s+(?:COLUMN\s+)?\S+\s+(?:SET\s+(?:STATISTICS|STORAGE|COMPRESSION)|RESTART|OPTIONS))\b)"
    r"(?!.*\b(?:SELECT|CHANGE|RENAME\s+(?:TO|COLUMN)|ADD\s+COLUMN|DROP\s+COLUMN|USING|LOCATION)\b)",
    _FLAGS,
)
"""Changes of a table's indexes, constraints and settings."""
_MADE_OF_QUERY = re.compile(r"\bAS\s+(?:SELECT|WITH)\b|\b(?:INSERT|MERGE|COPY)\s+INTO\b", re.IGNORECASE)

MAX_SEARCHED = 50_000
"""Characters of a statement that patterns with gaps are tried on: their time grows with more than the length."""


def is_harmless(text: str) -> bool:
    """Whether a statement no parser read moves no data, by its first words.

    What holds a query is not harmless, whatever its first word is: it may show or keep what the query finds.

    >>> is_harmless("SAVEPOINT a"), is_harmless("42"), is_harmless("PRINT (SELECT max(email) FROM customer)")
    (True, False, False)
    """
    if not _FIRST.match(text):
        return text.strip() in ("", "/")
    words = [word.upper() for word in re.findall(r"[A-Za-z_]+", text[:120])]
    if words[0] in _HARMLESS:
        return words[0] in _ABOUT_QUERIES or not _QUERY.search(_TEXT.sub("''", text))
    if words[0] == "LOAD":
        return bool(re.fullmatch(rf"LOAD\s+(?:\w+|{STRING})\s*", text, _FLAGS))
    if _HARMLESS_CHANGE.match(text):
        return True
    if words[0] in ("CREATE", "ALTER", "DROP"):
        kinds = [
            word
            for word in words[1:5]
            if word not in ("OR", "REPLACE", "IF", "NOT", "EXISTS", "TEMPORARY", "TEMP", "EXTERNAL")
        ]
        return bool(kinds) and kinds[0] in _HARMLESS_OBJECTS and not _MADE_OF_QUERY.search(text)
    return False


def perform_text(text: str, session: Session) -> bool:
    """Resolve a statement by its words; False when it is one for the parser."""
    first = _FIRST.match(text)
    if first is None:
        return False
    word = first.group().upper()
    if word in ("SELECT", "WITH") and not _LEAVES.search(text):
        return False
    own = _OF_DIALECT.get(session.dialect.name, {})
    for pattern, perform in (*own.get(word, ()), *own.get("", ()), *_BY_WORD.get(word, ())):
        if len(text) > MAX_SEARCHED and ".*" in pattern:
            continue
        match = _compiled(pattern).match(text)
        if match is not None:
            return perform(match, text, session)
    return False


# ---- routines and dynamic SQL ----


def _search_path(match: re.Match[str], text: str, session: Session) -> bool:
    path = match.group("path")
    if re.search(r"\bFROM\b", path, _FLAGS):
        # A semicolon is missing: a path names schemas, and what reads a table is a statement of its own.
        session.report_at("syntax", "a search path is followed by another statement", match.start("path"))
        guess(text, session)
        return True
    session.catalog.search(path)
    return True


def _explain(match: re.Match[str], text: str, session: Session) -> bool:
    """EXPLAIN shows a plan; EXPLAIN ANALYZE carries the statement out and shows nothing of its rows."""
    if not re.search(r"\bANALYZE\b", match.group(), _FLAGS):
        return True
    rows_of(text[match.end() :], match.end(), session)
    return True


def _cursor(match: re.Match[str], text: str, session: Session) -> bool:
    name = match.group("name").lower()
    if session.depth:
        session.cursors[name] = rows_of(text[match.end() :], match.end(), session)
        return True
    session.inner(text[match.end() :], match.end())
    session.cursors[name] = session.effects.outputs.get("", Relation())
    return True


def _fetch(match: re.Match[str], _text: str, session: Session) -> bool:
    """FETCH … INTO: variables keep a row of the cursor; without INTO the row is shown."""
    relation = session.cursors.get(match.group("name").lower())
    names = match.group("names")
    if relation is None:
        session.report_at("unsupported", "the query of this cursor is not known", match.start())
    elif names is None:
        session.effects.output("", relation)
    elif "," not in names:
        session.assign(names.strip().lstrip("@:"), relation.row().shaped_by(relation.rows))
    else:
        session.assign_row([name.strip().lstrip("@:") for name in names.split(",")], relation)
    return True


def _handler(match: re.Match[str], text: str, session: Session) -> bool:
    """DECLARE EXIT HANDLER FOR … statement: it may run."""
    session.inner(text[match.end() :], match.end())
    return True


def _loop(match: re.Match[str], _text: str, session: Session) -> bool:
    """FOR r IN (query) DO: inside the loop `r` is a row of the query."""
    relation = session.query(parse(match.group("query"), session.dialect), None)
    session.assign(match.group("name"), relation.row())
    return True


def _declared(match: re.Match[str], _text: str, session: Session) -> bool:
    """DECLARE and LET of one variable, in the spellings the parser does not read."""
    given = match.group("value")
    if given is None:
        session.assign(match.group("name"), Flow())
        return True
    try:
        tree = parse(f"SELECT {given}", session.dialect)  # it is resolved, not run
    except ParseFailure:
        return False
    text = text_of(tree.expressions[0], session.texts) if len(tree.expressions) == 1 else None
    session.assign(match.group("name"), session.query(tree, None).row(), text)
    return True


def _whole_table(match: re.Match[str], _text: str, session: Session) -> bool:
    """TABLE t shows a table, also in the dialects whose parser does not know it."""
    session.inner(f"SELECT * FROM {match.group('table')}", match.end() - len(match.group()))  # noqa: S608  # it is resolved, not run
    return True


def _shared(match: re.Match[str], text: str, session: Session) -> bool:
    """What is given to a share may be read in other accounts."""
    session.report_at("exit", "what is put into a share is read elsewhere", match.start())
    session.effects.output("", Relation((), assumed=mentioned(text, session)))
    return True


def _stream(match: re.Match[str], _text: str, session: Session) -> bool:
    """Snowflake's streams are read like the table whose changes they show."""
    session.inner(f"CREATE VIEW {match.group('name')} AS SELECT * FROM {match.group('table')}", 0)  # noqa: S608
    return True


_COMMANDS: Rules = (
    (
        r"EXPLAIN\b(?:\s*\([^)]*\))?(?:\s+(?:QUERY\s+PLAN|ANALYZE|VERBOSE|FORMATTED|EXTENDED|COST|LOGICAL|USING\s+\w+))*\s*",
        _explain,
    ),
    (r"CALL\s+(?P<name>[\w.\"`]+)", called),
    (r"DO\b\s*(?:LANGUAGE\s+(?:'\w+'|\w+)\s*)?(?=[$'])", block),
    (r"EXECUTE\s+IMMEDIATE\b", dynamic),
    (r"EXEC(?:UTE)?\s*(?=\()", dynamic),
    (r"EXEC(?:UTE)?\s+(?:\w+\.)*sp_executesql\b(?:\s+@\w+\s*=)?", dynamic),
    (rf"EXEC(?:UTE)?\s+(?:\w+\.)*sp_rename\s+{STRING}\s*,\s*{STRING}(?:\s*,\s*{STRING})?", rename_procedure),
    (r"EXEC(?:UTE)?\s+(?:@\w+\s*=\s*)?(?P<name>[\w.\"`\[\]#]+)", execute),
    (
        (
            r"DECLARE\s+(?:CONTINUE|EXIT|UNDO)\s+HANDLER\s+FOR\s+(?:(?:NOT\s+FOUND|SQLSTATE\s+(?:VALUE\s+)?'\w+'|\w+)(?:\s*,\s*|\s+))+?"
            r"(?=(?:BEGIN|CALL|DELETE|GET|INSERT|ITERATE|LEAVE|RESIGNAL|ROLLBACK|SELECT|SET|SIGNAL|UPDATE)\b)"
        ),
        _handler,
    ),
    (r"FOR\s+(?P<name>\w+)\s+AS\s+(?P<query>(?:SELECT|WITH|FROM|TABLE|VALUES)\b.*)\bDO\Z", _loop),
    (r"FOR\s+(?P<name>\w+)\s+IN\s*(?P<query>\(.*\))\s*DO\Z", _loop),
    (
        (
            r"(?:DECLARE|LET)\s+(?P<name>\w+)(?:\s+(?!CURSOR\b|TABLE\b|RESULTSET\b)\w+(?:\s*\([^)]*\))?)?"
            r"\s*(?:(?:DEFAULT|:=|=)\s*(?P<value>.+))?\Z"
        ),
        _declared,
    ),
    (
        (
            rf"CREATE\s+(?:OR\s+REPLACE\s+)?STREAM\s+(?:IF\s+NOT\s+EXISTS\s+)?(?P<name>{NAME})\s+ON\s+(?:TABLE|VIEW)\s+"
            rf"(?P<table>{NAME})"
        ),
        _stream,
    ),
    (rf"TABLE\s+(?P<table>{NAME})\Z", _whole_table),
    (TRIGGER, follow),
    (r"GRANT\b.*\bTO\s+SHARE\b", _shared),
    (r"ALTER\s+(?:DATA)?SHARE\b.*\bADD\b", _shared),
    (r"PREPARE\s+(?P<name>\w+)\s*(?:\([^)]*\)\s*)?(?:AS|FROM)\s+(?P<body>.+)", prepare),
    (
        r"(?:DECLARE|SET)\s+(?P<name>\S+)(?:\s*=)?(?:\s+(?:NO|INSENSITIVE|SCROLL|BINARY|ASENSITIVE))*\s+CURSOR\b.*?\bFOR\s+(?=SELECT\b|WITH\b)",
        _cursor,
    ),
    (
        (
            r"FETCH\s+(?:(?:NEXT|PRIOR|FIRST|LAST|ALL|\d+|(?:FORWARD|BACKWARD)(?:\s+(?:ALL|\d+))?|(?:ABSOLUTE|RELATIVE)\s+\S+)\s+)?(?:(?:FROM|IN)\s+)?(?:GLOBAL\s+)?"
            r"(?P<name>@?\w+)(?:\s+(?:BULK\s+COLLECT\s+)?INTO\s+(?P<names>[@:]?\w+(?:\s*,\s*[@:]?\w+)*))?\s*\Z"
        ),
        _fetch,
    ),
    (
        (
            r"UNLOAD\s*\(\s*(?:'(?P<quoted>(?:[^'\\]|''|\\.)*)'|(?P<dollar>\$\w*\$)?(?P<plain>.*?)(?(dollar)(?P=dollar)))\s*\)"
            rf"\s*TO\s+{PLACE}"
        ),
        unload,
    ),
    (
        rf"(?:SELECT|WITH)\b.*?(?P<clause>\bINTO\s+(?:OUTFILE|DUMPFILE)\s+(?:S3\s+)?{PLACE}(?P<form>(?:\s+(?:FIELDS|LINES|COLUMNS|CHARACTER\s+SET|FORMAT|COMPRESSION|TRUNCATE|APPEND)\b(?:(?!\bFROM\b).)*)?))",
        outfile,
    ),
    (
        rf"LOAD\s+DATA\b(?!\s+(?:INTO|OVERWRITE)\b).*?\bINFILE\s+{PLACE}.*?\bINTO\s+TABLE\s+(?P<table>{NAME})",
        load,
    ),
    (rf"BULK\s+INSERT\s+(?P<table>{NAME})\s+FROM\s+{PLACE}", load),
    (r"PUT\s+'?(?P<source>file://[^\s']+)'?\s+(?P<target>@\S+)", transfer),
    (r"GET\s+(?P<source>@\S+)\s+'?(?P<target>file://[^\s']+)'?", transfer),
    (rf"EXPORT\s+TABLE\s+(?P<table>{NAME})\s+TO\s+{PLACE}", export_table),
    (rf"VACUUM(?:\s+\w+)?\s+INTO\s+{PLACE}", export_all),
    (rf"EXPORT\s+DATABASE\s+(?:\S+\s+TO\s+)?{PLACE}", export_all),
    (r"RENAME\s+TABLES?\s+(?P<pairs>.+)", renames),
    (rf"EXCHANGE\s+TABLES\s+(?P<first>{NAME})\s+AND\s+(?P<second>{NAME})", exchange),
    (rf"ALTER\s+TABLE\s+(?:IF\s+EXISTS\s+)?(?P<table>{NAME})\s+SET\s+SCHEMA\s+(?P<schema>{NAME})", set_schema),
    (rf"SET\s+(?:(?:LOCAL|SESSION)\s+)?{_SEARCHED}", _search_path),
    (rf"ALTER\s+SESSION\s+SET\s+{_SEARCHED}", _search_path),
    (rf"ALTER\s+TABLE\s+(?P<into>{NAME})\s+APPEND\s+FROM\s+(?P<from>{NAME})", moved_rows),
    (rf"ALTER\s+TABLE\s+(?P<from>{NAME})\s+SWITCH\b.*?\bTO\s+(?P<into>{NAME})", moved_rows),
    (rf"INSERT\s+(?:INTO\s+)?{NAME}\s*(?:\([^)]*\)\s*)?(?P<call>EXEC(?:UTE)?)\b", insert_exec),
    (r"REPLACE\s+TABLE\b", replace_table),
    (
        rf"CREATE\s+FOREIGN\s+TABLE\s+(?:IF\s+NOT\s+EXISTS\s+)?(?P<table>{NAME})\s*(?P<columns>\(.*?\))\s*SERVER\s+(?P<server>{NAME})",
        foreign_table,
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


def _by_word(rules: Rules) -> dict[str, Rules]:
    found: dict[str, Rules] = {}
    for pattern, perform in rules:
        for word in _leading(pattern) or [""]:
            found[word] = (*found.get(word, ()), (pattern, perform))
    return found


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    """A rule's pattern; most of the rules are of other dialects, so each is compiled when it is first tried."""
    return re.compile(pattern, _FLAGS)


_BY_WORD = _by_word(_COMMANDS)
_OF_DIALECT = {
    dialect: _by_word(rules)
    for dialect, rules in (
        ("", POSTGRES),
        ("mysql", MYSQL),
        ("postgres", POSTGRES),
        ("redshift", (*POSTGRES, *REDSHIFT, *LAKE)),
        ("tsql", TSQL),
        ("fabric", TSQL),
        ("clickhouse", CLICKHOUSE),
        ("oracle", ORACLE),
        ("snowflake", (*SNOWFLAKE, *SCRIPTING)),
        ("bigquery", BIGQUERY),
        *((name, (*LAKE, *DELTA)) for name in ("spark", "spark2", "databricks", "hive", "trino", "presto", "athena")),
    )
}
