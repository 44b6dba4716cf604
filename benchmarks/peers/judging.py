"""Who is right about an edge that a peer sees otherwise, by what evidence, and why.

Evidence is taken in this order: carrying the case out (`executed`); a fact about the statement, such as a source that
is no table; another parser that says the same; the rules that contracts and golden cases were written from. Where none
of them decides, a person did: `verdicts.yml` holds what was found, and a disagreement it does not speak of is an error.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

from benchmarks.peers.cases import Case, Edge
from benchmarks.peers.executed import Shown, short
from benchmarks.peers.matching import Comparison, parts_of

__all__ = ["Judge", "Judged", "UndecidedError", "verdicts"]

_PATTERNS = {
    name: re.compile(pattern, re.IGNORECASE | re.DOTALL)
    for name, pattern in yaml.safe_load(Path(__file__).with_name("constructs.yml").read_text(encoding="utf-8")).items()
}
_NO_CONSTRUCT = "an expression, name or clause of the dialect"
_FAILURES = {
    "syntax": "cannot parse it",
    "dialect": "does not know the dialect",
    "timeout": "gives no answer in time",
    "error": "fails",
}


class UndecidedError(Exception):
    """A disagreement nobody has decided."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A verdict on one kind of disagreement about one output column.

    Attributes:
        right: `ours`, `peer`, or `both` where the two answer different questions.
        evidence: `run` (carried out), `fact` (of the statement), `agreed` (another parser says it too), `rule` (of the
            contract) or `read` (by a person).
        why: the class of disagreement, in words.
    """

    right: str
    evidence: str
    why: str


@dataclass(frozen=True, slots=True)
class Judge:
    """What verdicts rest on.

    Attributes:
        shown: by case, what carrying it out showed.
        agreed: by case and edge, the families of peers that have it: an expected one, or one we have not.
        read: `verdicts.yml`: what a person found, by `misses` or `adds` and case.
    """

    shown: Mapping[str, Shown]
    agreed: Mapping[tuple[str, Edge], frozenset[str]]
    read: Mapping[str, Mapping[str, Mapping[str, str]]]

    def missing(self, comparison: Comparison, output: tuple[str, str], edges: Iterable[Edge]) -> Judged:
        """Who is right about edges into one output column that the peer has not.

        Raises:
            UndecidedError: when nothing decides it.
        """
        edges = list(edges)
        shown = self.shown.get(comparison.case.id, Shown())
        why = _why_missing(comparison, output, edges)
        keys = {short(edge) for edge in edges}
        if keys & shown.changed:
            return Judged("ours", "run", why)
        if all(self.agreed[comparison.case.id, edge] for edge in edges):
            return Judged("ours", "agreed", why)
        if keys <= shown.tried and not comparison.error:
            return self._read("misses", comparison, output, edges)
        return Judged("ours", "rule", why)

    def extra(self, comparison: Comparison, output: tuple[str, str], edges: Iterable[Edge]) -> Judged:
        """Who is right about edges into one output column that the peer has beside the expected ones.

        Raises:
            UndecidedError: when nothing decides it.
        """
        edges = list(edges)
        case = comparison.case
        shown = self.shown.get(case.id, Shown())
        keys = {short(edge) for edge in edges}
        if all(comparison.is_influence(edge) for edge in edges):
            return Judged("both", "run" if keys <= shown.explained else "rule", "influence given as value")
        if keys <= shown.tried and not keys & shown.changed:
            return Judged("ours", "run", "a source that changes nothing")
        fact = _fact(case, output, edges)
        if fact:
            return Judged("ours", "fact", fact)
        if any(len(self.agreed[case.id, edge]) > 1 for edge in edges):
            return self._read("adds", comparison, output, edges)
        if any(edge[2:] == other[2:] for edge in edges for other in comparison.expected - comparison.said):
            return Judged("ours", "rule", "the source goes to another column: names taken for positions or the reverse")
        if output[1] not in {name.lower() for name in case.columns.get(output[0], ())}:
            return Judged("ours", "rule", "an output column the statement does not have")
        return self._read("adds", comparison, output, edges)

    def _read(self, kind: str, comparison: Comparison, output: tuple[str, str], edges: list[Edge]) -> Judged:
        found = self.read.get(kind, {}).get(comparison.case.id)
        if found is None:
            sources = ", ".join(sorted(f"{edge[2]}.{edge[3]}" for edge in edges))
            raise UndecidedError(f"{kind} | {comparison.case.id} | {'.'.join(output)} from {sources}")
        return Judged(found["right"], "read", found["why"])


def verdicts(path: Path) -> Mapping[str, Mapping[str, Mapping[str, str]]]:
    """What a person found, by `misses` or `adds` and case."""
    found: Mapping[str, Mapping[str, Mapping[str, str]]] = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
    return found


def _fact(case: Case, output: tuple[str, str], edges: list[Edge]) -> str:
    """What is plainly wrong with edges: their source is no table, or no column of its table."""
    made = {parts_of(name)[-1] for name in case.made}
    tables = {parts_of(name)[-1] for name in (*case.schema, *(edge[2] for edge in case.values))} - made
    unknown = [edge for edge in edges if parts_of(edge[2])[-1] not in tables]
    if unknown:
        return _why_unknown(unknown, made | {parts_of(name)[-1] for name in case.views})
    if "*" in (output[1], *(edge[3] for edge in edges)):
        return "star not expanded"
    columns = {(parts_of(table)[-1], column.lower()) for table, listed in case.schema.items() for column in listed}
    if any((parts_of(edge[2])[-1], edge[3]) not in columns for edge in edges):
        return "a column its table does not have"
    return ""


def _why_unknown(edges: list[Edge], made: set[str]) -> str:
    if any(not edge[2] for edge in edges):
        return "a column without its table"
    if any(parts_of(edge[2])[-1] in made for edge in edges):
        return "stops at a view or temporary table made on the way"
    return "stops at a CTE, alias or derived table"


def _why_missing(comparison: Comparison, output: tuple[str, str], edges: list[Edge]) -> str:
    error = comparison.error
    text = " ; ".join(comparison.case.asked)
    failure = _FAILURES.get(error.split(":")[0])
    if failure:
        return f"{failure}: {_construct(text)}"
    if comparison.case.is_script and not comparison.said:
        return "script: tables, variables and names made on the way"
    same = [edge for edge in comparison.said if edge[:2] == output]
    if any(not edge[2] for edge in same):
        return "unqualified column: table not found"
    if any(edge[1] == "*" or edge[3] == "*" for edge in comparison.said):
        return "star not expanded"
    if any(edge[2:] == other[2:] for edge in edges for other in comparison.said - comparison.expected):
        return "the source goes to another column: names taken for positions or the reverse"
    if comparison.case.views:
        return "view not opened"
    return f"lost: {_construct(text)}"


def _construct(text: str) -> str:
    return next((name for name, pattern in _PATTERNS.items() if pattern.search(text)), _NO_CONSTRUCT)
