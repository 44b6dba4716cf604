"""One Airflow for all tests here: starting it costs more than all of them together."""

import importlib.metadata

import pytest

from tests.airflow.site import Run, Site


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    named = {entry.value for entry in importlib.metadata.entry_points(group="airflow.policy")}
    assert "privlineage.airflow.policy" in named, (
        "privlineage is not installed in this environment: `make test` does it"
    )
    made = Site(tmp_path_factory.mktemp("site"))
    try:
        made.printed_in_process = made.run_in_process("in_process")
        made.start()
        yield made
    finally:
        made.stop()


@pytest.fixture(scope="session")
def gate(site) -> Run:
    """A finished run of the DAG `gate`."""
    return site.run("gate")


@pytest.fixture(scope="session")
def outage(site, gate) -> Run:
    """A finished run of the DAG `outage`, made while the store was gone."""
    with site.without_store():
        return site.run("outage")
