"""A file of SQL cut into statements, whatever it holds: quotes, comments, dollar quotes, blocks, unclosed quotes."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Generator, Iterator
from dataclasses import dataclass

from privlineage.lineage.sql.text.batches import Batch
from privlineage.lineage.sql.text.dialects import Traits
from privlineage.lineage.sql.text.lexing import Lexeme, matches, scan

__all__ = ["Piece", "Places", "split"]

_ROUTINES = frozenset({"PROCEDURE", "PROC", "FUNCTION", "TRIGGER", "PACKAGE", "EVENT", "TASK"})
_TRANSACTIONAL = frozenset({"TRANSACTION", "TRAN", "WORK", "DEFERRED", "IMMEDIATE", "EXCLUSIVE", "ISOLATION", "READ"})
_COMPOUND_ENDS = frozenset({"IF", "LOOP", "WHILE", "REPEAT", "FOR"})
_FIRST_WORD = re.compile(r"\s*([A-Za-z]\w*)")
_NEXT_WORD = re.compile(r"(?:\s|--[^\n]*|/\*.*?\*/|<<\s*\w+\s*>>)*+(\w+)", re.DOTALL)
_FIRST_OF_BRANCH = re.compile(
    r"\s*(?:ALTER|BEGIN|BREAK|CALL|COMMIT|CONTINUE|COPY|CREATE|DECLARE|DELETE|DROP|EXECUTE|FOR|IF|INSERT|LEAVE|LET|LOOP|"
    r"MERGE|RAISE|RETURN|ROLLBACK|SELECT|SET|TRUNCATE|UPDATE|WHILE|WITH)\b",
    re.IGNORECASE,
)
_BATCH_SIGNS = {"tsql": "GO", "fabric": "GO", "oracle": "/"}
_BATCH_MARK = re.compile(r"(?:GO\b\s*\d*|/)\s*;?\s*(?:--.*)?", re.IGNORECASE)
_SLASH = re.compile(r"^[ \t]*/[ \t\r]*$", re.MULTILINE)
_LINE_END = re.compile(r";[ \t]*(?:\n|\Z)")
MAX_BROKEN = 200
"""Statements with a quote or comment nothing closes after which a script goes on."""
_HEADS = {
    "IF": "THEN",
    "ELSEIF": "THEN",
    "ELSIF": "THEN",
    "CASE": "THEN",
    "WHEN": "THEN",
    "EXCEPTION": "THEN",
    "WHILE": "DO",
    "FOR": "DO",
    "FOREACH": "LOOP",
    "ELSE": "ELSE",
    "BEGIN": "BEGIN",
    "LOOP": "LOOP",
    "REPEAT": "REPEAT",
}
"""Words that open a control block of a script, and the word after which its first statement begins."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One statement as it stands in the file.

    Attributes:
        text: its text, from its first word, without the closing semicolon.
        start: index of its first character in the file.
        open_at: index in the file of a quote or comment that nothing closes, or -1.
        conditional: whether it stands in a branch or a loop of the script, and may not run.
    """

    text: str
    start: int
    open_at: int = -1
    conditional: bool = False


class Places:
    r"""Lines and columns of a file, both from 1.

    >>> Places("a\nbc").of(3)
    (2, 2)
    """

    def __init__(self, text: str) -> None:
        self._starts = [0, *(match.end() for match in re.finditer("\n", text))]

    def of(self, index: int) -> tuple[int, int]:
        """Line and column of a character."""
        line = bisect_right(self._starts, index)
        return line, index - self._starts[line - 1] + 1


def split(text: str, dialect: Traits) -> list[Piece]:
    r"""The statements of a file, in order; what holds only space and comments is none.

    A routine's body (CREATE FUNCTION … BEGIN … END) stays one statement. The statements inside a script's own blocks
    (BEGIN … END, IF … THEN … END IF) are cut out of them: which of them run is not known, so all of them count.

    >>> from privlineage.lineage.sql.text.dialects import traits
    >>> [piece.text for piece in split("SELECT ';' -- a; b\n; SELECT 2", traits("postgres"))]
    ["SELECT ';'", 'SELECT 2']
    """
    body = text.rstrip().removesuffix(";").rstrip()
    if _is_single(body, dialect):
        start = len(body) - len(body.lstrip())
        return [Piece(body[start:], start)]
    return list(_Cutter(text, dialect).cut())


def _is_single(text: str, dialect: Traits) -> bool:
    """Whether the text is plainly one statement and nothing else, as most are: found out without keeping the pieces."""
    first = _FIRST_WORD.match(text)
    if dialect.name in _BATCH_SIGNS or first is None or first.group(1).upper() in _HEADS:
        return False
    last = ""
    for match in matches(text, dialect):
        kind = match.lastgroup
        if kind in ("semicolon", "open"):
            return False
        if kind != "space":
            last = kind or ""
    return last != "comment"


class _Cutter:
    """One pass over the lexemes of a file."""

    def __init__(self, text: str, dialect: Traits) -> None:
        self.text = text
        self.dialect = dialect
        self.blocks_around: list[bool] = []
        self.next_conditional = False
        self.resume = 0
        self.on_new_line = True
        self.slashes = [match.start() for match in _SLASH.finditer(text)] if dialect.name == "oracle" else []
        self._begin()

    def _begin(self) -> None:
        self.first: Lexeme | None = None
        self.last_end = 0
        self.words: list[str] = []
        self.depth = 0
        self.blocks = 0
        self.declaring = False
        self.is_block = False
        self.previous = ""
        self.batch = Batch()

    def cut(self) -> Iterator[Piece]:
        """Every statement; behind a broken one it goes on, but not any number of times."""
        start = 0
        for _ in range(MAX_BROKEN):
            start = yield from self._cut_from(start)
            if start < 0:
                return
        if self.text[start:].strip():
            yield Piece(self.text[start:].rstrip(), start, start)

    def _cut_from(self, start: int) -> Generator[Piece, None, int]:
        """The statements from an index on; where it goes on after a quote nothing closes, else -1."""
        for lexeme in scan(self.text, self.dialect, start):
            if lexeme.kind in ("space", "comment"):
                self.on_new_line = self.on_new_line or "\n" in lexeme.text
                continue
            if lexeme.start < self.resume or self._is_block_kind(lexeme):
                continue
            if lexeme.kind == "open":
                resume: int = yield from self._recover(lexeme)
                return resume
            if (lexeme.kind == "semicolon" and self._splits_here(lexeme)) or self._is_batch_mark(lexeme):
                yield from self._finish()
                continue
            if self.dialect.bare_batches and self._starts_here(lexeme):
                yield from self._finish()
            self._take(lexeme)
            if self._control_ends(lexeme):
                if self.words[0] in ("FOR", "FOREACH") and self.first is not None:
                    # The head of a FOR loop binds rows of a query to a name: the statements inside read it.
                    yield Piece(self.text[self.first.start : lexeme.end], self.first.start)
                self._enter(self.words[0])
                self._begin()
        yield from self._finish()
        return -1

    def _enter(self, head: str) -> None:
        """Note the block whose head has just ended: what is inside a branch or a loop may not run."""
        if head == "BEGIN":
            self.blocks_around.append(self.next_conditional)
            self.next_conditional = False
        elif head in ("EXCEPTION", "WHEN") and self.blocks_around:
            self.blocks_around[-1] = True
        elif head == "ELSE" and self.dialect.bare_batches:
            self.next_conditional = True
        elif head in ("CASE", "DECLARE", "IF", "WHILE", "FOR", "FOREACH", "LOOP", "REPEAT"):
            self.blocks_around.append(True)

    def _take(self, lexeme: Lexeme) -> None:
        if self.first is None:
            self.first = lexeme
        self.on_new_line = False
        self.last_end = lexeme.end
        if lexeme.kind == "word":
            word = lexeme.text.upper()
            self._count(word, lexeme)
            if not self.depth:
                self.batch.take(word)
            if len(self.words) < 12:
                self.words.append(word)
            self.previous = word
        else:
            self.depth += (lexeme.text == "(") - (lexeme.text == ")")
            self.previous = lexeme.text

    def _count(self, word: str, lexeme: Lexeme) -> None:
        """Keep the number of open BEGIN and CASE blocks of a routine's body."""
        if not self._is_routine():
            return
        self._begin_body(word)
        if word in ("BEGIN", "CASE") and self.previous != "END":
            self.blocks += not self._begins_transaction(word, lexeme)
        elif word == "END" and self.blocks:
            following = self.text[lexeme.end : lexeme.end + 12].split(None, 1)
            if not following or following[0].rstrip(";").upper() not in _COMPOUND_ENDS:
                self.blocks -= 1

    def _begin_body(self, word: str) -> None:
        """Note whether the body is one block, and whether declarations stand before it."""
        if self.declaring:
            self.declaring = word != "BEGIN"
        elif self.previous in ("AS", "IS") and self.words[0] != "WITH" and not self.depth and not self.blocks:
            self.is_block = word == "BEGIN"
            own = self.dialect.name == "oracle" and word != "LANGUAGE" and not {"PACKAGE", "TYPE"} & set(self.words[:6])
            self.declaring = not self.is_block and (word == "DECLARE" or own)

    def _begins_transaction(self, word: str, lexeme: Lexeme) -> bool:
        following = self.text[lexeme.end : lexeme.end + 20].split(None, 1) if self.dialect.bare_batches else []
        return word == "BEGIN" and bool(following) and following[0].rstrip(";").upper() in ("TRAN", "TRANSACTION")

    def _is_routine(self) -> bool:
        if self.words[:2] == ["WITH", "FUNCTION"]:
            return True
        return bool(self.words) and self.words[0] in ("CREATE", "ALTER") and not _ROUTINES.isdisjoint(self.words[:6])

    def _splits_here(self, lexeme: Lexeme) -> bool:
        if self.slashes and self.slashes[-1] > lexeme.start and self._is_routine():
            return False  # Oracle: the routine ends at its slash
        if self.dialect.bare_batches and not self.is_block and self._is_routine() and "FUNCTION" not in self.words[:6]:
            return False  # T-SQL: a procedure goes on to the end of its batch, unless it is plainly one block
        return not self.blocks and not self.declaring

    def _starts_here(self, lexeme: Lexeme) -> bool:
        """Whether a T-SQL statement begins here although nothing ended the last one."""
        if lexeme.kind != "word" or self.depth or self._is_routine():
            return False
        return self.batch.starts(
            lexeme.text.upper(),
            self.previous,
            self.text[lexeme.end : lexeme.end + 40].lstrip(),
            on_new_line=self.on_new_line,
        )

    def _is_batch_mark(self, lexeme: Lexeme) -> bool:
        """Whether this is T-SQL's GO on a line of its own, with or without a number of times, or Oracle's slash."""
        if not self.on_new_line or lexeme.text.upper() != _BATCH_SIGNS.get(self.dialect.name):
            return False
        end = self.text.find("\n", lexeme.end)
        end = end if end >= 0 else len(self.text)
        if not _BATCH_MARK.fullmatch(self.text, lexeme.start, end):
            return False
        self.resume = end
        return True

    def _is_block_kind(self, lexeme: Lexeme) -> bool:
        """Whether this is the second word of T-SQL's BEGIN TRY or BEGIN CATCH."""
        return self.dialect.bare_batches and self.first is None and lexeme.text.upper() in ("TRY", "CATCH")

    def _control_ends(self, lexeme: Lexeme) -> bool:
        """Whether the head of a control block ends here, so that a statement begins after it."""
        if lexeme.kind != "word" or not self.words or self.depth:
            return False
        head = "BEGIN" if self._is_handler() else _HEADS.get(self.words[0])
        if head is None or lexeme.text.upper() not in (head, "LOOP" if head == "DO" else head):
            return False
        if head == "BEGIN":
            word = _NEXT_WORD.match(self.text, lexeme.end)
            return word is not None and word.group(1).upper() not in _TRANSACTIONAL
        # CASE as an expression begins no statement, and there is none in it.
        return self.words[0] != "CASE" or _FIRST_OF_BRANCH.match(self.text, lexeme.end) is not None

    def _recover(self, lexeme: Lexeme) -> Generator[Piece, None, int]:
        """End the broken statement at the next line that ends in a semicolon, so that the others go on."""
        close = _LINE_END.search(self.text, lexeme.start)
        end = close.start() if close else len(self.text)
        start = self.first.start if self.first else lexeme.start
        yield Piece(self.text[start:end].rstrip(), start, lexeme.start)
        self.blocks_around = []
        self.next_conditional = False
        self._begin()
        return close.end() if close else -1

    def _finish(self) -> Iterator[Piece]:
        first, words = self.first, self.words
        if self._is_bare_control(words):
            if self.blocks_around:
                self.blocks_around.pop()
        elif self._is_bare_head(words):
            self.next_conditional = True
        elif first is not None:
            conditional = self.next_conditional or any(self.blocks_around)
            self.next_conditional = False
            yield Piece(self.text[first.start : self.last_end], first.start, conditional=conditional)
        self._begin()

    def _is_handler(self) -> bool:
        """Whether this is the statement that says what is done on an error, which may be a block."""
        return self.words[0] == "DECLARE" and "HANDLER" in self.words[:3]

    def _is_bare_head(self, words: list[str]) -> bool:
        """Whether this is a T-SQL condition, whose statement follows it."""
        return self.dialect.bare_batches and bool(words) and words[0] in ("IF", "WHILE", "ELSE")

    def _is_bare_control(self, words: list[str]) -> bool:
        return bool(words) and words[0] == "END" and len(words) <= 3 and words[1:2] not in (["TRANSACTION"], ["WORK"])
