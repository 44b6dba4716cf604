"""Asking for the governance in force once, for operators of ours that look at it in a worker."""

from __future__ import annotations

from privlineage.airflow.config import Settings
from privlineage.service.deciding.decider import Decider, Governance

__all__ = ["governance_in_force"]


def governance_in_force(configured: Settings) -> Governance:
    """The governance in force, asked as the gate asks for it; nothing is held for it afterwards.

    Raises:
        PrivlineageError: PL203 or PL501 to PL506, when there is no answer in `gate_timeout`.
    """
    from privlineage.airflow.deadline import Deadline
    from privlineage.airflow.deciders import let_go, open_for, wait_for

    opened: list[Decider] = []

    def ask() -> Governance:
        opened.append(open_for(configured))
        return opened[0].governance()

    try:
        return Deadline(configured.gate_timeout).run(ask)
    finally:
        wait_for(configured)
        for decider in opened:
            let_go(configured, decider)
