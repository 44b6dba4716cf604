"""`privlineage scan`: which columns hold personal data, by their names and a sample of their values."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from privlineage.cli.options import FormatOption, OutputFormat
from privlineage.cli.screen import note, say, show_json
from privlineage.core.errors import PrivlineageError

__all__ = ["scan"]


def scan(
    *,
    csv: Annotated[Path | None, typer.Option("--csv", metavar="FILE", help="One file of delimited text.")] = None,
    output: FormatOption = OutputFormat.text,
) -> int:
    """Say which columns seem to hold personal data, with the reasons; no value is ever shown or kept."""
    from privlineage.detect.examine import examine_table
    from privlineage.service.scanning.files.budget import Budget
    from privlineage.service.scanning.files.recognising import Hints
    from privlineage.service.scanning.files.sampling import sample_files

    if csv is None:
        raise PrivlineageError("PL001", "nothing to scan is named", hint="pass --csv FILE")
    sampled = sample_files([csv], Budget(), Hints(kind="csv"))
    finding = examine_table(sampled.columns, csv.stem)
    for text in sampled.warnings:
        note(f"{csv}: {text}")
    if output is OutputFormat.json:
        show_json(
            {
                "columns": {
                    each.column: {
                        "category": each.category,
                        "confidence": each.confidence,
                        "evidence": [evidence.text for evidence in each.evidence],
                    }
                    for each in finding.columns
                }
            }
        )
        return 0
    for each in finding.columns:
        say(f"{each.column}  {each.category}  {each.confidence:.2f}")
    return 0
