"""`make demo` does what the README says, word for word."""

import os
import re
import subprocess
import sys

import pytest

from privlineage.store.open import open_store
from scripts.readme import block, normalised
from tests.conftest import ROOT
from tests.replaying import unlike

README = (ROOT / "README.md").read_text(encoding="utf-8")


STORE = "sqlite:///.demo/run/privlineage.db"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("demo") / "a folder with spaces"


@pytest.fixture(scope="module")
def demo(folder):
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
    """When this is red: `make demo > out.txt && python scripts/readme.py "make demo" out.txt`."""
    assert normalised(block(README, "make demo")).splitlines() == normalised(demo.stdout).splitlines()


def test_the_message_that_opens_the_readme_is_one_of_those_printed(demo):
    assert normalised(block(README, "message")) in normalised(demo.stdout)


def test_the_analysts_page_asks_questions_that_have_answers(demo, folder):
    (code,) = re.findall(r"```python\n(.*?)```", (ROOT / "docs" / "analysts.md").read_text(encoding="utf-8"), re.DOTALL)
    assert STORE in code
    asked = re.sub(r"^    lineage\.", "    answers += lineage.", code, flags=re.MULTILINE)
    answers = Answers()
    exec(asked.replace(STORE, f"sqlite:///{folder}/privlineage.db"), {"answers": answers})
    labels, upstream, downstream, path = answers.found
    assert {("user.contact.phone_number", "pseudonymised")} <= {
        (x.atom.category, x.atom.identifiability) for x in labels
    }
    assert "wh.raw_transactions#amount" in {str(column) for column in upstream}
    assert "file://ads-partner/audience_hashed.csv#phone_hash" in {str(column) for column in downstream}
    assert "wh.lending_decisions#phone" == str(path.columns[-1])


def test_every_verdict_of_the_demo_comes_out_the_same_again(demo, folder):
    store = open_store(f"sqlite:///{folder}/privlineage.db")
    count, wrong = unlike(store)
    store.close()
    assert (14, []) == (count, wrong)


class Answers:
    """Collects what stands to the right of `+=`."""

    def __init__(self):
        self.found = []

    def __iadd__(self, answer):
        self.found.append(answer)
        return self


def test_no_line_is_wider_than_a_terminal_except_for_messages_of_commands(demo):
    ours = [line for line in demo.stdout.splitlines() if not line.startswith("  ")]
    assert [] == [line for line in ours if len(line) > 100 and "─" not in line and "demo.log" not in line]
