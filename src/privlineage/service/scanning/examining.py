"""One table sampled and examined. The sample lives while this runs, and nowhere else."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import cache
from importlib.metadata import version

from privlineage.core.refs import DatasetRef
from privlineage.detect import examine
from privlineage.detect.column import ColumnSample
from privlineage.detect.finding import TableFinding
from privlineage.detect.guarding import not_installed
from privlineage.detect.model.identity import model_identity
from privlineage.service.scanning.content import content_of
from privlineage.service.scanning.reader import Reader, SampledTable
from privlineage.store.suggesting import ColumnFinding, SampleFacts, ScannedTable

__all__ = ["Looked", "detectors", "look_at"]


@dataclass(frozen=True, slots=True)
class Looked:
    """A table that was just looked at.

    Attributes:
        look: what was found, without values.
        samples: the samples it was found in; they are let go when the table is done.
        finding: what the detectors said.
    """

    look: ScannedTable
    samples: tuple[ColumnSample, ...]
    finding: TableFinding

    def __repr__(self) -> str:
        """Never a value."""
        return f"Looked({self.look.dataset})"


@cache
def detectors() -> str:
    """The version of the detectors: what one of them says, another may see otherwise."""
    return f"{version('privlineage')}+{model_identity()}"


def look_at(
    reader: Reader,
    table: DatasetRef,
    rows: int,
    seed: int,
    path: Callable[[DatasetRef, str], str] = lambda _, name: name,
) -> Looked:
    """Sample a table and examine it.

    Args:
        reader: where it is.
        table: which.
        rows: how many rows are looked at.
        seed: which ones.
        path: what a column is called in references.

    Raises:
        PrivlineageError: PL902 or PL903 where it cannot be read, PL920 where the detectors fail over it, PL901 where
            something is not installed.
    """
    try:
        sampled = reader.sample(table, rows=rows, seed=seed)
    except ImportError as error:
        raise not_installed(error) from None
    columns = tuple(replace(each, name=path(table, each.name)) for each in sampled.columns)
    finding = examine.examine_table(columns, _short(table))
    facts = SampleFacts(sampled.rows_seen, sampled.rows_read, sampled.method, seed, sampled.whole)
    look = ScannedTable(
        table,
        scan="",
        at="",
        mark="",
        model=detectors(),
        sample=facts,
        columns=tuple(_findings(columns, finding)),
        quasi_identifiers=finding.quasi_identifiers,
        warnings=_warnings(sampled),
    )
    return Looked(look, columns, finding)


def _findings(columns: Iterable[ColumnSample], finding: TableFinding) -> Iterable[ColumnFinding]:
    for column, said in zip(columns, finding.columns, strict=True):
        yield ColumnFinding(
            column.name,
            said.category,
            float(said.confidence),
            tuple(evidence.text for evidence in said.evidence),
            said.masked,
            content_of(column),
        )


def _warnings(sampled: SampledTable) -> tuple[str, ...]:
    nothing = () if sampled.columns else ("it holds nothing",)
    return (*sampled.warnings, *nothing)


def _short(table: DatasetRef) -> str:
    """The table's own name, which may say something of its columns."""
    last = table.name.rstrip("/").rpartition("/")[2]
    return last.partition(".")[0] if "/" in table.name else last.rpartition(".")[2]
