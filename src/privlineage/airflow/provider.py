"""What Airflow's provider manager knows of us: the configuration section."""

from __future__ import annotations

from typing import Any

__all__ = ["get_provider_info"]


def _option(description: str, default: str, kind: str, example: str | None = None, **more: Any) -> dict[str, Any]:
    return {
        "description": description,
        "version_added": "0.1.0",
        "type": kind,
        "example": example,
        "default": default,
        **more,
    }


def get_provider_info() -> dict[str, Any]:
    """The description Airflow reads through the `apache_airflow_provider` entry point."""
    return {
        "package-name": "privlineage",
        "name": "privlineage",
        "description": "Follows personal data through column-level lineage and stops what may not move.",
        "config": {
            "privlineage": {
                "description": "The gate that asks the privacy policy before a task runs.",
                "options": {
                    "enabled": _option("Whether the gate works at all.", "True", "boolean"),
                    "store": _option(
                        "URL of the privlineage store. Without one the gate is inactive. `airflow:` in a worker: the "
                        "API server decides, over the store that its own environment names.",
                        "",
                        "string",
                        "sqlite:////var/lib/privlineage/privlineage.db",
                        sensitive=True,
                    ),
                    "on_store_error": _option(
                        "What happens to governed tasks while no decision can be had: block or allow.",
                        "block",
                        "string",
                    ),
                    "gate_timeout": _option("Seconds a decision may take.", "10", "float"),
                    "location": _option(
                        "Country or region code of this worker; reading from another location is a transfer.",
                        "",
                        "string",
                        "CN",
                    ),
                    "guard_connections": _option(
                        "In the API server: whether it hands the connections of declared sources and zones to a task "
                        "only after a verdict that lets this very try run.",
                        "False",
                        "boolean",
                    ),
                    "roles": _option(
                        "In the API server: what further roles of Airflow's users may do in privlineage's API. Admin, "
                        "Op, User and Viewer are known.",
                        "",
                        "string",
                        "Privacy: reader publisher approver; Data Owners: reader",
                    ),
                    "ticket_key_file": _option(
                        "In the API server: a file with the keys that tickets are signed with, shared with "
                        "`privlineage serve`. Without it the key comes from the store.",
                        "",
                        "string",
                        "/run/secrets/privlineage-ticket-key",
                    ),
                    "notify": _option(
                        "Airflow notifiers that hear of verdicts: import paths, separated by commas, of notifiers or "
                        "of functions that make one. Templates find the verdict under `privlineage`.",
                        "",
                        "string",
                        "my_site.alerts.privacy_channel",
                    ),
                    "notify_on": _option(
                        "Outcomes that are told to notifiers: block, warn, allow.", "block", "string", "block, warn"
                    ),
                    "ui_enabled": _option("Whether the plugin adds its pages to the Airflow UI.", "True", "boolean"),
                },
            }
        },
    }
