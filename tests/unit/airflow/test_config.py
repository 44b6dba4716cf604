"""The `[privlineage]` section."""

import pytest

from privlineage.airflow.config import Settings, settings
from privlineage.airflow.provider import get_provider_info


@pytest.fixture
def configured(monkeypatch):
    def read(**values):
        for key, value in values.items():
            monkeypatch.setenv(f"AIRFLOW__PRIVLINEAGE__{key.upper()}", value)
        settings.cache_clear()
        return settings()

    yield read
    settings.cache_clear()


def test_nothing_configured_is_inactive_and_otherwise_strict(configured):
    assert Settings() == configured()
    assert (False, True) == (Settings().active, Settings().blocks_on_store_error)


def test_every_value_is_read(configured):
    found = configured(
        enabled="True",
        store="sqlite:////s.db",
        on_store_error="Allow",
        gate_timeout="2.5",
        location="CN",
        ui_enabled="no",
    )
    assert Settings(True, "sqlite:////s.db", False, 2.5, "CN", False) == found


def test_switched_off_is_inactive(configured):
    assert not configured(enabled="False", store="sqlite:////s.db").active


@pytest.mark.parametrize(
    "wrong",
    [
        {"on_store_error": "maybe"},
        {"gate_timeout": "soon"},
        {"gate_timeout": "-1"},
        {"gate_timeout": "inf"},
        {"gate_timeout": "nan"},
        {"enabled": "perhaps"},
    ],
)
def test_a_value_that_cannot_be_read_counts_as_the_strict_default(configured, wrong):
    assert Settings() == configured(**wrong)


def test_the_provider_describes_every_setting_with_its_default():
    options = get_provider_info()["config"]["privlineage"]["options"]
    expected = {
        "enabled": "True",
        "store": "",
        "on_store_error": "block",
        "gate_timeout": "10",
        "location": "",
        "guard_connections": "False",
        "roles": "",
        "ticket_key_file": "",
        "notify": "",
        "notify_on": "block",
        "ui_enabled": "True",
    }
    assert expected == {name: option["default"] for name, option in options.items()}


def test_airflow_accepts_what_the_provider_says():
    import json
    from importlib import resources

    import jsonschema

    schema = json.loads(resources.files("airflow").joinpath("provider_info.schema.json").read_text())
    jsonschema.validate(get_provider_info(), schema)
