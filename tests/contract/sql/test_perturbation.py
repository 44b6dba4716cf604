"""Golden statements carried out: what changes with an input column has an edge to it.

Influence explains the rest: what chooses rows may change any output, what shapes a column that column. A value edge
that never changes anything may still be right (the values met no condition), so those are only counted.
"""

from pathlib import Path
from types import MappingProxyType

import pytest
import yaml

from tests.contract.sql.perturbation import perturb

GOLDEN = Path(__file__).parents[2] / "golden" / "sql"
ENGINES = {"postgres": ("postgres", "redshift"), "sqlite": ("postgres", "sqlite")}
"""The dialects whose statements are tried on an engine, resolved in the engine's own dialect."""
LEAST = {"postgres": 205, "sqlite": 115}
"""Cases that must run, lest the harness stops showing anything."""


def load(path):
    return yaml.load(path.read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))


def cases(engine):
    if engine == "postgres":
        more = load(Path(__file__).parent / "statements.yml")
        yield from ((text, {"sql": text, "schema": more["schema"]}) for text in more["statements"])
    for path in sorted(GOLDEN.glob("*.yml")):
        group = load(path)
        for case in group["cases"]:
            whole = {"dialect": group.get("dialect"), "schema": group.get("schema", {}), **case}
            # Exits would write files.
            if whole["dialect"] in ENGINES[engine] and path.stem != "exits" and not case.get("views"):
                yield f"{path.stem}: {case['name']}", whole


def findings(engine, rounds, seed=0):
    return {name: perturb(case, engine, rounds=rounds, seed=seed) for name, case in cases(engine.name)}


def missed(found):
    return {name: sorted(one.missed) for name, one in found.items() if one.missed}


@pytest.mark.parametrize("name", ENGINES)
def test_no_output_changes_without_an_edge(name, request, record_property):
    found = findings(request.getfixturevalue(name), rounds=2)
    assert {} == missed(found)
    ran = [one for one in found.values() if not one.refused]
    assert LEAST[name] <= len(ran)
    moved, still = sum(len(one.moved) for one in ran), sum(len(one.still) for one in ran)
    record_property("value edges seen to change something", moved)
    record_property("value edges that changed nothing", still)
    assert still < moved / 4


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(1, 6))
@pytest.mark.parametrize("name", ENGINES)
def test_no_output_changes_without_an_edge_over_many_contents(name, seed, request, record_property):
    found = findings(request.getfixturevalue(name), rounds=20, seed=seed)
    assert {} == missed(found)
    still = {case: sorted(one.still) for case, one in found.items() if one.still}
    record_property("value edges that changed nothing", still)


class _Wrong:
    """An engine that shows another column than it is asked for."""

    name = "postgres"
    types = MappingProxyType({"int": "", "text": ""})

    def prepare(self, *_):
        """Nothing to make."""

    undo = prepare

    def run(self, tables, _statements, _outputs):
        return {"": {"e": [tables["customer"]["id"]]}}


def test_the_harness_notices_a_flow_without_an_edge():
    case = {"sql": "SELECT email AS e FROM customer", "schema": {"customer": {"id": "int", "email": "text"}}}
    found = perturb(case, _Wrong(), rounds=5)
    assert {("customer", "id", "", "e")} == found.missed
    assert ({("customer", "email", "", "e")}, set()) == (found.still, found.moved)
