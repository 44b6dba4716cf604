"""Change one input column at a time, and see which outputs change: only those its edges reach may."""

import contextlib
import random
import re
from collections import Counter
from dataclasses import dataclass, field

from privlineage.core.schema import Schema
from privlineage.lineage.sql.resolve import resolve
from tests.contract.sql.engines import Failed
from tests.contract.sql.kinds import kind_of
from tests.contract.sql.reach import Reach, reach, short
from tests.contract.sql.tables import HOW, Pools, changed, new_table
from tests.contract.sql.translation import spellings, translated_views

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
        needed: those of them without which the change would have no explanation.
        unlisted: columns that the engine shows and the resolver does not.
    """

    refused: str = ""
    missed: set = field(default_factory=set)
    moved: set = field(default_factory=set)
    still: set = field(default_factory=set)
    needed: set = field(default_factory=set)
    unlisted: set = field(default_factory=set)


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


def perturb(case, engine, *, rounds, seed=0, robbed=frozenset()):
    """Run a golden case on an engine with several contents of its tables, each with one column changed at a time.

    The text is resolved in the case's own dialect; what the engine runs is that text, or a translation of it.

    Args:
        case: `sql`, `schema` (the tables), and where it has them `dialect` and `views`.
        engine: what runs it.
        rounds: contents of the tables to try.
        seed: other contents for other seeds.
        robbed: edges to leave out of what the resolver says, to see that it is noticed.
    """
    text, dialect, views = case["sql"], case.get("dialect"), case.get("views")
    kinds = tables_of(case)
    if any(kind is None or engine.type_of(kind) is None for columns in kinds.values() for kind in columns.values()):
        return Findings("a type the engine does not have")
    lineage = resolve(text, dialect, Schema(case["schema"], views))
    if lineage.unresolved:
        return Findings("not resolved")
    outputs = without(reach(lineage, case["schema"]), robbed)
    refused = "not translated"
    for statements in spellings(lineage, dialect, engine):
        trial = _Trial(kinds, case, statements, outputs, random.Random(f"{seed} {text}"))
        refused = trial.tried(engine, rounds)
        if not refused and (dialect or "") != engine.name and trial.findings.unlisted:
            refused = "the translation makes other columns"
        if not refused:
            return trial.findings
    return Findings(refused)


def tables_of(case):
    """What the columns hold of the tables that the case names, views apart."""
    views = {name.lower(): definition for name, definition in (case.get("views") or {}).items()}
    words = {word.lower() for word in re.findall(r"\w+", " ".join([case["sql"], *views.values()]))}
    return {
        table.lower(): {column.lower(): kind_of(declared, case.get("dialect")) for column, declared in columns.items()}
        for table, columns in case["schema"].items()
        if table.lower() not in views and (short(table) in words or _is_shard(short(table), words))
    }


def _is_shard(table, words):
    """Whether a table is one of those that a wildcard (`events_*`) may stand for."""
    return any(word.endswith("_") and table.startswith(word) for word in words)


def without(outputs, robbed):
    """The reach of every output without some edges (table, column, output, column)."""
    for table, column, output, name in robbed:
        flows, rows = outputs[output]
        flows[name] = Reach(flows[name].values - {(table, column)}, flows[name].influences - {(table, column)})
        outputs[output] = (flows, rows)
    return outputs


class _Trial:
    """One case under trial: its tables, its statements, what may reach what, and what has shown so far."""

    def __init__(self, kinds, case, statements, outputs, rng):
        text, self.dialect, self.views = case["sql"], case.get("dialect"), case.get("views")
        unique = {name.strip().lower() for found in CONFLICT.findall(text) for name in found.split(",")}
        self.kinds = kinds
        self.unique = {table: unique & set(columns) for table, columns in kinds.items()}
        self.pools = Pools(text, self.dialect)
        self.statements = statements
        self.outputs = outputs
        self.rng = rng
        self.findings = Findings()

    def tried(self, engine, rounds):
        """Go through the rounds; returns why the engine ran none, an empty text when it did."""
        done, refused = 0, []
        try:
            engine.prepare(self.kinds, self.unique, list(translated_views(self.views, self.dialect, engine)))
            while done < rounds and len(refused) < ATTEMPTS:
                try:
                    self.round(engine)
                    done += 1
                except Failed as error:
                    refused.append(str(error).splitlines()[0])
                    if error.final:
                        break
        except Failed as error:
            refused.append(str(error).splitlines()[0])
        finally:
            engine.undo()
        self.findings.still -= self.findings.moved
        return "" if done else refused[0]

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
                is_unique = column in self.unique[table]
                other = changed(column, kind, held, self.pools, self.rng, how=how, unique=is_unique)
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
        self.findings.missed |= found.missed | {(*column, "is not listed") for column in found.unlisted}
        self.findings.unlisted |= found.unlisted
        self.findings.moved |= found.moved
        self.findings.needed |= found.needed
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
        return engine.run(self.kinds, tables, self.statements, self.outputs)

    def _mixed(self, columns):
        rows = len(next(iter(columns.values())))
        order = self.rng.sample(range(rows), rows)
        return {name: [values[index] for index in order] for name, values in columns.items()}


def judged(changed_column, different, before, outputs):
    """What a change of one input column shows of the edges."""
    findings = Findings()
    for output, columns in before.items():
        flows, rows = outputs[output]
        names = by_position(list(columns), list(flows))
        for shown in columns:
            column = names.get(shown, shown)
            flow = flows.get(column)
            if flow is None:
                findings.unlisted.add((output, column))
                continue
            if changed_column == (output, column):
                # What a table held before it was written.
                continue
            is_value = changed_column in flow.values
            edge = (*changed_column, output, column)
            if (output, shown) in different:
                explained = changed_column in flow.influences | rows
                if is_value:
                    findings.moved.add(edge)
                    findings.needed |= set() if explained else {edge}
                elif not explained:
                    findings.missed.add(edge)
            elif is_value:
                findings.still.add(edge)
    return findings


def by_position(shown, listed):
    """The engine's column names to the resolver's: the same one, or the one at the same place."""
    if len(shown) != len(listed):
        return {}
    return {one: one if one in listed else other for one, other in zip(shown, listed, strict=True)}
