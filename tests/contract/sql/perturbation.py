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
from tests.contract.sql.tables import HOW, ROWS, Pools, changed, mixed, new_table, untied
from tests.contract.sql.translation import spellings, translated_views

__all__ = ["Findings", "by_position", "differing", "judged", "perturb"]

ATTEMPTS = 8
"""Contents of the tables that are tried while the engine refuses to run the script over them."""
TIELESS = 6
"""Contents without ties that are tried before a change counts as one that no edge explains."""
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

    def add(self, other):
        """Join what other contents of the tables showed."""
        for name in ("missed", "moved", "still", "needed", "unlisted"):
            getattr(self, name).update(getattr(other, name))


def same(first, second):
    return Counter(map(written, first)) == Counter(map(written, second))


def written(value):
    """A value as text; the last digits of a sum of floats depend on the order of its rows."""
    return f"{value:.9g}" if isinstance(value, float) else repr(value)


def differing(before, after):
    """The (output, column) whose values are other ones, whatever their order."""
    found = set()
    for output, columns in before.items():
        for column, held in columns.items():
            others = after.get(output, {}).get(column, [])
            if len(held) != len(others) or not all(map(same, held, others)):
                found.add((output, column))
    return found


def perturb(case, engine, *, rounds, seed=0, robbed=frozenset(), thorough=False, judge=None):
    """Run a golden case on an engine with several contents of its tables, each with one column changed at a time.

    The text is resolved in the case's own dialect; what the engine runs is that text, or a translation of it.

    Args:
        case: `sql`, `schema` (the tables), and where it has them `dialect` and `views`.
        engine: what runs it.
        rounds: contents of the tables to try.
        seed: other contents for other seeds.
        robbed: edges to leave out of what the resolver says, to see that it is noticed.
        thorough: whether to go through all rounds, also when every value edge was seen to matter.
        judge: what says what a change shows, where it is not `judged` alone.
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
    engine.places = [name for name in places_of(lineage) if re.fullmatch(r"\w+\.\w+(\.\w+)?", name)]
    for statements in spellings(lineage, dialect, engine):
        rng = random.Random(f"{seed} {text}")
        trial = _Trial(kinds, case, statements, outputs, rng, judge=judge or judged)
        refused = trial.tried(engine, rounds, thorough=thorough)
        if not refused and (dialect or "") != engine.name and trial.findings.unlisted:
            refused = "the translation makes other columns"
        if not refused:
            return trial.findings
    return Findings(refused)


def tables_of(case):
    """What the columns hold of the tables that the case names, views apart."""
    views = {name.lower() for name in case.get("views") or {}}
    words = words_of(case)
    return {
        table.lower(): {column.lower(): kind_of(declared, case.get("dialect")) for column, declared in columns.items()}
        for table, columns in case["schema"].items()
        if table.lower() not in views and (short(table) in words or _is_shard(short(table), words))
    }


def places_of(lineage):
    """Names of the tables that a script writes or moves."""
    for statement in lineage.statements:
        yield from statement.outputs
        yield from (write.new_name for write in statement.writes if write.new_name)


def words_of(case):
    """The words of the text and of the views, in lower case."""
    return set(re.findall(r"\w+", " ".join([case["sql"], *(case.get("views") or {}).values()]).lower()))


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

    def __init__(self, kinds, case, statements, outputs, rng, *, judge):
        text, self.dialect, self.views = case["sql"], case.get("dialect"), case.get("views")
        unique = {name.strip().lower() for found in CONFLICT.findall(text) for name in found.split(",")}
        self.kinds = kinds
        self.unique = {table: unique & set(columns) for table, columns in kinds.items()}
        self.words = words_of(case)
        self.pools = Pools(text, self.dialect)
        self.statements = statements
        self.outputs = outputs
        self.rng = rng
        self.judged = judge
        self.findings = Findings()

    def tried(self, engine, rounds, *, thorough):
        """Go through the rounds; returns why the engine ran none, an empty text when it did."""
        done, refused = 0, []
        try:
            engine.prepare(self.kinds, self.unique, list(translated_views(self.views, self.dialect, engine)))
            while done < rounds and len(refused) < ATTEMPTS and (thorough or not done or self._is_still()):
                try:
                    self.round(engine)
                    done += 1
                except Failed as error:
                    if not engine.learn(error):
                        refused.append(str(error).splitlines()[0])
                        if error.final:
                            break
        except Failed as error:
            refused.append(str(error).splitlines()[0])
        finally:
            engine.undo()
        self.findings.still -= self.findings.moved
        return "" if done else (refused or ["nothing was tried"])[0]

    def _is_still(self):
        return bool(self.findings.still - self.findings.moved)

    def round(self, engine):
        """Fill the tables, run, then change one column after the other and run again."""
        tables = {
            table: new_table(columns, self.pools, self.rng, self.unique[table]) for table, columns in self.kinds.items()
        }
        before = self.run(engine, tables)
        # What changes with the order of the rows, or from one run to the next, is chance and says nothing.
        chance = self._by_order(engine, tables, before, tries=1)
        for table, columns in self.kinds.items():
            for group in self._groups(columns):
                self._change(table, group, (tables, before), chance, engine)

    def _groups(self, columns):
        """Each column by itself that the statement names; the others together, which mostly matter to nothing."""
        named = [[column] for column in columns if column in self.words]
        others = [column for column in columns if column not in self.words]
        return [*named, others] if others else named

    def _change(self, table, group, first, chance, engine):
        """Change some columns of a table at once; where that shows, one after the other."""
        tables, before = first
        other = {}
        for column in group:
            kind, is_unique = self.kinds[table][column], column in self.unique[table]
            held, how = tables[table][column], self.rng.choice(HOW)
            other[column] = changed(column, kind, held, self.pools, self.rng, how=how, unique=is_unique)
        others = {**tables, table: {**tables[table], **other}}
        try:
            after = self.run(engine, others)
        except Failed:
            after = None
        if len(group) > 1 and (after is None or differing(before, after) - chance):
            for column in group:
                self._change(table, [column], first, chance, engine)
        elif after is not None:
            for column in group:
                self._judge((short(table), column), first, (others, after), chance, engine)

    def _judge(self, column, first, second, chance, engine):
        before, after = first[1], second[1]
        found = self.judged(column, differing(before, after) - chance, before, self.outputs)
        if found.missed:
            # Rows that tie under a LIMIT come in any order, and rarely in another one: look more often.
            chance |= self._by_order(engine, *first, tries=8) | self._by_order(engine, *second, tries=8)
            found = self.judged(column, differing(before, after) - chance, before, self.outputs)
            found.missed = self._without_ties(engine, column, first[0], second[0], found.missed)
        self.findings.missed |= found.missed | {(*column, "is not listed") for column in found.unlisted}
        self.findings.unlisted |= found.unlisted
        self.findings.moved |= found.moved
        self.findings.needed |= found.needed
        self.findings.still |= found.still

    def _without_ties(self, engine, column, first, second, missed):
        """Those of the misses that show as well where nothing the statement orders by is alike in two rows.

        Which of two rows that tie comes first may hang on anything, also on a column that has no part in the order.
        """
        if not missed or not self.pools.ordering:
            return missed
        found = set()
        for _ in range(TIELESS):
            order = self.rng.sample(range(ROWS), ROWS)
            with contextlib.suppress(Failed):
                before = self.run(engine, self._untied(first, order))
                after = self.run(engine, self._untied(second, order))
                found |= self.judged(column, differing(before, after), before, self.outputs).missed
        return missed & found

    def _untied(self, tables, order):
        """The tables with other values where what is ordered by is alike; the rows come in a given order."""
        return {
            table: {
                name: untied([values[at] for at in order], self.kinds[table][name], tied=name in self.pools.ordering)
                for name, values in columns.items()
            }
            for table, columns in tables.items()
        }

    def _by_order(self, engine, tables, before, *, tries):
        """What differs when the same rows come in another order."""
        found = set()
        for _ in range(tries):
            others = {table: mixed(columns, self.rng) for table, columns in tables.items()}
            found |= differing(before, self.run(engine, others))
        return found

    def run(self, engine, tables):
        """Run the statements over these tables."""
        return engine.run(self.kinds, tables, self.statements, self.outputs)


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
