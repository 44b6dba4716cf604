"""`make demo` does what the README says, word for word."""

import os
import subprocess
import sys

import pytest

from scripts.readme import block, normalised
from tests.conftest import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    folder = tmp_path_factory.mktemp("demo") / "a folder with spaces"
    environment = {name: value for name, value in os.environ.items() if not name.startswith("AIRFLOW")}
    return subprocess.run(
        [sys.executable, str(ROOT / "scripts" / "demo.py"), "--folder", str(folder)],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_everything_comes_out_as_expected(demo):
    assert (0, "") == (demo.returncode, demo.stderr), demo.stdout[-2000:]


def test_the_readme_shows_what_it_prints(demo):
    assert normalised(block(README, "make demo")).splitlines() == normalised(demo.stdout).splitlines()


def test_the_message_that_opens_the_readme_is_one_of_those_printed(demo):
    assert normalised(block(README, "message")) in normalised(demo.stdout)


def test_no_line_is_wider_than_a_terminal_except_for_messages_of_commands(demo):
    ours = [line for line in demo.stdout.splitlines() if not line.startswith("  ")]
    assert [] == [line for line in ours if len(line) > 100 and "─" not in line and "demo.log" not in line]
