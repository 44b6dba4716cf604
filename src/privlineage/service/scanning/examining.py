"""One table sampled and examined. The sample lives while this runs, and nowhere else."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import cache
from importlib.metadata import version

from privlineage.core.errors import PrivlineageError
from privlineage.core.refs import DatasetRef
from privlineage.detect.column import ColumnSample
from privlineage.detect.finding import TableFinding
from privlineage.detect.model.identity import model_identity
from privlineage.service.scanning.content import content_of
from privlineage.service.scanning.reader import Reader, SampledTable
from privlineage.store.suggesting import ColumnFinding, SampleFacts, ScannedTable

__all__ = ["Looked", "detectors", "examined", "look_at"]

_ENOUGH_FOR_FORM = 60
"""Values that show how a column is masked, which is told of every column and must cost next to nothing."""


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
        PrivlineageError: PL902 or PL903 where it cannot be read or examined, PL901 where something is not installed.
    """
    try:
        sampled = reader.sample(table, rows=rows, seed=seed)
    except ImportError as error:
        raise _not_installed(error) from None
    columns = tuple(replace(each, name=path(table, each.name)) for each in sampled.columns)
    finding = examined(columns, _short(table))
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


def examined(columns: tuple[ColumnSample, ...], table: str) -> TableFinding:
    """What the detectors say of some columns.

    Raises:
        PrivlineageError: PL901 where something is not installed, PL902 where they fail; nothing of what they say then
            is repeated, since it may hold values.
    """
    try:
        from privlineage.detect.examine import examine_table

        return examine_table(columns, table)
    except ImportError as error:
        raise _not_installed(error) from None
    except PrivlineageError:
        raise
    except Exception as error:  # noqa: BLE001  # one table must not end a scan of a thousand
        text = f"it could not be examined: {type(error).__name__} in {_where(error)}"
        raise PrivlineageError("PL902", text, hint="this is a defect of ours; the other tables went on") from None


def _findings(columns: Iterable[ColumnSample], finding: TableFinding) -> Iterable[ColumnFinding]:
    from privlineage.detect.masking import masked_form

    for column, said in zip(columns, finding.columns, strict=True):
        yield ColumnFinding(
            column.name,
            said.category,
            float(said.confidence),
            tuple(evidence.text for evidence in said.evidence),
            said.masked or masked_form(column.values[:_ENOUGH_FOR_FORM]),
            content_of(column),
        )


def _warnings(sampled: SampledTable) -> tuple[str, ...]:
    nothing = () if sampled.columns else ("it holds nothing",)
    return (*sampled.warnings, *nothing)


def _short(table: DatasetRef) -> str:
    """The table's own name, which may say something of its columns."""
    last = table.name.rstrip("/").rpartition("/")[2]
    return last.partition(".")[0] if "/" in table.name else last.rpartition(".")[2]


def _not_installed(error: ImportError) -> PrivlineageError:
    text = f"`{(error.name or 'a library').partition('.')[0]}` is not installed, and scanning needs it"
    return PrivlineageError("PL901", text, hint="pip install 'privlineage[gx]'")


def _where(error: Exception) -> str:
    trace, where = error.__traceback__, "?"
    while trace is not None:
        where, trace = f"{trace.tb_frame.f_code.co_name}, line {trace.tb_lineno}", trace.tb_next
    return where
