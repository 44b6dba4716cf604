"""A peer's answer in the terms of what is expected, with every benefit of the doubt about names.

Tables are the same when one name ends with the other, case and quotes aside. Of a field only its column counts. An
output column that the peer calls differently is taken for the expected one, not named by it, whose sources are most
alike.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from benchmarks.peers.cases import Case, Edge

__all__ = ["Comparison", "compared", "parts_of"]


@dataclass(frozen=True, slots=True)
class Comparison:
    """What a peer says of a case beside what is expected of it.

    Attributes:
        case: the case.
        expected, said: value edges, in one spelling.
        influences: what is expected to choose or shape, as edges, those into `*` for every column.
        error: what the peer said instead, empty when it answered.
    """

    case: Case
    expected: frozenset[Edge]
    said: frozenset[Edge]
    influences: frozenset[Edge]
    error: str

    @property
    def is_exact(self) -> bool:
        """Whether both are the same; an error counts as having said nothing."""
        return self.expected == self.said

    def is_influence(self, edge: Edge) -> bool:
        """Whether an edge is expected as influence: the peers do not tell the two apart."""
        return edge in self.influences or (edge[0], "*", *edge[2:]) in self.influences

    @property
    def lenient(self) -> frozenset[Edge]:
        """What the peer says, without the influences among it."""
        return frozenset(edge for edge in self.said if edge in self.expected or not self.is_influence(edge))

    def disagreements(self) -> Iterable[tuple[tuple[str, str], frozenset[Edge], frozenset[Edge]]]:
        """By output table and column: the edges the peer misses, and those it has beside the expected ones."""
        for output in sorted({edge[:2] for edge in self.expected ^ self.said}):
            missing = frozenset(edge for edge in self.expected - self.said if edge[:2] == output)
            extra = frozenset(edge for edge in self.said - self.expected if edge[:2] == output)
            yield output, missing, extra


def parts_of(name: str) -> tuple[str, ...]:
    """A table's name in parts, case and quotes aside."""
    return tuple(part.strip('"`[]').lower() for part in name.split(".") if part) or ("",)


def compared(case: Case, answer: Mapping[str, object]) -> Comparison:
    """Bring a peer's answer and the expected edges to one spelling."""
    edges: list[Edge] = [tuple(map(str, edge)) for edge in answer["edges"]]  # type: ignore[misc,attr-defined]
    sources = sorted({edge[2] for edge in case.values | case.influences} | set(case.schema), key=len)
    expected = _spelled(case.values, sources)
    placed: dict[str, dict[str, set[tuple[str, str]]]] = defaultdict(lambda: defaultdict(set))
    for out, column, table, name in _of_outputs(case, edges):
        source = (_same(table, sources), parts_of(name)[0])
        placed[out][column.strip('"`[]').lower()].add(source)
    said = {
        (out, column, *source)
        for out, columns in placed.items()
        for column, found in _renamed(columns, case.columns.get(out, ()), expected, out).items()
        for source in found
    }
    return Comparison(case, expected, frozenset(said), _spelled(case.influences, sources), str(answer["error"]))


def _spelled(edges: Iterable[Edge], sources: Iterable[str]) -> frozenset[Edge]:
    return frozenset((out, column.lower(), _same(table, sources), name.lower()) for out, column, table, name in edges)


def _of_outputs(case: Case, edges: list[Edge]) -> list[Edge]:
    """The edges into the tables something is expected of, under their expected names."""
    names = sorted(case.columns)
    found = [(match, *edge[1:]) for edge in edges if (match := _match(edge[0], names)) is not None]
    if found or len(names) != 1:
        return found
    made = [parts_of(name)[-1] for name in case.made]
    return [(names[0], *edge[1:]) for edge in edges if parts_of(edge[0])[-1] not in made]


def _match(name: str, names: Iterable[str]) -> str | None:
    parts = parts_of(name)
    for other in names:
        wanted = parts_of(other)
        shorter = min(len(parts), len(wanted))
        if parts[-shorter:] == wanted[-shorter:]:
            return other
    return None


def _same(table: str, known: Iterable[str]) -> str:
    found = _match(table, known) if table else None
    return ".".join(parts_of(found if found is not None else table))


def _renamed(
    columns: Mapping[str, set[tuple[str, str]]], listed: Iterable[str], expected: frozenset[Edge], out: str
) -> dict[str, set[tuple[str, str]]]:
    wanted = {name.lower(): {edge[2:] for edge in expected if edge[:2] == (out, name.lower())} for name in listed}
    found = {name: set(sources) for name, sources in columns.items() if name in wanted}
    free = {name: sources for name, sources in wanted.items() if name not in columns}
    for name, sources in columns.items():
        if name in wanted:
            continue
        alike = max(free, key=lambda other: (len(free[other] & sources), -len(free[other] ^ sources)), default=None)
        if alike is not None and name != "*" and free[alike] & sources:
            del free[alike]
            found.setdefault(alike, set()).update(sources)
        else:
            found.setdefault(name, set()).update(sources)
    return found
