"""Whether the gate is really active in this Airflow: what `doctor` asks here, piece by piece."""

from __future__ import annotations

import importlib.metadata
from collections.abc import Callable
from typing import Any

from privlineage.airflow.task_api_check import matters_here, task_api
from privlineage.core.errors import PrivlineageError
from privlineage.service.answering.doctor import Check, Standing

__all__ = ["airflow_checks", "tried"]

ENTRY_POINTS = {
    "airflow.policy": "privlineage.airflow.policy",
    "airflow.plugins": "privlineage.airflow.plugin:PrivlineagePlugin",
    "apache_airflow_provider": "privlineage.airflow.provider:get_provider_info",
}


def airflow_checks() -> list[Check]:
    """Every look at this Airflow, in the order in which one thing needs the other."""
    return [
        tried("entry points", _entry_points),
        tried("policy hook", _policy_hook),
        tried("plugin", _plugin),
        tried("provider", _provider),
        tried("configuration", _configuration),
        tried("cached governance", _cached_governance),
        *([tried("task API", task_api)] if matters_here() else []),
    ]


def tried(name: str, look: Callable[[], tuple[Standing, str]]) -> Check:
    """A look whose own trouble is what it reports."""
    try:
        standing, detail = look()
    except PrivlineageError as error:
        return Check(name, Standing.BAD, str(error))
    except Exception as error:  # noqa: BLE001 - Airflow's own trouble is what a doctor is there to report
        return Check(name, Standing.BAD, f"could not be looked at: {type(error).__name__}")
    return Check(name, standing, detail)


def _entry_points() -> tuple[Standing, str]:
    found = [
        (point.group, point.value)
        for distribution in importlib.metadata.distributions()
        for point in distribution.entry_points
        if point.group in ENTRY_POINTS
    ]
    counts = {group: found.count((group, value)) for group, value in ENTRY_POINTS.items()}
    missing = [group for group, count in counts.items() if not count]
    double = [group for group, count in counts.items() if count > 1]
    if missing:
        return Standing.BAD, f"not installed: {', '.join(missing)}; install privlineage where Airflow runs"
    if double:
        # The loader of Airflow's task SDK drops the rest of its batch when a plugin shows up twice.
        return Standing.BAD, f"found more than once: {', '.join(double)}; remove the second installation"
    return Standing.GOOD, "each is found once"


def _policy_hook() -> tuple[Standing, str]:
    from airflow import settings

    airflow_settings: Any = settings
    get_manager = getattr(airflow_settings, "get_policy_plugin_manager", None)
    manager = get_manager() if get_manager else airflow_settings.POLICY_PLUGIN_MANAGER
    hooks = [hook.function.__module__ for hook in manager.hook.get_airflow_context_vars.get_hookimpls()]
    ours = hooks.count(ENTRY_POINTS["airflow.policy"])
    if not ours:
        return Standing.BAD, "`get_airflow_context_vars` is not registered: the gate does not run"
    # pluggy calls the last of the list first.
    if hooks[-1] != ENTRY_POINTS["airflow.policy"]:
        return Standing.WARNING, f"`{hooks[-1]}` is asked before us and can keep the gate from running"
    return Standing.GOOD, "`get_airflow_context_vars` is registered and asked first"


def _plugin() -> tuple[Standing, str]:
    from airflow import plugins_manager

    # Airflow's name for this differs between releases.
    manager: Any = plugins_manager
    if hasattr(manager, "_get_plugins"):
        plugins, errors = manager._get_plugins()  # noqa: SLF001 - there is no public way to ask
    else:
        manager.ensure_plugins_loaded()
        plugins, errors = manager.plugins, manager.import_errors
    if any(getattr(plugin, "name", "") == "privlineage" for plugin in plugins or ()):
        return Standing.GOOD, "loaded"
    failed = [name for name in errors or () if "privlineage" in str(name)]
    return Standing.BAD, "failed on import" if failed else "not loaded"


def _provider() -> tuple[Standing, str]:
    from airflow.providers_manager import ProvidersManager

    if "privlineage" in ProvidersManager().providers:  # type: ignore[no-untyped-call]
        return Standing.GOOD, "known to the provider manager"
    return Standing.WARNING, "not known to the provider manager: [privlineage] has no defaults"


def _configuration() -> tuple[Standing, str]:
    from privlineage.airflow.config import settings

    found = settings()
    values = (
        f"on_store_error {'block' if found.blocks_on_store_error else 'allow'}, gate_timeout {found.gate_timeout:g} s, "
        f"location {found.location or 'not configured'}"
    )
    if not found.enabled:
        return Standing.BAD, f"[privlineage] enabled is False: the gate lets everything pass ({values})"
    if not found.store:
        return Standing.BAD, f"[privlineage] store is not configured: the gate lets everything pass ({values})"
    if not found.blocks_on_store_error:
        return Standing.WARNING, f"governed tasks run while the store is down ({values})"
    return Standing.GOOD, f"enabled, a store is configured, {values}"


def _cached_governance() -> tuple[Standing, str]:
    from privlineage.airflow.config import settings
    from privlineage.airflow.governance import GovernanceCache

    if not settings().store:
        return Standing.UNKNOWN, "no store is configured"
    cached = GovernanceCache(settings().store).load()
    if cached is None:
        return Standing.UNKNOWN, "none yet: the first governed task makes it"
    if not cached.fresh:
        return Standing.UNKNOWN, f"of bundle {cached.governance.bundle[:12]}, stale: the next task renews it"
    return Standing.GOOD, f"of bundle {cached.governance.bundle[:12]}, fresh"
