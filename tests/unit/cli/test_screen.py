"""What is printed: names from other people's files cannot move a cursor, and nothing breaks on odd characters."""

import json

from privlineage.cli.screen import Node, guarded_stdout, say, say_line, show_json, table, tree


def test_text_that_runs_backwards_is_shown_as_it_is_stored(capsys):
    say("approved by \u202eana\u202c \u2066bo")
    assert "approved by \\x202eana\\x202c \\x2066bo\n" == capsys.readouterr().out


def test_a_line_break_in_a_cell_or_a_line_begins_no_line(capsys):
    say_line("because  x\n  approved by ana")
    table(["who"], [["x\nana"]])
    assert ["because  x\\x0a  approved by ana", "who", "x\\x0aana"] == capsys.readouterr().out.splitlines()


def test_control_characters_are_shown_rather_than_sent(capsys):
    say("red \x1b[31m bell \x07 tab\tline\nnext")
    assert "red \\x1b[31m bell \\x07 tab\tline\nnext\n" == capsys.readouterr().out


def test_half_characters_do_not_break_the_output(capsys):
    say("\ud800 é")
    show_json({"name": "\ud800 é"})
    out = capsys.readouterr().out
    assert "\\ud800 é" == out.splitlines()[0]
    assert {"name": "\ud800 é"} == json.loads(out.partition("\n")[2])


def test_a_table_is_aligned_and_a_tree_is_drawn(capsys):
    table(["a", "long heading"], [["1", "x"], ["222", ""]])
    tree(Node("root", [Node("one", [Node("deep")]), Node("two")]))
    assert ("a    long heading\n1    x\n222\nroot\n├─ one\n│  └─ deep\n└─ two\n") == capsys.readouterr().out


def test_a_tree_may_be_deeper_than_the_stack(capsys):
    root = leaf = Node("0")
    for number in range(1, 3000):
        leaf.children.append(Node(str(number)))
        leaf = leaf.children[0]
    tree(root)
    assert 3000 == len(capsys.readouterr().out.splitlines())


def test_what_other_code_prints_goes_to_standard_error(capfd):
    import subprocess

    with guarded_stdout():
        print("from Python")  # noqa: T201 - this is the other people's print
        subprocess.run(["echo", "from a child"], check=True)
    say("ours")
    printed = capfd.readouterr()
    assert "ours\n" == printed.out
    assert {"from Python", "from a child"} == set(printed.err.splitlines())


def test_on_a_narrow_terminal_a_reference_is_folded_and_never_cut_off(capsys, monkeypatch):
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    monkeypatch.setenv("COLUMNS", "40")
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm")
    table(["column", "label"], [["wh.public.customers#email", "user.contact.email.of.somebody"]])
    tree(Node("wh.public.customers#email [red]", [Node("child \x1b[31m")]))
    say("styled [bold]", "bold")
    out = capsys.readouterr().out
    assert "\N{HORIZONTAL ELLIPSIS}" not in out
    letters = "".join(out.split())
    assert all(part in letters for part in ("wh.public.customers#email[red]", "child\\x1b[31m", "styled[bold]"))
