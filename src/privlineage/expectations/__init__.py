"""Great Expectations: expectations about personal data, and the way to the data of databases, Spark and data frames.

Importing this package loads no Great Expectations; using one of its names does, with its usage analytics off.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from privlineage.expectations.auditing import Audit, AuditedColumn, audit_table
    from privlineage.expectations.checks.masked_as import ExpectColumnToBeMaskedAs
    from privlineage.expectations.checks.matches_labels import ExpectColumnToMatchItsLabels
    from privlineage.expectations.checks.no_personal_data import ExpectColumnToHoldNoPersonalData
    from privlineage.expectations.checks.no_unlabelled import ExpectTableToHoldNoUnlabelledPersonalData
    from privlineage.expectations.reading import FrameReader, SparkReader, SqlReader
    from privlineage.expectations.suites import suite_of_labels

__all__ = [
    "Audit",
    "AuditedColumn",
    "ExpectColumnToBeMaskedAs",
    "ExpectColumnToHoldNoPersonalData",
    "ExpectColumnToMatchItsLabels",
    "ExpectTableToHoldNoUnlabelledPersonalData",
    "FrameReader",
    "SparkReader",
    "SqlReader",
    "audit_table",
    "suite_of_labels",
]

# Great Expectations up to 1.23 reads it when it is imported, and reports to its makers unless told not to. Every module
# of this package comes after this line.
os.environ["GX_ANALYTICS_ENABLED"] = "false"

_HOMES = {
    "Audit": "auditing",
    "AuditedColumn": "auditing",
    "ExpectColumnToBeMaskedAs": "checks.masked_as",
    "ExpectColumnToHoldNoPersonalData": "checks.no_personal_data",
    "ExpectColumnToMatchItsLabels": "checks.matches_labels",
    "ExpectTableToHoldNoUnlabelledPersonalData": "checks.no_unlabelled",
    "FrameReader": "reading",
    "SparkReader": "reading",
    "SqlReader": "reading",
    "audit_table": "auditing",
    "suite_of_labels": "suites",
}


def __getattr__(name: str) -> object:
    from importlib import import_module

    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module `{__name__}` has no attribute `{name}`")
    from privlineage.expectations.loading import load_great_expectations

    load_great_expectations()
    return getattr(import_module(f"{__name__}.{home}"), name)
