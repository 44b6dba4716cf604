"""T-SQL writes statements one after another without semicolons: where one begins is told by its words."""

from __future__ import annotations

__all__ = ["Batch"]

_VERBS = frozenset({"SELECT", "INSERT", "UPDATE", "DELETE", "MERGE"})
_STARTERS = _VERBS | frozenset(
    "ALTER BULK CLOSE COMMIT CREATE DEALLOCATE DECLARE DENY DROP EXEC EXECUTE FETCH GRANT IF OPEN PRINT RAISERROR "
    "RETURN REVOKE ROLLBACK SET THROW TRUNCATE USE WAITFOR WHILE WITH".split()
)
_CONTINUES = frozenset(
    "ADD AFTER ALL AND AS BY EXCEPT EXISTS FOR FROM IN INSTEAD INTERSECT INTO NOT ON OR OUTPUT THEN TO "
    "UNION WHEN".split()
)
"""Words after which a statement is not over."""
_HEADS = frozenset({"IF", "WHILE", "ELSE", "END"})
_ENDS_ITSELF = {"ON": ("SET",), "OUTPUT": ("EXEC", "EXECUTE")}
"""Words that end a statement of one kind, although those of other kinds go on after them."""
_ANYWHERE = frozenset(
    "ALTER COMMIT CREATE DECLARE DELETE DROP EXEC EXECUTE IF INSERT PRINT RAISERROR RETURN ROLLBACK SELECT SET THROW "
    "TRUNCATE UPDATE WHILE".split()
)
"""Words that begin a statement also within a line: none of them may be a name without quotes."""
_PLAIN = frozenset("DECLARE DELETE DROP EXEC EXECUTE INSERT PRINT SELECT SET TRUNCATE UPDATE USE WITH".split())
"""First words of statements that another one may follow on the same line."""


class Batch:
    """What has been seen of the current statement of a batch, outside parentheses."""

    def __init__(self) -> None:
        self.first = ""
        self.seen: set[str] = set()
        self.cases = 0

    def starts(self, word: str, previous: str, following: str, *, on_new_line: bool) -> bool:
        """Whether a word outside parentheses begins a new statement.

        Args:
            word: the word, in upper case.
            previous: the word or sign before it.
            following: the text after it, without leading space.
            on_new_line: whether it is the first word of its line.
        """
        if word in ("BEGIN", "ELSE", "END") and not self.cases:
            return bool(self.first)
        if word not in _STARTERS or not self.first or previous in (",", "=", "(", "."):
            return False
        if previous in _CONTINUES and self.first not in _ENDS_ITSELF.get(previous, ()):
            return False
        if self.first in _HEADS:
            return True
        if word == "WITH" and following.startswith("("):
            return False
        if not on_new_line and (word not in _ANYWHERE or not self._is_plain(word)):
            return False
        return not self._continues(word, following)

    def _is_plain(self, word: str) -> bool:
        """Whether another statement may follow this one on the same line."""
        if self.first == "CREATE":
            return "TABLE" in self.seen and not self.seen & {"AS", "EXTERNAL"}
        return self.first in _PLAIN and not (word == "IF" and self.first == "DROP")

    def _continues(self, word: str, following: str) -> bool:
        """Whether a starting word belongs to the statement begun before it."""
        verb = self.first if self.first != "WITH" else next((found for found in _VERBS if found in self.seen), "WITH")
        filled = bool(self.seen & {"SELECT", "VALUES", "EXEC", "EXECUTE", "DEFAULT"})
        if verb == "WITH":
            return word in _VERBS
        if verb == "INSERT" and word in ("SELECT", "EXEC", "EXECUTE"):
            return not filled
        if word == "SET":
            return verb in ("UPDATE", "MERGE") and "SET" not in self.seen
        if verb == "ALTER" and word in ("ALTER", "DROP", "SET"):
            return following[:10].upper().startswith(("COLUMN", "CONSTRAINT", "PERIOD", "("))
        return verb == "CREATE" and word == "WITH"

    def take(self, word: str) -> None:
        """Note a word of the current statement."""
        if not self.first:
            self.first = word
        self.seen.add(word)
        if word == "CASE":
            self.cases += 1
        elif word == "END" and self.cases:
            self.cases -= 1
