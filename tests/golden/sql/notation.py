"""The notation of the golden cases: one short line per source of an output column.

customer.phone                      the value, unchanged
customer.phone + / customer.phone # the value, transformed / aggregated, through no named function
customer.phone > sha256             through sha256, as its argument 0 (transformed)
orders.amt # > sum                  aggregated by sum
customer.phone > hmac[0]{1: k, 2: sha256} > coalesce[1]
~customer.country                   influence
customer.*?                         assumed
customer:payload.user.email         a field path
"""

import re

from privlineage.core.schema import Schema
from privlineage.lineage.sql.resolve import resolve

MARKS = {"identity": "", "transformation": " +", "aggregation": " #"}
STEPS = re.compile(r" [>+#](?: |$)")
"""Where the name of a source ends, and what is done to it begins."""


def head(line):
    """A line's source with the signs at it (`~`, `?`), without what is done to it."""
    return STEPS.split(line)[0]


def shown(source):
    """A source column in the notation."""
    table, column = source["table"], source["column"]
    name = f"{table}:{column}" if "." in column else f"{table}.{column}"
    sure = "" if source["confidence"] == "parsed" else "?"
    if source["kind"] == "influence":
        assert (source["transform"], source["path"]) == (None, [])
        return f"~{name}{sure}"
    steps = "".join(f" > {_step(use)}" for use in source["path"])
    mark = MARKS[source["transform"]]
    return f"{name}{sure}{'' if steps and mark == ' +' else mark}{steps}"


def _step(use):
    argument = f"[{use['argument']}]" if use["argument"] or use["literals"] else ""
    literals = ", ".join(f"{position}: {text}" for position, text in use["literals"].items())
    return f"{use['function']}{argument}" + (f"{{{literals}}}" if literals else "")


def facts(case):
    """What the resolver says of a case, in the notation, for what the case speaks of."""
    schema = Schema(case["schema"], case.get("views"))
    statements = resolve(case["sql"], case.get("dialect"), schema).to_contract_json()["statements"]
    shape = [
        {
            table: {column: sorted(map(shown, sources)) for column, sources in columns.items()}
            for table, columns in s["outputs"].items()
        }
        for s in statements
    ]
    unresolved = [entry for s in statements for entry in s["unresolved"]]
    places = [f"{e['reason'].split(':')[0]}@{e['line']}:{e['column']}" for e in unresolved]
    found = {"outputs": shape if "all" in case else shape[-1] if shape else {}}
    found["unresolved"] = sorted(
        places if any("@" in e for e in case.get("unresolved", [])) else [p.split("@")[0] for p in places]
    )
    return found


def expected(case):
    """What the case says, in the same shape."""

    def tidy(outputs):
        return {
            table: {column: sorted(sources or []) for column, sources in (columns or {}).items()}
            for table, columns in (outputs or {}).items()
        }

    outputs = [tidy(entry) for entry in case["all"]] if "all" in case else tidy(case.get("outputs"))
    return {"outputs": outputs, "unresolved": sorted(case.get("unresolved", []))}
