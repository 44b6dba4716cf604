"""However a query is wrapped, its columns keep their sources: nothing is lost on the way through a query level."""

import importlib.util
from pathlib import Path

import pytest
import yaml

GOLDEN = Path(__file__).parents[3] / "golden" / "sql"
SPEC = importlib.util.spec_from_file_location("notation", GOLDEN / "notation.py")
notation = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(notation)

WRAPPERS = {
    "subquery": "SELECT * FROM ({sql}) wrapped",
    "expression": "WITH wrapped AS ({sql}) SELECT * FROM wrapped",
    "two levels": "WITH inner1 AS ({sql}), inner2 AS (SELECT * FROM inner1) SELECT q.* FROM (SELECT * FROM inner2) q",
    "view": "CREATE VIEW wrapped_view AS {sql}; SELECT * FROM wrapped_view",
    "temporary table": "CREATE TEMPORARY TABLE wrapped_table AS {sql}; SELECT * FROM wrapped_table",
    "both arms of a union": "SELECT * FROM ({sql}) a1 UNION ALL SELECT * FROM ({sql}) a2",
    "new table": "CREATE TABLE wrapped_output AS {sql}",
    "condition kept": "SELECT w.* FROM ({sql}) w WHERE 1 = 1",
}
UNWRAPPABLE = {"tsql", "oracle"}
"""Their common table expressions, temporary tables and views have rules of their own."""


def queries():
    for path in sorted(GOLDEN.glob("*.yml")):
        group = yaml.load(path.read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
        for case in group["cases"]:
            whole = {"dialect": group.get("dialect"), "schema": group.get("schema", {}), **case}
            outputs = whole.get("outputs") or {}
            if set(outputs) != {""} or whole.get("unresolved") or whole["dialect"] in UNWRAPPABLE:
                continue
            if whole["sql"].split()[0].upper() in ("SELECT", "WITH", "VALUES") and ";" not in whole["sql"]:
                yield pytest.param(whole, id=f"{path.stem}: {case['name']}")


@pytest.mark.parametrize("wrapper", WRAPPERS)
@pytest.mark.parametrize("case", list(queries()))
def test_a_wrapped_query_keeps_every_source(case, wrapper):
    wrapped = {**case, "sql": WRAPPERS[wrapper].format(sql=case["sql"]), "outputs": {}}
    facts = notation.facts(wrapped, {})
    assert [] == facts["unresolved"]
    (found,) = facts["outputs"].values()
    assert notation.expected(case)["outputs"][""] == found
