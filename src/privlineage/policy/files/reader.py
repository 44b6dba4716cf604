"""Reading typed values out of YAML nodes: every problem is noted with its place, and reading goes on."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable
from enum import StrEnum
from typing import TypeVar

from privlineage.core.errors import Place, PrivlineageError
from privlineage.core.taxonomy import Taxonomy
from privlineage.policy.files.nodes import Mapping, Node, Scalar, Sequence

__all__ = ["Field", "Reader", "nearest", "shown"]

E = TypeVar("E", bound=StrEnum)
T = TypeVar("T")

_KINDS = {"categories": "data category", "uses": "data use", "subjects": "data subject"}
_SHOWN = 80
_RECENT = 20


def nearest(text: str, known: Iterable[str]) -> str:
    """The known name nearest to a wrong one, or an empty string."""
    close = difflib.get_close_matches(text[:_SHOWN], list(known), n=1, cutoff=0.6)
    return close[0] if close else ""


def shown(text: str) -> str:
    """User input as a message quotes it: short, on one line."""
    clean = re.sub(r"\s+", " ", text)
    return clean if len(clean) <= _SHOWN else f"{clean[:_SHOWN]}…"


class Field:
    """A value with the place of its key."""

    __slots__ = ("key", "name", "value")

    def __init__(self, key: Scalar, value: Node) -> None:
        self.key = key
        self.name = key.text
        self.value = value


class Reader:
    """Collects problems while files are read.

    Attributes:
        errors: what makes the bundle invalid.
        warnings: what is suspicious.
        taxonomy: the keys categories, uses and subjects are looked up in.
        owners: what stands as `owner`, to be compared with the teams.
        approvers: what stands as an approver, likewise.
    """

    def __init__(self, taxonomy: Taxonomy) -> None:
        self.errors: list[PrivlineageError] = []
        self.warnings: list[PrivlineageError] = []
        self.taxonomy = taxonomy
        self.owners: list[Scalar] = []
        self.approvers: list[Scalar] = []

    def error(self, code: str, place: Place, message: str, hint: str = "") -> None:
        """Note an error, once however often the value is read."""
        if not any((known.place, known.message) == (place, message) for known in self.errors[-_RECENT:]):
            self.errors.append(PrivlineageError(code, message, hint=hint, place=place))

    def warn(self, code: str, place: Place, message: str, hint: str = "") -> None:
        """Note a warning."""
        self.warnings.append(PrivlineageError(code, message, hint=hint, place=place))

    def attempt(self, place: Place, read: Callable[[], T]) -> T | None:
        """What `read` returns, or None after noting the error it raised at `place`."""
        try:
            return read()
        except PrivlineageError as error:
            self.error(error.code, place, error.message, error.hint)
            return None

    def fields(self, node: Node, what: str) -> list[Field]:
        """The keys of a mapping; a blank value has none, of a key that stands twice the first value holds."""
        if isinstance(node, Scalar) and node.blank:
            return []
        if not isinstance(node, Mapping):
            self.error("PL103", node.place, f"{what} is not a mapping of keys to values", "write `key: value` lines")
            return []
        found: dict[str, Field] = {}
        for entry in node.entries:
            first = found.setdefault(entry.key.text, Field(entry.key, entry.value))
            if first.key is not entry.key:
                self.error(
                    "PL105",
                    entry.key.place,
                    f"the key `{shown(entry.key.text)}` stands twice in {what}",
                    f"it is first at {first.key.place}: keep one",
                )
        return list(found.values())

    def record(self, node: Node, what: str, known: Iterable[str], required: Iterable[str] = ()) -> dict[str, Field]:
        """The keys of a mapping of a fixed form: unknown and missing ones are errors."""
        before = len(self.errors)
        fields = {field.name: field for field in self.fields(node, what)}
        if not fields and len(self.errors) > before:
            return {}
        names = list(known)
        for field in fields.values():
            if field.name not in names:
                close = nearest(field.name, names)
                hint = f"did you mean `{close}`?" if close else f"known keys: {', '.join(names)}"
                self.error("PL102", field.key.place, f"unknown key `{shown(field.name)}` in {what}", hint)
        for name in required:
            if name not in fields:
                self.error("PL102", node.place, f"{what} has no `{name}`", f"add `{name}:`")
        return fields

    def text(self, field: Field | None, default: str = "") -> str:
        """One text."""
        if field is None:
            return default
        return self.scalar(field.value, f"`{field.name}`") or default

    def owner(self, field: Field | None) -> str:
        """Who owns something: the name of a team, or free text; its place is kept for the comparison with the teams."""
        text = self.text(field)
        if text and field is not None:
            self.owners.append(Scalar(text, field.value.place))
        return text

    def scalar(self, node: Node, what: str) -> str:
        """The text of a node, empty after noting an error."""
        if not isinstance(node, Scalar):
            self.error("PL103", node.place, f"{what} is a list or mapping where one text is meant", "write one value")
            return ""
        if not node.text.strip():
            self.error("PL103", node.place, f"{what} is empty", "give it a value or leave the key out")
        return node.text.strip()

    def items(self, field: Field | None, *, may_be_blank: bool = False) -> list[Node]:
        """The items of a list; a single value is a list of one.

        A list whose items are all commented out is blank: fine for a list of entries, but for `uses` or `into` it could
        mean nothing or everything, so there it is an error.
        """
        if field is None:
            return []
        node = field.value
        if isinstance(node, Sequence):
            return node.items
        if isinstance(node, Scalar) and node.blank:
            if not may_be_blank:
                hint = "list its values, or leave the key out"
                self.error("PL103", node.place, f"`{field.name}` is empty", hint)
            return []
        return [node]

    def is_empty(self, field: Field | None) -> bool:
        """Whether an empty list was written."""
        return field is not None and isinstance(field.value, Sequence) and not field.value.items

    def texts(self, field: Field | None, *, may_be_blank: bool = False) -> list[Scalar]:
        """The texts of a list or a single value, each with its place."""
        found = []
        for node in self.items(field, may_be_blank=may_be_blank):
            text = self.scalar(node, f"an item of `{field.name if field else ''}`")
            if text:
                found.append(Scalar(text, node.place))
        return found

    def choice(self, field: Field | None, kind: type[E], default: E) -> E:
        """One of the values of an enum."""
        if field is None:
            return default
        text = self.text(field)
        names = [member.value for member in kind]
        if text in names:
            return kind(text)
        if text:
            close = nearest(text.lower(), names)
            hint = f"did you mean `{close}`?" if close else f"one of: {', '.join(names)}"
            self.error("PL103", field.value.place, f"`{field.name}` cannot be `{shown(text)}`", hint)
        return default

    def number(self, field: Field | None, default: int | None, least: int = 0) -> int | None:
        """A whole number."""
        if field is None:
            return default
        text = self.text(field)
        if re.fullmatch(r"[0-9]{1,9}", text) and int(text) >= least:
            return int(text)
        if text:
            hint = f"write a whole number, {least} or more"
            self.error("PL103", field.value.place, f"`{field.name}` cannot be `{shown(text)}`", hint)
        return default

    def flag(self, field: Field | None, default: bool) -> bool:
        """`true` or `false`."""
        if field is None:
            return default
        text = self.text(field)
        if text.lower() in ("true", "false"):
            return text.lower() == "true"
        if text:
            self.error("PL103", field.value.place, f"`{field.name}` cannot be `{shown(text)}`", "write true or false")
        return default

    def key(self, kind: str, text: str, place: Place) -> str:
        """A key of the taxonomy's `categories`, `uses` or `subjects`, empty after noting an error."""
        if text in getattr(self.taxonomy, kind):
            return text
        close = self.taxonomy.suggest(kind, text[:_SHOWN])
        hint = f"did you mean `{close}`?" if close else f"add it to `{kind}` of taxonomy.yml if you need it"
        self.error("PL104", place, f"unknown {_KINDS[kind]} `{shown(text)}`", hint)
        return ""

    def keys(self, kind: str, field: Field | None) -> tuple[str, ...]:
        """Keys of the taxonomy, each once, in the order of the file."""
        found = [self.key(kind, item.text, item.place) for item in self.texts(field)]
        return tuple(dict.fromkeys(key for key in found if key))
