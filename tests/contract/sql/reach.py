"""Which input columns may change an output of a script, by the edges the resolver gives for its statements."""

from dataclasses import dataclass, field

__all__ = ["Reach", "reach", "short"]


@dataclass
class Reach:
    """What flows into one column, or chooses the rows of one table: (table, column) of the inputs."""

    values: set = field(default_factory=set)
    influences: set = field(default_factory=set)

    def add(self, other):
        """Join what is behind another column."""
        self.values |= other.values
        self.influences |= other.influences


def short(name):
    """A table's last name: the scripts here use no two tables of one last name."""
    return name.rsplit(".", 1)[-1].strip('"`[]').lower()


class Flowing:
    """The state of every table after each statement of a script, in terms of the tables it began with."""

    def __init__(self, schema):
        self.columns = {}
        self.rows = {}
        self.computed = []
        for table, columns in schema.items():
            for column in columns:
                self.columns[short(table), column.lower()] = Reach({(short(table), column.lower())})

    def of(self, table, column):
        """What is behind a column that is read; the whole table where the column is not known by its name."""
        table, column = short(table), column.lower()
        parts = column.split(".")
        for size in range(len(parts), 0, -1):
            found = self.columns.get((table, ".".join(parts[:size])))
            if found is not None:
                return found
        whole = Reach()
        for (other, _), held in self.columns.items():
            if other == table:
                whole.add(held)
        return whole

    def statement(self, lineage):
        """Take one statement in; returns what flows into the columns and chooses the rows of each of its outputs."""
        found = {table: self._output(columns, lineage.reads) for table, columns in lineage.outputs.items()}
        for table, (flows, rows) in found.items():
            if table:
                self.rows.setdefault(short(table), set()).update(rows)
                for column, flow in flows.items():
                    self.columns.setdefault((short(table), column), Reach()).add(flow)
        for write in lineage.writes:
            if write.mode in ("create", "replace"):
                self._note_computed(lineage, write.table)
            if write.new_name:
                self._renamed(short(write.table), short(write.new_name))
        for target, source in self.computed:
            self.columns.setdefault(target, Reach()).add(self.of(*source))
        return found

    def _note_computed(self, lineage, table):
        """Columns made of others of their row: what is written into those later gets into these."""
        for column, sources in lineage.outputs.get(table, {}).items():
            own = [source for source in sources if source.table == table]
            self.computed += [((short(table), column.lower()), (table, source.column)) for source in own]

    def _output(self, columns, reads):
        read = {source.table for sources in columns.values() for source in sources} | set(reads)
        rows = set().union(*(self.rows.get(short(name), set()) for name in read))
        flows = {column.lower(): Reach() for column in columns}
        for column, sources in columns.items():
            for source in sources:
                behind = self.of(source.table, source.column)
                if source.kind == "value":
                    flows[column.lower()].add(behind)
                elif column == "*":
                    rows |= behind.values | behind.influences
                else:
                    flows[column.lower()].influences |= behind.values | behind.influences
        everywhere = flows.pop("*", Reach())
        for flow in flows.values():
            flow.add(everywhere)
        return flows, rows

    def _renamed(self, old, new):
        for (table, column), held in list(self.columns.items()):
            if table == old:
                self.columns[new, column] = held
        self.rows[new] = self.rows.get(new, set()) | self.rows.get(old, set())


def reach(lineage, schema):
    """After a script: of `""` (the last rows shown) and each table, the columns and the inputs that choose the rows."""
    state = Flowing(schema)
    shown = None
    written = set()
    for statement in lineage.statements:
        found = state.statement(statement)
        shown = found.get("", shown)
        written |= {short(table) for table in found if table}
        written |= {short(write.new_name) for write in statement.writes if write.new_name}
    outputs = {}
    if shown is not None:
        outputs[""] = shown
    for name in written:
        flows = {column: held for (table, column), held in state.columns.items() if table == name}
        outputs[name] = (flows, state.rows.get(name, set()))
    return outputs
