"""A Spark of two threads. Its tests fail, with what to install, where it cannot be had: they are asked for by name."""

import re
import shutil
import subprocess
import warnings

import pytest

JAVA = 17


@pytest.fixture(scope="session")
def session(tmp_path_factory):
    problem = missing()
    if problem:
        pytest.fail(problem, pytrace=False)
    from privlineage.expectations.loading import load_great_expectations

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        load_great_expectations()
        from pyspark.sql import SparkSession

        made = (
            SparkSession.builder.master("local[2]")
            .config("spark.ui.enabled", "false")
            .config("spark.sql.shuffle.partitions", "2")
            .config("spark.driver.host", "127.0.0.1")
            .config("spark.driver.bindAddress", "127.0.0.1")
            .config("spark.sql.warehouse.dir", str(tmp_path_factory.mktemp("warehouse")))
            .getOrCreate()
        )
    made.sparkContext.setLogLevel("ERROR")
    yield made
    made.stop()


def missing():
    """What has to be installed before Spark can run; an empty text where nothing has."""
    try:
        import pyspark  # noqa: F401
    except ImportError:
        return "PySpark is not installed: scripts/set-up spark"
    java = shutil.which("java")
    if java is None:
        return f"there is no `java` on PATH: install Java {JAVA}, as with apt-get install openjdk-{JAVA}-jre-headless"
    said = subprocess.run([java, "-version"], capture_output=True, text=True, check=False).stderr
    found = re.search(r'version "(\d+)', said)
    if found is None or int(found[1]) < JAVA:
        return f"`java` is too old: install Java {JAVA}, as with apt-get install openjdk-{JAVA}-jre-headless"
    return ""
