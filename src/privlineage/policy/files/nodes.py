"""YAML as nodes with positions: every scalar is text (`NO` stays NO), every node knows its line and column.

The tree is built from the parser's events rather than by a constructor: nothing in a file can make a Python object,
depth and size are bounded, and an alias shares its node, so that a small file cannot grow large.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from privlineage.core.errors import Place, PrivlineageError

__all__ = ["Entry", "Mapping", "Node", "Scalar", "Sequence", "parse"]

MAX_CHARACTERS = 8_000_000
MAX_DEPTH = 32
MAX_NODES = 1_000_000


@dataclass(frozen=True, slots=True)
class Scalar:
    """Text; `blank` when nothing at all was written (`key:`)."""

    text: str
    place: Place
    blank: bool = False
    size: int = 1


@dataclass(slots=True)
class Sequence:
    """A list."""

    place: Place
    items: list[Node] = field(default_factory=list)
    size: int = 1


@dataclass(frozen=True, slots=True)
class Entry:
    """One key of a mapping, with its value."""

    key: Scalar
    value: Node


@dataclass(slots=True)
class Mapping:
    """Keys and values, in the order of the file; a key may stand there twice."""

    place: Place
    entries: list[Entry] = field(default_factory=list)
    size: int = 1


Node: TypeAlias = Scalar | Sequence | Mapping


def parse(text: str, file: str) -> Node:
    """The one document of a YAML text; an empty text is a blank scalar.

    Raises:
        PrivlineageError: PL101, when the text is not YAML, or uses what a bundle may not (tags, several documents,
            anchors that hold themselves), or is deeper or larger than a bundle can be.

    >>> parse("origin: NO", "tags.yml").entries[0].value
    Scalar(text='NO', place=Place(file='tags.yml', line=1, column=9), blank=False, size=1)
    """
    start = Place(file, 1, 1)
    if len(text) > MAX_CHARACTERS:
        raise PrivlineageError(
            "PL101",
            f"the file has more than {MAX_CHARACTERS} characters",
            place=start,
            hint="split what it lists, or tag whole datasets",
        )
    return _Builder(file).build(_events(text, file)) or Scalar("", start, blank=True)


def _events(text: str, file: str) -> Iterator[Any]:
    # PyYAML is slow to import, and most processes never read a bundle's text.
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        # The C reader takes bytes only, and would fail on half a surrogate pair with an error of its own.
        yield from yaml.parse(text.encode("utf-8"), Loader=loader)
    except UnicodeEncodeError:
        raise PrivlineageError("PL101", "the file is not valid unicode text", place=Place(file, 1, 1)) from None
    except yaml.YAMLError as error:
        raise _syntax(error, file) from None


def _syntax(error: Any, file: str) -> PrivlineageError:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    place = Place(file, mark.line + 1, mark.column + 1) if mark else Place(file, 1, 1)
    problem = getattr(error, "problem", None) or getattr(error, "reason", None) or "it cannot be read"
    return PrivlineageError(
        "PL101",
        f"not valid YAML: {problem}".lower().replace("yaml", "YAML"),
        place=place,
        hint="check indentation, quotes and brackets near this place; indent with spaces",
    )


class _Builder:
    """Builds the tree from events, with a stack instead of recursion."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._anchors: dict[str, Node] = {}
        self._stack: list[tuple[Sequence | Mapping, str | None, Scalar | None]] = []
        self._root: Node | None = None
        self._documents = 0
        self._size = 0

    def build(self, events: Iterator[Any]) -> Node | None:
        """The root, or None of an empty text."""
        handlers = {
            "DocumentStartEvent": self._document,
            "ScalarEvent": self._scalar,
            "SequenceStartEvent": self._sequence,
            "MappingStartEvent": self._mapping,
            "SequenceEndEvent": self._close,
            "MappingEndEvent": self._close,
            "AliasEvent": self._alias,
        }
        for event in events:
            handler = handlers.get(type(event).__name__)
            if handler is not None:
                handler(event)
        return self._root

    def _place(self, event: Any) -> Place:
        mark = event.start_mark
        return Place(self._file, mark.line + 1, mark.column + 1)

    def _fail(self, event: Any, message: str, hint: str) -> PrivlineageError:
        return PrivlineageError("PL101", message, hint=hint, place=self._place(event))

    def _document(self, event: Any) -> None:
        self._documents += 1
        if self._documents > 1:
            raise self._fail(event, "the file holds a second YAML document", "keep one document, without `---` inside")

    def _scalar(self, event: Any) -> None:
        self._refuse_tag(event)
        # Only a plain empty scalar was left out; a quoted one was meant.
        blank = event.value == "" and not event.style
        self._add(Scalar(event.value, self._place(event), blank), event.anchor, event)

    def _sequence(self, event: Any) -> None:
        self._open(Sequence(self._place(event)), event)

    def _mapping(self, event: Any) -> None:
        self._open(Mapping(self._place(event)), event)

    def _refuse_tag(self, event: Any) -> None:
        if event.tag not in (None, "!"):
            raise self._fail(event, f"the YAML tag `{event.tag}` is not used here", "write plain text, lists and keys")

    def _open(self, node: Sequence | Mapping, event: Any) -> None:
        self._refuse_tag(event)
        if len(self._stack) >= MAX_DEPTH:
            raise self._fail(event, f"nested deeper than {MAX_DEPTH} levels", "no file of a bundle needs that")
        self._stack.append((node, event.anchor, None))

    def _close(self, event: Any) -> None:
        node, anchor, _ = self._stack.pop()
        children = node.items if isinstance(node, Sequence) else [entry.value for entry in node.entries]
        node.size = 1 + sum(child.size for child in children)
        self._add(node, anchor, event)

    def _alias(self, event: Any) -> None:
        node = self._anchors.get(event.anchor)
        if node is None:
            raise self._fail(
                event, f"the alias `*{event.anchor}` names no earlier anchor, or one it stands in", "define it before"
            )
        self._add(node, None, event)

    def _add(self, node: Node, anchor: str | None, event: Any) -> None:
        if anchor:
            self._anchors[anchor] = node
        # The children of a closing list or mapping were counted as they came; an alias brings all of its node again.
        self._size += node.size if type(event).__name__ == "AliasEvent" else 1
        if self._size > MAX_NODES:
            raise self._fail(event, f"more than {MAX_NODES} values, aliases counted", "use fewer aliases")
        if not self._stack:
            self._root = node
            return
        parent, parent_anchor, key = self._stack[-1]
        if isinstance(parent, Sequence):
            parent.items.append(node)
        elif key is not None:
            parent.entries.append(Entry(key, node))
            self._stack[-1] = (parent, parent_anchor, None)
        elif isinstance(node, Scalar):
            # The key's own place, also where an alias spells it.
            self._stack[-1] = (parent, parent_anchor, Scalar(node.text, self._place(event), node.blank))
        else:
            raise self._fail(event, "a key is a list or a mapping", "keys are plain text; `{…}` may lack a colon")
