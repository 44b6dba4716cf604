"""References to datasets and columns, and their text form.

Three spellings (design, section 2): `wh.public.customers#email` with a declared source,
`postgres://wh:5432/bank.public.customers#email` in OpenLineage's form, and `namespace:name` where the namespace has no
`://`. A part that holds `:`, `#` or a backtick is quoted by backticks. This file knows the forms alone; which
spellings mean the same dataset is the business of `core.sources`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from privlineage.core.errors import PrivlineageError

__all__ = ["CONSTANT", "WHOLE", "ColumnRef", "DatasetRef", "Spelling", "parse_selection", "split_reference"]

WHOLE = "*"
"""The path of a dataset as a whole: labels on it cover every column, reading it reads every column."""

_MUST_QUOTE = re.compile(r"[:#`\s\[\]]")
_MUST_QUOTE_NAME = re.compile(r"[#`\s\[\]]")
_MUST_QUOTE_PATH = re.compile(r"[#`\[\]]|^\s|\s$")


def _quoted(text: str, pattern: re.Pattern[str]) -> str:
    return "`" + text.replace("`", "``") + "`" if not text or pattern.search(text) else text


@dataclass(frozen=True, slots=True, order=True)
class DatasetRef:
    """A dataset: where it lives and its name there.

    Attributes:
        source: a declared source's name, or an OpenLineage namespace.
        name: the dataset's name within it, dots or slashes as the source has them.
        declared: whether `source` is the name of a declared source.

    >>> str(DatasetRef("wh", "public.customers", declared=True))
    'wh.public.customers'
    >>> str(DatasetRef("s3://partner", "daily.csv"))
    's3://partner/daily.csv'
    >>> str(DatasetRef("conn", "ads_api"))
    'conn:ads_api'
    """

    source: str
    name: str
    declared: bool = False

    def __str__(self) -> str:
        if self.declared:
            return f"{self.source}.{_quoted(self.name, _MUST_QUOTE)}"
        if self.source == "file" and self.name.startswith("/"):
            return f"file:///{_quoted(self.name[1:], _MUST_QUOTE_NAME) if self.name[1:] else ''}"
        if "://" in self.source:
            return f"{self.source}/{_quoted(self.name, _MUST_QUOTE_NAME) if self.name else ''}"
        return f"{_quoted(self.source, _MUST_QUOTE)}:{_quoted(self.name, _MUST_QUOTE)}"

    def column(self, path: str) -> ColumnRef:
        """The reference of one of this dataset's columns."""
        return ColumnRef(self, path)


@dataclass(frozen=True, slots=True, order=True)
class ColumnRef:
    """A column or nested field of a dataset; `WHOLE` is the dataset as such.

    >>> str(DatasetRef("wh", "public.customers", declared=True).column("payload.user.email"))
    'wh.public.customers#payload.user.email'
    """

    dataset: DatasetRef
    path: str

    def __str__(self) -> str:
        return f"{self.dataset}#{_quoted(self.path, _MUST_QUOTE_PATH)}"

    @property
    def is_whole(self) -> bool:
        """Whether this is the dataset as a whole."""
        return self.path == WHOLE

    def covers(self, other: str) -> bool:
        """Whether a claim on this column also speaks of the field `other` of the same dataset."""
        return self.path in (WHOLE, other) or other.startswith(f"{self.path}.")


CONSTANT = ColumnRef(DatasetRef("constant", "literal"), WHOLE)
"""What a column derives from that is computed from no column (a literal, a count of rows, the time): a fact from here
says that the column's content is known and holds nothing, so it is not an unreviewed source."""


@dataclass(frozen=True, slots=True)
class Spelling:
    """A reference as written, split but not yet resolved against the declared sources.

    Attributes:
        head: declared source name or namespace.
        name: dataset name (may be empty for a bare namespace).
        form: `dotted` (`wh.public.t`), `uri` (`s3://b/k`) or `colon` (`ns:name`).
        column: field path, or None when the text names a dataset.
        body: the text before the column, as written.
    """

    head: str
    name: str
    form: str
    column: str | None
    body: str


def _cut(text: str, mark: str, start: int = 0) -> int:
    """Index of the first `mark` outside backticks at or after `start`, or -1."""
    quoted = False
    index = start
    while index < len(text):
        if text[index] == "`":
            quoted = not quoted
        elif not quoted and text.startswith(mark, index):
            return index
        index += 1
    return -1


def _plain(text: str) -> str:
    """The text without its quotes; a doubled backtick within quotes is a backtick."""
    found: list[str] = []
    quoted = False
    index = 0
    while index < len(text):
        if text[index] != "`":
            found.append(text[index])
        elif quoted and text.startswith("``", index):
            found.append("`")
            index += 1
        else:
            quoted = not quoted
        index += 1
    return "".join(found)


def split_reference(text: str) -> Spelling:
    """Split a reference into its parts.

    Raises:
        PrivlineageError: PL301, when the text is no reference.

    >>> split_reference("postgres://wh:5432/bank.public.t#email").name
    'bank.public.t'
    >>> split_reference("`a:b`:c#d").head
    'a:b'
    """
    stripped = text.strip()
    if stripped.count("`") % 2:
        raise PrivlineageError("PL301", f"the reference `{text}` has an open quote", hint="close the backtick")
    cut = _cut(stripped, "#")
    column = None if cut < 0 else _plain(stripped[cut + 1 :])
    body = stripped if cut < 0 else stripped[:cut]
    if column == "":
        raise PrivlineageError("PL301", f"the reference `{text}` has an empty column", hint="write dataset#column")
    scheme = _cut(body, "://")
    if scheme > 0:
        slash = _cut(body, "/", scheme + 3)
        # A URI with an empty authority (`file:///data/x`) has `file://` as the namespace.
        head, name = (body, "") if slash < 0 else (body[:slash], body[slash + 1 :])
        return Spelling(_plain(head), _plain(name), "uri", column, body)
    colon = _cut(body, ":")
    if colon > 0 and colon + 1 < len(body):
        return Spelling(_plain(body[:colon]), _plain(body[colon + 1 :]), "colon", column, body)
    dot = _cut(body, ".")
    if dot > 0 and dot + 1 < len(body):
        return Spelling(_plain(body[:dot]), _plain(body[dot + 1 :]), "dotted", column, body)
    raise PrivlineageError(
        "PL301",
        f"`{text}` is not a reference",
        hint="write source.table#column, scheme://host/name#column or namespace:name",
    )


def parse_selection(text: str) -> tuple[str, tuple[str, ...] | None]:
    """Split `dataset[a,b]` or `dataset#a` into the dataset's text and its columns (None: every column).

    >>> parse_selection("wh.mart.stage[email, country]")
    ('wh.mart.stage', ('email', 'country'))
    >>> parse_selection("wh.mart.stage#email")
    ('wh.mart.stage', ('email',))
    """
    stripped = text.strip()
    opening = _cut(stripped, "[")
    if opening < 0:
        cut = _cut(stripped, "#")
        return (stripped, None) if cut < 0 else (stripped[:cut], (_plain(stripped[cut + 1 :]),))
    if not stripped.endswith("]"):
        raise PrivlineageError("PL301", f"`{text}` opens a column list it does not close", hint="end it with `]`")
    columns = tuple(part.strip() for part in stripped[opening + 1 : -1].split(",") if part.strip())
    if not columns:
        raise PrivlineageError("PL301", f"`{text}` has an empty column list", hint="name columns, or leave out `[]`")
    return stripped[:opening], columns
