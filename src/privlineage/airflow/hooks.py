"""Where other packages may teach the gate operators it does not know, through pluggy.

A package names a module or object in the entry point group `privlineage`:

    [project.entry-points."privlineage"]
    my_planner = "my_package.planner"

and implements the hook there:

    from privlineage.airflow.hooks import hookimpl

    @hookimpl
    def plan_task(operator, planning): ...

What plugins return is added to what the gate finds by itself: facts, sinks and things unresolved. Nothing they return
takes one away, and what they open retires nothing, so a plugin may add a restriction and never relaxes a rule. They are
asked about governed tasks alone.
"""

from __future__ import annotations

import logging
from functools import cache
from typing import TYPE_CHECKING

import pluggy

if TYPE_CHECKING:
    from privlineage.airflow.planners.planning import Planning
    from privlineage.airflow.planners.view import OperatorView
    from privlineage.core.plan import Plan
    from privlineage.core.verdict import Verdict

__all__ = ["PROJECT", "hookimpl", "hookspec", "plugins"]

PROJECT = "privlineage"
hookspec = pluggy.HookspecMarker(PROJECT)
hookimpl = pluggy.HookimplMarker(PROJECT)
log = logging.getLogger(__name__)


@hookspec
def plan_task(operator: OperatorView, planning: Planning) -> Plan | None:
    """Plan a task.

    Args:
        operator: the task's operator, rendered when the task runs.
        planning: sources, schemas and the plan cache.

    Returns:
        A plan to be added to ours, None when the operator is not one the plugin knows.
    """


@hookspec
def on_verdict(verdict: Verdict) -> None:
    """Hear of a verdict, in the task's process, after it is stored and before it takes effect.

    What is raised here is logged: it changes nothing.

    Args:
        verdict: what was decided.
    """


@cache
def plugins() -> pluggy.PluginManager:
    """The installed plugins. One that cannot be loaded raises: a missing restriction is not an allowance."""
    import sys

    manager = pluggy.PluginManager(PROJECT)
    manager.add_hookspecs(sys.modules[__name__])
    manager.load_setuptools_entrypoints(PROJECT)
    return manager
