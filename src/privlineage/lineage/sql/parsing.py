"""One statement to one syntax tree, with every function call kept as it was written.

sqlglot turns `IFNULL(a, b)` into COALESCE, drops or reorders arguments of functions it knows, and forgets how they
were spelled. A declassifier is matched by the statement's own name, argument position and literals, so the tokens of
function names get a mark that no dialect knows: such calls stay anonymous, with name and arguments as written. Only
calls whose arguments have a syntax of their own (`CAST(a AS t)`, `EXTRACT(x FROM a)`) are left to sqlglot.
"""

from __future__ import annotations

import logging
import re
import threading
from contextlib import nullcontext
from functools import cache

from sqlglot import exp
from sqlglot.dialects.dialect import Dialect
from sqlglot.errors import ParseError, SqlglotError
from sqlglot.tokenizer_core import Token, TokenType

from privlineage.lineage.sql.pipes import every_pipe
from privlineage.lineage.sql.text.dialects import Traits

__all__ = ["MARK", "ParseFailure", "name_of", "parse", "plain"]

MARK = "\ue000"
"""The mark before a function name; a private-use character, which no SQL text means anything by."""

MAX_TOKENS = 250_000
"""Words and signs of one statement that are parsed; their tree takes about two kilobytes each."""

MAX_OPEN_JOINS = 14
"""Joins in a row that wait for their ON: the parser tries each of them in two ways, so its time doubles with each."""

_OWN_SYNTAX = frozenset(
    "AND ARRAY CAST CHAR COLUMNS CONVERT DIRECTORY FEATURES_AT_TIME FORECAST GAP_FILL IDENTIFIER "
    "JSON_EXISTS JSON_TABLE LIST MAP MATCH MERGE OPENJSON OR PREDICT SAFE_CAST SEMANTIC_VIEW STRUCT TABLE TRY_CAST "
    "TRY_CONVERT TUPLE UNNEST VALUES VECTOR_SEARCH VIEW XMLTABLE XOR".split()
)
"""Names whose parentheses sqlglot must read itself."""

_CALLABLE = frozenset({TokenType.IDENTIFIER, TokenType.VAR})
_WITHOUT_CONDITION = frozenset({TokenType.CROSS, TokenType.NATURAL, TokenType.ASOF, TokenType.ARRAY})
"""Words before JOIN of joins that wait for no ON."""

_JOIN_WORDS = _WITHOUT_CONDITION | {
    *(TokenType.LEFT, TokenType.RIGHT, TokenType.FULL, TokenType.INNER, TokenType.OUTER, TokenType.SEMI, TokenType.ANTI)
}

_AFTER_JOINS = frozenset(
    {
        *(TokenType.SELECT, TokenType.FROM, TokenType.WHERE, TokenType.GROUP_BY, TokenType.HAVING, TokenType.QUALIFY),
        *(TokenType.ORDER_BY, TokenType.LIMIT, TokenType.UNION, TokenType.EXCEPT, TokenType.INTERSECT, TokenType.SET),
    }
)
"""Words that no join goes across."""

_PLAIN_WORDS = frozenset({TokenType.FIRST, TokenType.FORMAT, TokenType.LEFT, TokenType.RIGHT, TokenType.WINDOW})
"""Key words that before a parenthesis are plain functions."""

_INNER_KEYWORDS = frozenset(
    "FROM USING SEPARATOR PLACING FOR AS KEY VALUE RETURNING ABSENT NAME PASSING TO ON IN WITH WITHOUT".split()
)
"""Words that, right inside a call's parentheses, mean that its arguments have a syntax of their own."""

_SCRIPT_WORDS = frozenset({"USING", "ROW", "RECORDWRITER"})
"""Words after the arguments of Hive's TRANSFORM that make a call of a script of it."""


class ParseFailure(Exception):
    """A statement sqlglot cannot read.

    Args:
        detail: what is wrong, without quoting the statement.
        line: 1-based line within the statement.
        column: 1-based column.
        code: `syntax`, or `unsupported` where the statement may be right and the parser is not up to it.
    """

    def __init__(self, detail: str, line: int = 1, column: int = 1, code: str = "syntax") -> None:
        super().__init__(detail)
        self.detail = detail
        self.line = line
        self.column = column
        self.code = code


class _Silence(logging.Filter):
    """Keeps sqlglot's warnings out of the logs while this thread parses: they quote the statement and its literals."""

    def __init__(self) -> None:
        super().__init__()
        self.state = threading.local()

    def filter(self, record: logging.LogRecord) -> bool:  # noqa: ARG002  # the interface of logging
        return not getattr(self.state, "parsing", False)


@cache
def _silence() -> _Silence:
    silence = _Silence()
    logging.getLogger("sqlglot").addFilter(silence)
    return silence


def plain(text: str) -> str:
    """A name without the mark."""
    return text.replace(MARK, "") if MARK in text else text


def name_of(node: object) -> str:
    """The name of an identifier, a variable or a plain string, as written and without quotes.

    >>> name_of(exp.to_identifier("a b", quoted=True))
    'a b'
    """
    if isinstance(node, exp.Expr):
        return plain(node.name)
    return plain(node) if isinstance(node, str) else ""


@cache
def _known_functions(dialect: type[Dialect]) -> tuple[frozenset[str], frozenset[str]]:
    parser = dialect.parser_class
    return frozenset(parser.FUNCTIONS), frozenset(parser.FUNCTION_PARSERS)


def _check_budget(tokens: list[Token], text: str) -> None:
    if len(tokens) > MAX_TOKENS:
        raise ParseFailure("the statement has more words than the resolver's budget allows", code="unsupported")
    if text.upper().count("JOIN") > MAX_OPEN_JOINS:
        _check_joins(tokens)


def _check_joins(tokens: list[Token]) -> None:
    outside: list[int] = []
    waiting = 0
    for index, token in enumerate(tokens):
        kind = token.token_type
        if kind is TokenType.L_PAREN:
            outside.append(waiting)
            waiting = 0
        elif kind is TokenType.R_PAREN:
            waiting = outside.pop() if outside else 0
        elif kind in _AFTER_JOINS:
            waiting = 0
        elif kind in (TokenType.ON, TokenType.USING):
            waiting = max(0, waiting - 1)
        elif kind in (TokenType.JOIN, TokenType.STRAIGHT_JOIN):
            waiting += _waits(tokens, index)
            if waiting > MAX_OPEN_JOINS:
                raise ParseFailure("more joins without a condition than the budget allows", code="unsupported")


def _waits(tokens: list[Token], join: int) -> bool:
    """Whether the join that this word belongs to waits for a condition."""
    before = join - 1
    while before >= 0 and tokens[before].token_type in _JOIN_WORDS:
        if tokens[before].token_type in _WITHOUT_CONDITION:
            return False
        before -= 1
    return True


def _mark_calls(tokens: list[Token], dialect: Dialect) -> None:
    functions, special = _known_functions(type(dialect))
    for index in range(len(tokens) - 1):
        token = tokens[index]
        called = tokens[index + 1].token_type is TokenType.L_PAREN
        if called and index and token.token_type in _PLAIN_WORDS:
            token.token_type = TokenType.FIRST if tokens[index - 1].token_type is TokenType.FETCH else TokenType.VAR
        if token.token_type not in _CALLABLE or not called:
            continue
        name = token.text.upper()
        if name in _OWN_SYNTAX or not (name in functions or name in special):
            continue
        if (name in special or name == "TRANSFORM") and not _plain_arguments(tokens, index + 1):
            continue
        token.text = MARK + token.text


def _plain_arguments(tokens: list[Token], opening: int) -> bool:
    """Whether a call's arguments are ordinary expressions, and it is not followed by a second pair of parentheses."""
    depth = 0
    for index in range(opening, len(tokens)):
        token = tokens[index]
        kind = token.token_type
        if kind in (TokenType.L_PAREN, TokenType.L_BRACKET):
            depth += 1
        elif kind in (TokenType.R_PAREN, TokenType.R_BRACKET):
            depth -= 1
            if depth == 0:
                following = tokens[index + 1] if index + 1 < len(tokens) else None
                # Of what follows a call, a script's name is part of it: `TRANSFORM (a) USING 'x'`.
                return following is None or not (
                    following.token_type is TokenType.L_PAREN
                    or (following.text.upper() in _SCRIPT_WORDS and tokens[opening - 1].text.upper() == "TRANSFORM")
                )
        elif depth == 1 and (
            kind is TokenType.COLON or (kind is not TokenType.STRING and token.text.upper() in _INNER_KEYWORDS)
        ):
            return False
    return True


def parse(text: str, dialect: Traits) -> exp.Expr:
    """The syntax tree of one statement; function names carry `MARK` where sqlglot would have rewritten the call.

    Raises:
        ParseFailure: when the statement cannot be read.
    """
    try:
        engine = Dialect.get_or_raise(dialect.name)
    except ValueError:
        engine = Dialect.get_or_raise("")
    silence = _silence()
    silence.state.parsing = True
    try:
        tokens = engine.tokenize(text)
        _check_budget(tokens, text)
        _mark_calls(tokens, engine)
        with every_pipe(engine) if "|>" in text else nullcontext():
            trees = [tree for tree in engine.parser().parse(tokens, text) if tree is not None]
    except ParseFailure:
        raise
    except ParseError as error:
        raise _failure(error) from None
    except RecursionError:
        raise ParseFailure("the statement is nested too deeply", code="unsupported") from None
    except SqlglotError:
        raise ParseFailure("the statement cannot be split into words") from None
    except Exception as error:  # noqa: BLE001  # a parser bug on odd input must not end the resolver
        raise ParseFailure(f"the parser gave up with {type(error).__name__}", code="unsupported") from None
    finally:
        silence.state.parsing = False
    if len(trees) != 1:
        raise ParseFailure("one statement was expected")
    return trees[0]


def _failure(error: ParseError) -> ParseFailure:
    first = error.errors[0] if error.errors else {}
    line = first.get("line") or 1
    column = first.get("col") or 1
    length = len(first.get("highlight") or "x")
    # Some descriptions go on with the token that was met instead, which may be a value.
    told = re.sub(
        r"(?:,? but)? (?:got|found) .*|\s*<Token.*|(?<=literal):.*",
        "",
        str(first.get("description") or ""),
        flags=re.DOTALL,
    )
    detail = told.strip().rstrip(".") or "the statement cannot be read"
    return ParseFailure(detail[:1].lower() + detail[1:], line, max(1, column - length + 1))
