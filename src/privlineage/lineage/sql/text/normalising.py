"""A script with the literals left out that cannot change its plan: yesterday's statement with today's date is the same.

Only literals in places known to be harmless go: in conditions, in VALUES, in assignments of an UPDATE, and plain dates
or texts named in a select list. All others stay (a target of COPY, a JSON path, a pivot's value, an argument, a
position in GROUP BY), for a plan may depend on them; the text that stays is only ever hashed (`cache_key`).
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from privlineage.lineage.sql.text.closing import never_ends
from privlineage.lineage.sql.text.dialects import Traits, traits
from privlineage.lineage.sql.text.executed import as_executed
from privlineage.lineage.sql.text.function_names import QUERYING

__all__ = ["normalised"]

_CONDITIONS = frozenset({"WHERE", "ON", "HAVING", "QUALIFY", "WHEN", "PREWHERE"})
_OTHERS = frozenset(
    "COPY CREATE DELETE ELSE EXCEPT EXECUTE EXPORT FROM GROUP INSERT INTERSECT INTO JOIN LIMIT MERGE OPTIONS ORDER "
    "RETURNING SELECT SET THEN UNION UNLOAD UPDATE USING VALUES WINDOW WITH".split()
)
_PLAIN_STATEMENTS = frozenset({"SELECT", "INSERT", "WITH", "CREATE", "UPDATE", "DELETE", "MERGE", "REPLACE"})
_KEEPING = (
    *"PIVOT UNPIVOT IDENTIFIER OPENROWSET OPENQUERY EXTERNAL_QUERY EXEC EXECUTE CALL TEMPLATE OUTFILE COLUMNS".split(),
    *"CURRENT_SETTING GETVARIABLE SET_CONFIG".split(),
    *(name.upper() for name in sorted(QUERYING)),
)
"""Words of which a literal in any place may be a part: a name, a pattern of names, a query."""
_KEEPS_ALL = re.compile(rf"\b(?:{'|'.join(_KEEPING)})\b", re.IGNORECASE)
_GOVERNING = _CONDITIONS | _OTHERS
_NO_CALL = _GOVERNING | {"ALL", "AND", "ANY", "AS", "BY", "EXISTS", "IN", "NOT", "OR", "OVER", "PARTITION", "SOME"}
_PLAIN = r"[^\w\s'\"`();/\-#$\[]"
"""What begins no name, text, comment or bracket."""
_PATH = re.compile(r"://|^.?[\"'](?:\$|@|/)")
_ACCESS_BEFORE = re.compile(r"(?:->>?|#>>?)\s*\Z")
_DATE_BEFORE = re.compile(r"(?:\bSELECT|,|\bDATE|\bTIMESTAMP|\bCAST\s*\()\s*\Z", re.IGNORECASE)
_NAMED_AFTER = re.compile(r"\s*\)?\s*(?:::\s*\w+\s+)?AS\s+\w", re.IGNORECASE)


@cache
def _pattern(dialect: Traits) -> re.Pattern[str]:
    escaped = r"[^'\\]++|''|\\." if dialect.backslashes else r"[^']++|''"
    strings = [rf"[eErRbB]?'(?:{escaped})*+'"]
    names = [r"`[^`]*`"]
    if dialect.triple_quotes:
        strings[:0] = [r"'''.*?'''", r'""".*?"""']
    (strings if dialect.double_quoted_strings else names).append(r'"(?:[^"\\]++|""|\\.)*+"')
    if dialect.brackets:
        names.append(r"\[[^\]]*\]")
    if dialect.dollar_quotes:
        names.append(r"\$(?P<tag>\w*)\$.*?\$(?P=tag)\$")
    comments = [r"--[^\n]*", r"/\*.*?\*/"]
    if dialect.hash_comments:
        comments.append(r"#(?![>\-])[^\n]*")
    # Every piece of the text matches something at once: searching for the few that matter would cost far more.
    groups = {
        "string": "|".join(strings),
        # With the operators, line ends and single spaces behind it: that halves the pieces.
        "word": rf"(?P<bare>[^\W\d][\w$.]*+)(?:{_PLAIN}++|\n| (?=\S))*+",
        "space": r"[ \t]++|\n",
        "number": r"\d[\w.]*+",
        "open": r"\(",
        "close": r"\)",
        "end": ";",
        "comment": "|".join(comments),
        "name": "|".join(names),
        "other": rf"{_PLAIN}++|.",
    }
    return re.compile("|".join(f"(?P<{name}>{body})" for name, body in groups.items()), re.DOTALL)


@lru_cache(maxsize=1024)
def normalised(text: str, dialect: str | None, listed: frozenset[str] = frozenset()) -> str:
    """The script as far as its plan may depend on it.

    Args:
        text: the script.
        dialect: how it is written.
        listed: functions, in lower case, whose literal arguments a declassifier speaks of: they stay in any place.

    >>> normalised("SELECT a FROM t WHERE d = '2026-01-01' -- daily", "postgres")
    'SELECT a FROM t WHERE d = ? '
    """
    style = traits(dialect)
    text = as_executed(text, style)
    if _keeps_all(text) or never_ends(text, style):
        return text
    return _Normaliser(text, style, listed).run()


def _keeps_all(text: str) -> bool:
    """Few scripts have such a word: to look for each by itself is far quicker than to look for any of them."""
    upper = text.upper()
    return any(word in upper for word in _KEEPING) and bool(_KEEPS_ALL.search(text))


_STRUCTURE = frozenset({"open", "close", "end"})
_WRITTEN = frozenset({"string", "number", "comment", "space"})


class _Normaliser:
    """One pass; `clause` is the word that governs the place, `stack` what governed outside each parenthesis."""

    def __init__(self, text: str, dialect: Traits, listed: frozenset[str]) -> None:
        self.text = text
        self.pattern = _pattern(dialect)
        self.listed = listed
        self.stack: list[tuple[str, bool]] = []
        self.clause = ""
        self.call = False
        self.first = ""
        self.keeps = False

    def run(self) -> str:
        text = self.text
        parts: list[str] = []
        done = 0
        self._begin(0)
        for match in self.pattern.finditer(text):
            kind = match.lastgroup
            if kind == "word":
                word = match["bare"].upper()
                if word in _GOVERNING:
                    self.clause = word
            elif kind in _STRUCTURE:
                self._structure(kind, match)
            elif kind in _WRITTEN:
                piece = match.group()
                other = self._written(kind, piece, match)
                if other != piece:
                    parts += (text[done : match.start()], other)
                    done = match.end()
        return "".join((*parts, text[done:]))

    def _written(self, kind: str | None, piece: str, match: re.Match[str]) -> str:
        """What stands for a piece that may not stay as it is."""
        if kind == "space":
            return "\n" if piece == "\n" else " "
        if kind == "comment":
            return "\n" * piece.count("\n")
        return "?" if self._is_harmless(kind, piece, *match.span()) else piece

    def _begin(self, position: int) -> None:
        found = re.compile(r"\s*\(*\s*(\w+)").match(self.text, position)
        self.first = found.group(1).upper() if found else ""
        self.clause, self.call, self.stack = "", False, []

    def _structure(self, kind: str | None, match: re.Match[str]) -> None:
        if kind == "open":
            self.stack.append((self.clause, self.call))
            self._enter(match.start())
        elif kind == "close" and self.stack:
            self.clause, self.call = self.stack.pop()
        elif kind == "end" and not self.stack:
            self._begin(match.end())

    def _enter(self, position: int) -> None:
        before = self.text[max(0, position - 60) : position].rstrip()
        start = len(before)
        while start and (before[start - 1].isalnum() or before[start - 1] == "_"):
            start -= 1
        word = before[start:].upper()
        if word == "PARTITION":
            self.clause = "WHERE"
        self.call = bool(word) and word not in _NO_CALL
        if word.lower() in self.listed:
            self.clause, self.call = "LISTED", True

    def _is_harmless(self, kind: str | None, piece: str, start: int, end: int) -> bool:
        """Whether a literal at this place can change nothing in the plan."""
        if self.first not in _PLAIN_STATEMENTS or self.clause == "LISTED":
            return False
        if self.clause in _CONDITIONS:
            return not (_PATH.search(piece) or _ACCESS_BEFORE.search(self.text[max(0, start - 8) : start]))
        if kind == "number" or self.call:
            return self.clause == "VALUES" and not self.call
        if self.clause == "VALUES" or (self.clause == "SET" and self.first in ("UPDATE", "MERGE")):
            return True
        window = self.text[max(0, start - 40) : start]
        return self.clause == "SELECT" and bool(
            _DATE_BEFORE.search(window) and _NAMED_AFTER.match(self.text, end) and not window.rstrip().endswith("$")
        )
