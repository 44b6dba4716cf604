"""Change one input column at a time, and see which outputs change: only those its edges reach may."""

import contextlib
import random
import re
from collections import Counter
from dataclasses import dataclass, field

from privlineage.core.schema import Schema
from privlineage.lineage.sql.resolve import resolve
from tests.contract.sql.engines import Failed
from tests.contract.sql.reach import reach, short
from tests.contract.sql.tables import HOW, ROWS, Pools, changed, kind_of, new_table

__all__ = ["Findings", "perturb"]

ATTEMPTS = 8
"""Contents of the tables that are tried while the engine refuses to run the script over them."""
CONFLICT = re.compile(r"ON\s+CONFLICT\s*\(([\w\s,]+)\)", re.IGNORECASE)


@dataclass
class Findings:
    """What one case showed.

    Attributes:
        refused: why the engine did not run it; empty when it did.
        missed: outputs that changed with an input that has no edge to them.
        moved: value edges that were seen to change something.
        still: value edges that never changed anything.
    """

    refused: str = ""
    missed: set = field(default_factory=set)
    moved: set = field(default_factory=set)
    still: set = field(default_factory=set)


def same(first, second):
    return Counter(map(repr, first)) == Counter(map(repr, second))


def differing(before, after):
    """The (output, column) whose values are other ones, whatever their order."""
    found = set()
    for output, columns in before.items():
        for column, held in columns.items():
            others = after.get(output, {}).get(column, [])
            if len(held) != len(others) or not all(map(same, held, others)):
                found.add((output, column))
    return found


def perturb(case, engine, *, rounds, seed=0):
    """Run a golden case on an engine with several contents of its tables, each with one column changed at a time."""
    text = case["sql"]
    words = {word.lower() for word in re.findall(r"\w+", text)}
    kinds = {
        table.lower(): {column.lower(): kind_of(declared) for column, declared in columns.items()}
        for table, columns in case["schema"].items()
        if short(table) in words
    }
    if any(kind not in engine.types for columns in kinds.values() for kind in columns.values()):
        return Findings("a type the engine does not have")
    lineage = resolve(text, engine.name, Schema(case["schema"]))
    if lineage.unresolved:
        return Findings("not resolved")
    trial = _Trial(kinds, text, lineage, reach(lineage, case["schema"]), random.Random(f"{seed} {text}"))
    done, refused = 0, []
    try:
        engine.prepare(kinds, trial.unique)
        while done < rounds and len(refused) < ATTEMPTS:
            try:
                trial.round(engine)
                done += 1
            except Failed as error:
                refused.append(str(error).splitlines()[0])
    except Failed as error:
        refused.append(str(error).splitlines()[0])
    finally:
        engine.undo()
    trial.findings.still -= trial.findings.moved
    return trial.findings if done else Findings(refused[0])


class _Trial:
    """One case under trial: its tables, its statements, what may reach what, and what has shown so far."""

    def __init__(self, kinds, text, lineage, outputs, rng):
        unique = {name.strip().lower() for found in CONFLICT.findall(text) for name in found.split(",")}
        self.kinds = kinds
        self.unique = {table: unique & set(columns) for table, columns in kinds.items()}
        self.pools = Pools(text)
        self.statements = [statement.sql for statement in lineage.statements]
        self.outputs = outputs
        self.rng = rng
        self.findings = Findings()

    def round(self, engine):
        """Fill the tables, run, then change one column after the other and run again."""
        tables = {
            table: new_table(columns, self.pools, self.rng, self.unique[table]) for table, columns in self.kinds.items()
        }
        before = self.run(engine, tables)
        # What changes with the order of the rows, or from one run to the next, is chance and says nothing.
        chance = differing(before, self.run(engine, tables)) | self._by_order(engine, tables, before, tries=1)
        for table, columns in self.kinds.items():
            for column, kind in columns.items():
                held, how = tables[table][column], self.rng.choice(HOW)
                other = changed(kind, held, self.pools, self.rng, how, unique=column in self.unique[table])
                others = {**tables, table: {**tables[table], column: other}}
                with contextlib.suppress(Failed):
                    after = self.run(engine, others)
                    self._judge((short(table), column), (tables, before), (others, after), chance, engine)

    def _judge(self, column, first, second, chance, engine):
        before, after = first[1], second[1]
        found = judged(column, differing(before, after) - chance, before, self.outputs)
        if found.missed:
            # Rows that tie under a LIMIT come in any order, and rarely in another one: look more often.
            chance |= self._by_order(engine, *first, tries=8) | self._by_order(engine, *second, tries=8)
            found = judged(column, differing(before, after) - chance, before, self.outputs)
        self.findings.missed |= found.missed
        self.findings.moved |= found.moved
        self.findings.still |= found.still

    def _by_order(self, engine, tables, before, *, tries):
        """What differs when the same rows come in another order."""
        found = set()
        for _ in range(tries):
            mixed = {table: self._mixed(columns) for table, columns in tables.items()}
            found |= differing(before, self.run(engine, mixed))
        return found

    def run(self, engine, tables):
        """Run the statements over these tables."""
        return engine.run(tables, self.statements, self.outputs)

    def _mixed(self, columns):
        order = self.rng.sample(range(ROWS), ROWS)
        return {name: [values[index] for index in order] for name, values in columns.items()}


def judged(changed_column, different, before, outputs):
    """What a change of one input column shows of the edges."""
    findings = Findings()
    for output, columns in before.items():
        flows, rows = outputs[output]
        names = by_position(list(columns), list(flows))
        for column in columns:
            flow = flows.get(names.get(column, column))
            if flow is None:
                findings.missed.add((output, column, "is not listed"))
                continue
            is_value = changed_column in flow.values
            edge = (*changed_column, output, column)
            if (output, column) in different:
                if is_value:
                    findings.moved.add(edge)
                elif changed_column not in flow.influences | rows and changed_column != (output, column):
                    findings.missed.add(edge)
            elif is_value:
                findings.still.add(edge)
    return findings


def by_position(shown, listed):
    """The engine's column names to the resolver's: the same one, or the one at the same place."""
    if len(shown) != len(listed):
        return {}
    return {one: one if one in listed else other for one, other in zip(shown, listed, strict=True)}
