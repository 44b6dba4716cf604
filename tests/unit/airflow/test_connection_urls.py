"""The database behind an Airflow connection."""

import pytest

from privlineage.airflow.connection_urls import connection_url
from privlineage.core.errors import PrivlineageError


@pytest.mark.parametrize(
    ("connection", "url"),
    [
        ("duckdb://%2Fdata%2Flake.duckdb", "duckdb:////data/lake.duckdb"),
        ("duckdb:////data/lake.duckdb", "duckdb:////data/lake.duckdb"),
        ('{"conn_type": "duckdb", "host": "lake.duckdb"}', "duckdb:///lake.duckdb"),
        ("sqlite://%2Fdata%2Flocal.db", "sqlite:////data/local.db"),
    ],
)
def test_a_file_is_found_however_the_connection_is_written(monkeypatch, connection, url):
    monkeypatch.setenv("AIRFLOW_CONN_SOME_FILE", connection)
    assert url == connection_url("some_file")


@pytest.mark.parametrize("connection", [None, "http://ads.example.org", "nosuch://x"])
def test_a_connection_that_leads_to_no_database_is_an_error_that_does_not_repeat_it(monkeypatch, connection):
    if connection is not None:
        monkeypatch.setenv("AIRFLOW_CONN_OTHER", connection)
    with pytest.raises(PrivlineageError, match="PL001") as caught:
        connection_url("other")
    assert "example.org" not in str(caught.value)
