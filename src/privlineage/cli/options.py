"""Options that several commands share."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

__all__ = ["FormatOption", "OutputFormat", "StoreOption"]


class OutputFormat(StrEnum):
    """How a command prints its answer. Members are named like their values: some releases of click compare names."""

    text = "text"
    json = "json"


FormatOption = Annotated[OutputFormat, typer.Option("--format", help="How to print the answer.")]

StoreOption = Annotated[
    str | None,
    typer.Option(
        "--store",
        metavar="URL",
        help="The store, as in sqlite:///privlineage.db; else PRIVLINEAGE_STORE, else Airflow's [privlineage] store.",
    ),
]
