"""The README and the first pages: links lead somewhere, commands exist, what a bundle example says is valid."""

import re

import pytest

from privlineage.cli.app import command_line
from scripts.readme import block, normalised, with_block
from tests.conftest import ROOT

PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
TEXTS = {str(page.relative_to(ROOT)): page.read_text(encoding="utf-8") for page in PAGES}
LINK = re.compile(r"\]\((?!https?:|#)([^)#\s]+)[^)]*\)")
INLINE = re.compile(r"`privlineage\s+([a-z]+)")
FENCED = re.compile(r"```\w*\n(.*?)```", re.DOTALL)
IN_FENCE = re.compile(r"^(?:\$ )?privlineage +([a-z]+)", re.MULTILINE)


def test_there_is_a_first_page_for_each_kind_of_user():
    expected = {"index", "engineers", "analysts", "privacy-team", "regulator", "laws"}
    assert set() == expected - {page.stem for page in PAGES}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_leads_to_a_file(page):
    links = LINK.findall(page.read_text(encoding="utf-8"))
    assert [] == [link for link in links if not (page.parent / link).exists()]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_command_named_is_a_command(page):
    text = page.read_text(encoding="utf-8")
    fenced = [name for code in FENCED.findall(text) for name in IN_FENCE.findall(code)]
    named = {*fenced, *INLINE.findall(FENCED.sub("", text))}
    assert set() == named - set(command_line().commands)


def test_every_make_target_named_is_there():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    named = {name for text in TEXTS.values() for name in re.findall(r"`make ([a-z-]+)`", text)}
    assert set() == {name for name in named if not re.search(rf"^{name}:", makefile, re.MULTILINE)}


def test_python_examples_compile():
    for name, text in TEXTS.items():
        for code in re.findall(r"```python\n(.*?)```", text, re.DOTALL):
            compile(code, name, "exec")


def test_a_block_is_found_replaced_and_compared_without_what_varies():
    readme = "a\n<!-- make demo -->\n```\nold (1.0 s)\n```\nb\n```\nother\n```\n"
    changed = with_block(readme, "make demo", "new V-12AB (2.5 s)\ndone in 31 s\n")
    assert "a\n<!-- make demo -->\n```\nnew V-12AB (2.5 s)\ndone in 31 s\n```\nb\n```\nother\n```\n" == changed
    assert "new V-… (… s)\ndone in … s" == normalised(block(changed, "make demo"))
    with pytest.raises(ValueError, match="no block"):
        block(readme, "make test")


@pytest.mark.parametrize("name", ["message", "make demo", "make test"])
def test_the_readme_shows_what_commands_print(name):
    assert block(TEXTS["README.md"], name).strip()
