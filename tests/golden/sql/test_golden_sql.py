"""Every golden statement resolves to exactly the edges and the unresolved entries written beside it."""

import importlib.util
from pathlib import Path

import pytest
import yaml

FOLDER = Path(__file__).parent
SPEC = importlib.util.spec_from_file_location("notation", FOLDER / "notation.py")
notation = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(notation)


def cases():
    for path in sorted(FOLDER.glob("*.yml")):
        group = yaml.load(path.read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
        for case in group["cases"]:
            whole = {"dialect": group.get("dialect"), **case}
            yield pytest.param(whole, group.get("schema", {}), id=f"{path.stem}: {case['name']}")


@pytest.mark.parametrize(("case", "schema"), list(cases()))
def test_a_statement_resolves_to_the_edges_written_beside_it(case, schema):
    assert notation.expected(case) == notation.facts(case, schema)
