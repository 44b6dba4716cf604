"""Which store a command means, found without importing Airflow."""

import sys

import pytest

from privlineage.cli.storage import airflow_option, optional_store_url, store_url
from privlineage.core.errors import PrivlineageError


@pytest.fixture(autouse=True)
def nothing_configured(monkeypatch, tmp_path):
    for name in ("PRIVLINEAGE_STORE", "AIRFLOW__PRIVLINEAGE__STORE", "AIRFLOW_CONFIG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AIRFLOW_HOME", str(tmp_path))


def test_the_option_comes_first_then_the_environment_then_airflows_file(monkeypatch, tmp_path):
    assert optional_store_url(None) is None
    (tmp_path / "airflow.cfg").write_text("[privlineage]\nstore = sqlite:///of-the-file.db\n")
    assert "sqlite:///of-the-file.db" == store_url(None)
    monkeypatch.setenv("AIRFLOW__PRIVLINEAGE__STORE", "sqlite:///of-airflows-environment.db")
    assert "sqlite:///of-airflows-environment.db" == store_url(None)
    monkeypatch.setenv("PRIVLINEAGE_STORE", "sqlite:///of-the-environment.db")
    assert "sqlite:///of-the-environment.db" == store_url(None)
    assert "sqlite:///given.db" == store_url("sqlite:///given.db")


def test_another_configuration_file_is_read_where_airflow_reads_it(monkeypatch, tmp_path):
    (tmp_path / "other.cfg").write_text("[core]\nfernet_key = 100%\n[privlineage]\nstore = sqlite:///other.db\n")
    monkeypatch.setenv("AIRFLOW_CONFIG", str(tmp_path / "other.cfg"))
    assert "sqlite:///other.db" == airflow_option("store")


@pytest.mark.parametrize("text", ["", "[core]\n", "no section\n", "\xff"])
def test_a_file_that_says_nothing_of_us_says_nothing(tmp_path, text):
    (tmp_path / "airflow.cfg").write_bytes(text.encode("latin-1"))
    assert "" == airflow_option("store")


def test_without_any_the_error_says_how_to_name_one():
    with pytest.raises(PrivlineageError, match="PL003 no store is configured"):
        store_url(None)


def test_airflow_is_not_imported_for_it():
    import subprocess

    code = (
        "import sys; import privlineage.cli.storage as s; s.optional_store_url(None); print('airflow' in sys.modules)"
    )
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "False" == answer.stdout.strip()
