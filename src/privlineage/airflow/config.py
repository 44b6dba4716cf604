"""The `[privlineage]` section of the Airflow configuration, read on use and once per process."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

__all__ = ["Settings", "settings"]

SECTION = "privlineage"
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Settings:
    """What an operator of Airflow configured. Policy lives in the bundle alone.

    Attributes:
        enabled: whether the gate works at all.
        store: the store's URL, empty when none is configured.
        blocks_on_store_error: whether governed tasks are blocked while no decision can be had.
        gate_timeout: seconds a decision may take.
        location: where this worker is, empty when nobody said.
        ui_enabled: whether the plugin adds its pages to Airflow's UI.
        roles: roles of a site's own users, in lower case, and what they may do in our API.
        ticket_key_file: where the keys of tickets are; empty: they come from the store.
        guard_connections: whether the API server hands governed connections to allowed tries alone.
        notify: import paths of Airflow notifiers, or of functions that make one.
        notify_on: outcomes that are told: block, warn, allow.
    """

    enabled: bool = True
    store: str = ""
    blocks_on_store_error: bool = True
    gate_timeout: float = 10.0
    location: str = ""
    ui_enabled: bool = True
    guard_connections: bool = False
    roles: Mapping[str, tuple[str, ...]] = field(default_factory=dict, hash=False)
    ticket_key_file: str = ""
    notify: tuple[str, ...] = ()
    notify_on: tuple[str, ...] = ("block",)

    @property
    def active(self) -> bool:
        """Whether there is anything for the gate to do."""
        return self.enabled and bool(self.store)


@cache
def settings() -> Settings:
    """The settings of this process.

    A value that cannot be read counts as its default, which is the strict one, and says so in the log.
    """
    on_store_error = _text("on_store_error", "block").lower()
    if on_store_error not in ("block", "allow"):
        log.warning("PL001 [%s] on_store_error must be `block` or `allow`: `block` holds", SECTION)
    return Settings(
        enabled=_boolean("enabled"),
        store=_text("store", ""),
        blocks_on_store_error=on_store_error != "allow",
        gate_timeout=_seconds("gate_timeout", 10.0),
        location=_text("location", ""),
        ui_enabled=_boolean("ui_enabled"),
        guard_connections=_boolean("guard_connections", "False"),
        roles=_roles(),
        ticket_key_file=_text("ticket_key_file", ""),
        notify=_list("notify", ""),
        notify_on=_outcomes(),
    )


def _text(key: str, default: str) -> str:
    from airflow.configuration import conf

    return str(conf.get(SECTION, key, fallback=default) or default).strip()


def _list(key: str, default: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in _text(key, default).split(",") if part.strip())


def _outcomes() -> tuple[str, ...]:
    found = _list("notify_on", "block")
    wrong = [outcome for outcome in found if outcome not in ("block", "warn", "allow")]
    if wrong:
        log.warning("PL001 [%s] notify_on takes block, warn and allow: the others are ignored", SECTION)
    return tuple(outcome for outcome in found if outcome not in wrong) or ("block",)


def _roles() -> dict[str, tuple[str, ...]]:
    """`Privacy: publisher approver; Data Owners: reader`, by role in lower case."""
    found = {}
    for entry in filter(None, (part.strip() for part in _text("roles", "").split(";"))):
        role, _, granted = entry.rpartition(":")
        ours = tuple(granted.replace(",", " ").split())
        if not role.strip() or not ours or not {"reader", "operator", "publisher", "approver"}.issuperset(ours):
            log.warning("PL001 [%s] roles takes `Role: reader operator publisher approver; …`: it is ignored", SECTION)
            return {}
        found[role.strip().lower()] = ours
    return found


def _boolean(key: str, default: str = "True") -> bool:
    value = _text(key, default).lower()
    if value not in ("true", "t", "1", "yes", "on", "false", "f", "0", "no", "off"):
        log.warning("PL001 [%s] %s must be True or False: True holds", SECTION, key)
    return value not in ("false", "f", "0", "no", "off")


def _seconds(key: str, default: float) -> float:
    try:
        value = float(_text(key, str(default)))
    except ValueError:
        value = 0.0
    if not 0 < value < float("inf"):
        log.warning("PL001 [%s] %s must be a number of seconds above 0: %s holds", SECTION, key, default)
        return default
    return value
