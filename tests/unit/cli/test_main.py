"""The frame of the command line: exits, where what is printed goes, and failures that are told and never shown raw."""

import pytest

from privlineage.cli import main as program
from privlineage.cli import sql
from privlineage.core.errors import CODES


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "PL001 missing command"),
        (["flow"], "PL001 no such command `flow`"),
        (["sql"], "PL001 missing argument `FILE`"),
        (["sql", "-", "--dilect", "x"], "PL001 no such option: --dilect"),
        (["labels", "a.b#c", "--format", "xml"], "PL001 invalid value for `--format`: `xml` is not one of "),
        (["schemas"], "PL001 missing command"),
        (["schemas", "push"], "PL001 no such command `push`"),
        (["trace", "a.b", "--depth", "0"], "PL001 invalid value for `--depth`: input should be "),
        (["labels", "a.b#c"], "PL003 no store is configured"),
        (["labels", "a.b#c", "--store", "sqlite:///absent.db"], "PL501 "),
        (["labels", "a.b#c", "--store", "nonsense"], "PL001 "),
        (["ingest", "absent.ndjson", "--store", "sqlite:///absent.db"], "PL501 "),
        (["apply", "absent", "--plan"], "PL002 "),
        (["check", "absent.py", "--bundle", "absent"], "PL002 "),
    ],
)
def test_bad_usage_and_what_is_missing_exit_with_2_and_a_code(run, arguments, said):
    answer = run(*arguments)
    assert (2, "") == (answer.code, answer.out)
    assert answer.err.startswith(said)


def test_help_is_no_failure(run):
    answer = run("--help")
    assert (0, "") == (answer.code, answer.err)
    assert all(command in answer.out for command in ("init", "apply", "doctor", "check", "schemas", "explain"))


def test_an_accident_is_told_without_its_values(run, monkeypatch):
    def broken(path):
        raise RuntimeError("the value ann@example.org")

    monkeypatch.setattr(sql, "read_text", broken)
    answer = run("sql", "x.sql")
    assert (2, "") == (answer.code, answer.out)
    assert answer.err.startswith("PL000 an unexpected RuntimeError in ")
    assert "ann@example.org" not in answer.err


def test_the_traceback_is_there_for_those_who_ask(run, monkeypatch):
    monkeypatch.setenv(program.DEBUG, "1")
    monkeypatch.setattr(sql, "read_text", lambda path: 1 / 0)
    assert "Traceback (most recent call last)" in run("sql", "x.sql").err


def test_ctrl_c_ends_quietly(run, monkeypatch):
    def interrupted(path):
        raise KeyboardInterrupt

    monkeypatch.setattr(sql, "read_text", interrupted)
    answer = run("sql", "x.sql")
    assert (130, "", "") == (answer.code, answer.out, answer.err)


def test_every_code_has_its_section_in_the_docs(pytestconfig):
    text = (pytestconfig.rootpath / "docs" / "errors.md").read_text(encoding="utf-8")
    headings = [line.removeprefix("## ") for line in text.splitlines() if line.startswith("## ")]
    assert [f"{code}: {title}" for code, title in CODES.items()] == headings


def test_every_command_has_its_section_in_the_docs(run, pytestconfig):
    text = (pytestconfig.rootpath / "docs" / "cli.md").read_text(encoding="utf-8")
    listed = run("--help").out.partition("Commands:")[2]
    commands = {line.split()[0] for line in listed.splitlines() if line.startswith("  ") and line[2:3].strip()}
    commands -= {"Exit", "usage,"}
    assert set() == {command for command in commands if f"## `privlineage {command}" not in text}
