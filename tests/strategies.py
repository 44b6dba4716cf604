"""Hypothesis strategies shared by every test: a new word of the domain joins them here.

The universe is small on purpose: few datasets, columns and functions meet often, and meetings are where bugs are.
Text that people write (names, namespaces) comes from `awkward_text` instead, to try quoting and folding.
"""

from collections.abc import Sequence

from hypothesis import strategies as st

from privlineage.core.declassify import Declassifier, Weakening
from privlineage.core.facts import Confidence, Fact, FunctionStep
from privlineage.core.labels import Atom, Identifiability, Strength, Tag, Ways
from privlineage.core.plan import Job, Opening, Plan, Sink, Unresolved, WriteMode
from privlineage.core.refs import ColumnRef, DatasetRef
from privlineage.core.sources import Source
from privlineage.graph.model import Edge, EpochRef, Slot

DATASETS = tuple(DatasetRef("wh", f"public.{name}", declared=True) for name in ("r", "s", "t"))
PATHS = ("a", "b", "p", "p.x", "p.x.y", "p.z", "*")
CATEGORIES = ("user.contact.email", "user.contact", "user.demographic.gender")
HASH = FunctionStep("sha256", 0, (), "postgres")
REVEAL = FunctionStep("reveal", 0, (), "postgres")
COUNT = FunctionStep("count", 0, (), "postgres")
OTHER = FunctionStep("upper", 0, (), "postgres")

# -- text people write

awkward_text = st.text(st.sampled_from("abzAZ09._-/:#`[]{}*@ é客\t"), min_size=1, max_size=12)
"""Names with everything that a reference must quote."""

hosts = st.sampled_from(["wh", "WH", "sg-1.example.com", "10.0.0.5"])
schemes = st.sampled_from(["postgres", "postgresql", "mysql", "snowflake", "s3", "s3a", "gs", "https", "hdfs"])
ports = st.sampled_from(["", ":5432", ":3306", ":9999"])


@st.composite
def namespaces(draw: st.DrawFn) -> str:
    """OpenLineage namespaces, with and without `://`."""
    if draw(st.booleans()):
        return f"{draw(schemes)}://{draw(hosts)}{draw(ports)}"
    return draw(st.sampled_from(["bigquery", "conn", "xcom", "model", "file", "file://", "kafka:x", "odd ns"]))


dialects = st.sampled_from(["postgres", "mysql", "sqlite", "snowflake", "bigquery", "duckdb", "tsql", "trino"])

sources = st.builds(
    Source,
    name=st.sampled_from(["wh", "lake", "sg"]),
    namespace=st.sampled_from(["postgres://wh:5432", "mysql://db", "s3://lake/raw", "bigquery", "file:///data", "x:y"]),
    database=st.sampled_from([None, "bank", "Bank", "public"]),
    default_schema=st.sampled_from([None, "public", "Mart"]),
    dialect=st.none() | dialects,
    aliases=st.sampled_from([(), ("postgres://10.0.0.5:5432",)]),
    location=st.sampled_from([None, "CN", "SG"]),
)

# -- labels

identifiabilities = st.sampled_from(Identifiability)
strengths = st.sampled_from(Strength)
uses = st.none() | st.sampled_from([(), ("finance",), ("finance", "marketing.advertising")])

atoms = st.builds(
    Atom,
    category=st.sampled_from(CATEGORIES),
    identifiability=identifiabilities,
    origin=st.sampled_from(["", "CN"]),
    uses=uses,
    subjects=st.sampled_from([(), ("customer",)]),
    controller=st.sampled_from(["", "lender"]),
)
few_atoms = st.sampled_from(
    [
        Atom("user.contact.email"),
        Atom("user.contact.email", origin="CN"),
        Atom("user.contact.email", Identifiability.PSEUDONYMISED),
        Atom("user.demographic.gender"),
    ]
)
ways = st.integers(1, 7).map(Ways)
labels = st.dictionaries(few_atoms, ways, max_size=3)

declassifiers = st.builds(
    Declassifier,
    function=st.sampled_from(["sha256", "count", "hmac"]),
    to=st.sampled_from([Identifiability.PSEUDONYMISED, Identifiability.AGGREGATED]),
    argument=st.sampled_from([None, 0, 1]),
    literals=st.sampled_from([(), ((1, "sha256"),), ((1, "sha256"), (2, "x"))]),
    labels=st.sampled_from([(), ("user.contact",), ("user.contact.email",)]),
    dialect=st.sampled_from(["", "postgres", "mysql"]),
)
weakenings = st.builds(
    Weakening,
    st.lists(declassifiers, max_size=3, unique=True).map(tuple),
    st.sampled_from([frozenset(), frozenset({"reveal"})]),
)
WEAKENING = Weakening(
    (
        Declassifier("sha256", Identifiability.PSEUDONYMISED, argument=0, dialect="postgres"),
        Declassifier("count", Identifiability.AGGREGATED, argument=0, dialect="postgres"),
    ),
    frozenset({"reveal"}),
)

# -- facts and plans

function_steps = st.builds(
    FunctionStep,
    function=st.sampled_from(["sha256", "SHA256", "hmac", "count", "upper", "reveal"]),
    argument=st.integers(0, 2),
    literals=st.sampled_from([(), ((1, "sha256"),), ((1, "sha256"), (2, "x")), ((1, "md5"),), ((1, "?"),)]),
    dialect=st.sampled_from(["", "postgres", "mysql"]),
)
function_paths = st.lists(st.sampled_from([HASH, REVEAL, COUNT, OTHER]), max_size=2).map(tuple)
paths = st.sampled_from(PATHS)
datasets = st.sampled_from(DATASETS)
columns = st.builds(ColumnRef, datasets, paths)
tags = st.builds(
    Tag, columns, st.none() | few_atoms, st.just("ann"), st.just("2026-01-01T00:00:00Z"), st.just("bundle")
)


@st.composite
def facts(draw: st.DrawFn, outputs: st.SearchStrategy[ColumnRef] = columns) -> Fact:
    """Facts as planners make them: functions only on values."""
    strength = draw(strengths)
    return Fact(
        draw(outputs),
        draw(columns),
        strength,
        draw(function_paths) if strength is Strength.VALUE else (),
        draw(st.sampled_from(Confidence)),
        place=draw(st.sampled_from(["", "stage.sql:3"])),
        output_generation=draw(st.integers(0, 2)),
        input_generation=draw(st.integers(0, 2)),
    )


jobs = st.builds(Job, st.sampled_from(["daily", "crm"]), st.sampled_from(["stage", "export"]), st.just(""))
unresolved = st.builds(
    Unresolved,
    code=st.sampled_from(["syntax", "star", "sink"]),
    reason=st.just("it is not known"),
    sink=st.none() | datasets,
    source=st.sampled_from(["", "wh"]),
    line=st.integers(0, 3),
)


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    """Plans, whether any task would make them or not."""
    openings = [
        Opening(dataset, generation, draw(st.booleans()))
        for dataset in draw(st.lists(datasets, unique=True, max_size=2))
        for generation in range(1, draw(st.integers(1, 2)) + 1)
    ]
    return Plan(
        job=draw(jobs),
        facts=tuple(draw(st.lists(facts(), max_size=6))),
        openings=tuple(openings),
        sinks=tuple(draw(st.lists(st.builds(Sink, datasets, st.sampled_from(WriteMode)), max_size=2))),
        reads=tuple(draw(st.lists(datasets, max_size=2))),
        unresolved=tuple(draw(st.lists(unresolved, max_size=2))),
        opaque=draw(st.booleans()),
        purposes=draw(uses),
        through_worker=draw(st.booleans()),
        location=draw(st.sampled_from(["", "CN"])),
    )


# -- graphs

epochs = st.builds(EpochRef, datasets, st.sampled_from(["1", "2"]))
slots = st.builds(Slot, epochs, paths)


@st.composite
def edges(draw: st.DrawFn) -> Edge:
    """Edges between slots; cycles and self-loops are as likely as anything."""
    strength = draw(strengths)
    path = draw(function_paths) if strength is Strength.VALUE else ()
    return Edge(draw(slots), draw(slots), strength, path, via=draw(st.sampled_from(["", "stage.sql:3"])))


edge_lists = st.lists(edges(), max_size=14)
seeds = st.dictionaries(slots, labels, max_size=4)


def shuffled(items: Sequence[object]) -> st.SearchStrategy[list]:
    """The items in any order, some of them twice."""
    return st.tuples(
        st.permutations(items), st.lists(st.sampled_from(items), max_size=3) if items else st.just([])
    ).map(lambda pair: [*pair[0], *pair[1]])
