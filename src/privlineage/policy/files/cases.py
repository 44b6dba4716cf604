"""`tests/*.yml` beside a bundle: what its policy must answer, case by case; no part of the bundle or its hash."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from privlineage.core.errors import ErrorList, Place, PrivlineageError
from privlineage.core.labels import Atom, Tag
from privlineage.core.refs import WHOLE, DatasetRef
from privlineage.core.verdict import Outcome
from privlineage.policy.files.nodes import Node, parse
from privlineage.policy.files.reader import Field, Reader, nearest, shown
from privlineage.policy.files.tags import read_claims
from privlineage.policy.model import Bundle

__all__ = ["Case", "Expected", "MoveText", "case_files", "read_cases"]

FOLDER = "tests"
_CASE = ("name", "given", "tables", "sql", "source", "moves", "through", "purpose", "location", "expect")
_EXPECT = ("verdict", "would", "rules", "message")
_DEFAULTS = ("error", "opaque", "unresolved", "unreviewed", "unstated_uses")


@dataclass(frozen=True, slots=True)
class MoveText:
    """Data carried from some datasets into one, as `@moves` has it: `wh.mart.stage[email]`, `s3://ads/daily.csv`."""

    sources: tuple[str, ...]
    sink: str


@dataclass(frozen=True, slots=True)
class Expected:
    """What a case expects; None and empty ask nothing.

    Attributes:
        verdict: the outcome as enforced.
        would: as if everything were in enforce.
        rules: the rules that fire, all of them, in any order.
        message: texts the message must hold.
    """

    verdict: Outcome | None = None
    would: Outcome | None = None
    rules: tuple[str, ...] | None = None
    message: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Case:
    """One case.

    Attributes:
        name: a sentence.
        place: where it stands.
        expected: what the policy must answer.
        given: what columns hold, in place of what the bundle says of them.
        tables: columns of tables, for SQL.
        sql: statements that move the data.
        source: where the statements run; empty for the only declared database.
        moves: movements by other means.
        through: functions every moved column passes through.
        purpose: what the task declares; None when nothing.
        location: the worker's location.
    """

    name: str
    place: Place
    expected: Expected
    given: tuple[Tag, ...] = ()
    tables: tuple[tuple[DatasetRef, tuple[str, ...]], ...] = ()
    sql: str = ""
    source: str = ""
    moves: tuple[MoveText, ...] = ()
    through: tuple[str, ...] = ()
    purpose: tuple[str, ...] | None = None
    location: str = ""


def case_files(folder: Path) -> dict[str, str]:
    """The texts of a bundle's case files, by name.

    Raises:
        PrivlineageError: PL002 when one cannot be read, PL106 when there is none.
    """
    found = sorted(path for path in (folder / FOLDER).glob("**/*.y*ml") if path.is_file())
    if not found:
        hint = f"write cases in {FOLDER}/*.yml beside policy.yml; `privlineage init` writes an example"
        raise PrivlineageError("PL106", f"`{folder}` has no cases", hint=hint)
    texts = {}
    for path in found:
        name = path.relative_to(folder).as_posix()
        try:
            texts[name] = path.read_text(encoding="utf-8-sig").replace("\r\n", "\n")
        except (OSError, UnicodeDecodeError) as error:
            reason = "it is not UTF-8" if isinstance(error, UnicodeDecodeError) else (error.strerror or "").lower()
            raise PrivlineageError("PL002", f"cannot be read: {reason}", place=Place(name)) from None
    return texts


def read_cases(texts: Mapping[str, str], bundle: Bundle) -> tuple[Case, ...]:
    """The cases of some files, in their order.

    Raises:
        ErrorList: with every error (PL101 to PL105, PL301) of every file, each with its place.

    >>> from privlineage.policy.load import load_files
    >>> text = "cases: [{name: nothing moves, moves: {from: 'a://b/c', to: 'd://e/f'}, expect: allow}]"
    >>> [case.name for case in read_cases({"tests/a.yml": text}, load_files({"policy.yml": ""}))]
    ['nothing moves']
    """
    reader = Reader(bundle.taxonomy)
    cases: list[Case] = []
    for name, text in texts.items():
        try:
            node = parse(text, name)
        except PrivlineageError as error:
            reader.errors.append(error)
            continue
        top = reader.record(node, name, ("cases",), required=("cases",))
        cases += [_Reading(reader, bundle).case(item) for item in reader.items(top.get("cases"), may_be_blank=True)]
    if reader.errors:
        raise ErrorList(sorted(reader.errors, key=lambda error: error.place or Place("")))
    return tuple(cases)


class _Reading:
    """One case being read."""

    def __init__(self, reader: Reader, bundle: Bundle) -> None:
        self._reader = reader
        self._bundle = bundle

    def case(self, node: Node) -> Case:
        reader = self._reader
        fields = reader.record(node, "a case", _CASE, required=("name", "expect"))
        if fields and "sql" not in fields and "moves" not in fields:
            hint = "write what moves the data: `sql: …`, or `moves: {from: …, to: …}`"
            reader.error("PL102", node.place, "the case has neither `sql` nor `moves`", hint)
        return Case(
            reader.text(fields.get("name")),
            node.place,
            self._expected(fields.get("expect")),
            tuple(self._given(fields.get("given"))),
            tuple(self._tables(fields.get("tables"))),
            ";\n".join(item.text.rstrip().rstrip(";") for item in reader.texts(fields.get("sql"))),
            self._source(fields.get("source")),
            tuple(self._moves(fields.get("moves"))),
            tuple(item.text.lower() for item in reader.texts(fields.get("through"))),
            reader.keys("uses", fields["purpose"]) if "purpose" in fields else None,
            reader.text(fields.get("location")),
        )

    def _expected(self, field: Field | None) -> Expected:
        reader = self._reader
        if field is None:
            return Expected()
        if not hasattr(field.value, "entries"):
            return Expected(verdict=reader.choice(field, Outcome, Outcome.ALLOW))
        fields = reader.record(field.value, "`expect`", _EXPECT)
        if not fields:
            reader.error("PL102", field.value.place, "`expect` says nothing", f"one of: {', '.join(_EXPECT)}")
        return Expected(
            reader.choice(fields["verdict"], Outcome, Outcome.ALLOW) if "verdict" in fields else None,
            reader.choice(fields["would"], Outcome, Outcome.ALLOW) if "would" in fields else None,
            tuple(self._rules(fields["rules"])) if "rules" in fields else None,
            tuple(item.text for item in reader.texts(fields.get("message"))),
        )

    def _rules(self, field: Field) -> list[str]:
        policy = self._bundle.policy
        known = [rule.id for rule in policy.rules]
        known += [f"default:{name}" for name in _DEFAULTS]
        known += [f"zone:{zone.name}:default" for zone in policy.zones]
        found = []
        for item in self._reader.texts(field):
            if item.text in known:
                found.append(item.text)
                continue
            close = nearest(item.text, known)
            hint = f"did you mean `{close}`?" if close else "see `rules` in policy.yml"
            self._reader.error("PL105", item.place, f"`{shown(item.text)}` is no rule of the policy", hint)
        return found

    def _given(self, field: Field | None) -> list[Tag]:
        reader, sources = self._reader, self._bundle.sources
        found: list[Tag] = []
        for entry in reader.fields(field.value, "`given`") if field else []:
            column = reader.attempt(entry.key.place, lambda text=entry.name: sources.column(text))  # type: ignore[misc]
            if column is not None:
                found += [Tag(column, atom) for atom in read_claims(reader, entry, Atom(""))]
        return found

    def _tables(self, field: Field | None) -> list[tuple[DatasetRef, tuple[str, ...]]]:
        reader, sources = self._reader, self._bundle.sources
        found = []
        for entry in reader.fields(field.value, "`tables`") if field else []:
            dataset = reader.attempt(entry.key.place, lambda text=entry.name: sources.dataset(text))  # type: ignore[misc]
            columns = tuple(item.text for item in reader.texts(entry))
            if dataset is not None:
                found.append((dataset, columns or (WHOLE,)))
        return found

    def _source(self, field: Field | None) -> str:
        name = self._reader.text(field)
        if field is None or not name or self._bundle.sources.get(name) is not None:
            return name
        close = self._bundle.sources.suggest(name)
        hint = f"did you mean `{close}`?" if close else "see sources.yml"
        self._reader.error("PL105", field.value.place, f"the source `{shown(name)}` is not declared", hint)
        return ""

    def _moves(self, field: Field | None) -> list[MoveText]:
        reader = self._reader
        found = []
        for item in reader.items(field):
            fields = reader.record(item, "`moves`", ("from", "to"), required=("from", "to"))
            sources = tuple(text.text for text in reader.texts(fields.get("from")))
            sink = reader.text(fields.get("to"))
            if sources and sink:
                found.append(MoveText(sources, sink))
        return found
