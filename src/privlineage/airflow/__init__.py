"""Airflow: the policy entry point, the gate, the lineage decorators DAG authors use, and `doctor` and audits as tasks.

Everything is imported on first use: Airflow imports this package at start-up, and a DAG file that uses one decorator
pays for that one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from privlineage.airflow.assets import asset
    from privlineage.airflow.audit_operator import AuditOperator
    from privlineage.airflow.auditing import audit
    from privlineage.airflow.decorators import declassifies, moves, purpose, reads, writes
    from privlineage.airflow.doctor_operator import DoctorOperator

__all__ = ["AuditOperator", "DoctorOperator", "asset", "audit", "declassifies", "moves", "purpose", "reads", "writes"]

_HOMES = {
    "AuditOperator": "privlineage.airflow.audit_operator",
    "audit": "privlineage.airflow.auditing",
    "DoctorOperator": "privlineage.airflow.doctor_operator",
    "asset": "privlineage.airflow.assets",
    "declassifies": "privlineage.airflow.decorators",
    "moves": "privlineage.airflow.decorators",
    "purpose": "privlineage.airflow.decorators",
    "reads": "privlineage.airflow.decorators",
    "writes": "privlineage.airflow.decorators",
}


def __getattr__(name: str) -> object:
    from importlib import import_module

    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module `privlineage.airflow` has no attribute `{name}`")
    return getattr(import_module(home), name)


def __dir__() -> list[str]:
    return sorted(__all__)
