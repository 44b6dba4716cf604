"""Data frames of pandas: rows by a seeded draw; the frame is in memory already."""

from __future__ import annotations

from typing import TYPE_CHECKING

from privlineage.expectations.sampling.cells import column_of
from privlineage.expectations.sampling.request import Sample, SampleRequest

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["sample_frame"]


def sample_frame(frame: pd.DataFrame, request: SampleRequest) -> Sample:
    """A sample of every column of a data frame; two columns of one name are two columns."""
    whole = not request.rows or len(frame) <= request.rows
    if whole:
        chosen, method = frame, "all rows"
    elif request.method == "first":
        chosen, method = frame.head(request.rows), "first rows"
    else:
        chosen = frame.sample(n=request.rows, random_state=request.seed)
        method = f"{request.rows} random rows, seed {request.seed}"
    empty = chosen.isna().to_numpy()
    columns = tuple(
        column_of(
            str(name),
            (None if gone else cell for cell, gone in zip(chosen.iloc[:, at], empty[:, at], strict=True)),
            request.cut,
            str(chosen.dtypes.iloc[at]),
        )
        for at, name in enumerate(chosen.columns)
    )
    return Sample(columns, len(chosen), method, fetched=len(chosen), whole=whole)
