"""Laws 3 and 4: labels belong to data at rest; additions come before a task, retirements after its success."""

from hypothesis import given, settings
from hypothesis import strategies as st

from privlineage.core.labels import Atom, Strength
from privlineage.core.refs import ColumnRef, DatasetRef
from tests.property.world import COLUMNS, Flow, Statement, World, plan_of
from tests.strategies import COUNT, HASH, OTHER, REVEAL, few_atoms

NAMES = tuple(DatasetRef("wh", f"public.{name}", declared=True) for name in ("q", "r", "s", "t"))
SOURCE = NAMES[0]
KINDS = ("overwrite", "append", "overwrite", "rename", "drop")

paths = st.sampled_from((*COLUMNS, "p", "*"))
claims = st.dictionaries(
    st.builds(ColumnRef, st.sampled_from(NAMES), st.sampled_from(COLUMNS)),
    st.frozensets(few_atoms, max_size=2),
    max_size=3,
).map(lambda found: {ColumnRef(SOURCE, "a"): frozenset({Atom("user.contact.email")})} | found)


@st.composite
def flows(draw, inputs):
    strength = draw(st.sampled_from([Strength.VALUE, Strength.VALUE, Strength.COLUMN, Strength.ROW]))
    path = (
        (draw(st.sampled_from([HASH, REVEAL, COUNT, OTHER])),)
        if strength is Strength.VALUE and draw(st.booleans())
        else ()
    )
    return Flow(draw(paths), draw(st.sampled_from(inputs)), draw(paths), strength, path)


def earlier(place):
    """Inputs that let nothing derive from itself."""
    return NAMES[:place]


def earlier_and_own(place):
    """Inputs of pipelines as people write them: forwards, and from a table's own past."""
    return NAMES[: place + 1]


@st.composite
def statements(draw, kinds=KINDS, inputs_of=lambda place: NAMES):
    kind = draw(st.sampled_from(kinds))
    place = draw(st.integers(1, len(NAMES) - 1))
    inputs = inputs_of(place)
    if kind == "rename":
        source = draw(st.sampled_from([name for name in inputs if name != NAMES[place]]))
        return Statement(kind, NAMES[place], source=source)
    found = () if kind == "drop" else tuple(draw(st.lists(flows(inputs), min_size=1, max_size=3)))
    return Statement(kind, NAMES[place], found)


tasks = st.lists(statements(), min_size=1, max_size=3)
forward_tasks = st.lists(statements(inputs_of=earlier_and_own), min_size=1, max_size=3)
runs = st.lists(st.tuples(tasks, st.none() | st.integers(0, 3)), min_size=1, max_size=6)


@given(claims, runs)
def test_no_label_that_lies_in_the_data_is_missing_from_the_open_epochs(tags, history):
    world = World(tags)
    for task, done in history:
        world.run(task, done=done)
        assert [] == world.missing()


@given(claims, runs, tasks, st.booleans())
def test_planned_additions_hold_before_during_and_after_the_run(tags, history, task, external):
    world = World(tags)
    for earlier, done in history:
        world.run(earlier, done=done)
    placement = world.place(plan_of(task), external=external)
    assert [] == world.missing()
    for statement in task:
        world.execute(statement)
        assert [] == world.missing()
    if not external:
        world.confirm(placement)
    assert [] == world.missing()


@given(claims, runs, tasks, st.booleans())
def test_a_plan_takes_no_label_away_before_its_try_succeeds(tags, history, task, external):
    world = World(tags)
    for earlier, done in history:
        world.run(earlier, done=done)
    before, was_open = world.labels(), {epoch for epoch, is_open in world.epochs.items() if is_open}
    world.place(plan_of(task), external=external)
    after = world.labels()
    assert was_open == {epoch for epoch in was_open if world.epochs[epoch]}
    assert [] == [
        (dataset, path, atom)
        for dataset, columns in before.items()
        for path, held in columns.items()
        for atom, strength in held.items()
        if after[dataset][path].get(atom, 0) < strength
    ]


@given(claims, runs, tasks)
def test_events_from_outside_retire_nothing(tags, history, task):
    world = World(tags)
    for earlier, done in history:
        world.run(earlier, done=done)
    assert () == world.place(plan_of(task), external=True).retires


@given(claims, runs, st.lists(statements(kinds=("append",)), min_size=1, max_size=3))
def test_what_only_adds_takes_no_label_away_on_success(tags, history, task):
    """Partition overwrites, MERGE and DELETE with WHERE are appends to the graph."""
    world = World(tags)
    for earlier, done in history:
        world.run(earlier, done=done)
    placement = world.place(plan_of(task))
    before = world.labels()
    world.confirm(placement)
    assert before == world.labels()


@given(claims, st.lists(st.lists(statements(("overwrite", "drop"), earlier), min_size=1, max_size=3), max_size=8))
def test_overwriting_is_exact_and_never_retroactive(tags, history):
    """Where nothing derives from itself and nothing fails, epochs say what lies in the data, and no more."""
    world = World(tags)
    for task in history:
        world.run(task)
        held = {dataset: columns for dataset, columns in world.truth().items() if any(columns.values())}
        told = {dataset: columns for dataset, columns in world.labels().items() if any(columns.values())}
        assert held == told


@given(claims, runs, tasks)
def test_of_an_opened_dataset_only_the_last_epoch_stays_open_after_success(tags, history, task):
    world = World(tags)
    for earlier, done in history:
        world.run(earlier, done=done)
    world.run(task)
    opened = {opening.dataset for opening in plan_of(task).openings}
    assert dict.fromkeys(opened, 1) == {dataset: len(world.open_epochs(dataset)) for dataset in opened}


@given(claims, runs, forward_tasks)
def test_a_task_tried_over_and_over_opens_no_further_epochs(tags, history, task):
    """Tries that fail leave epochs open that the next try reads and reopens."""
    world = World(tags)
    for earlier, done in history:
        world.run(earlier, done=done)
    counts = []
    for _ in range(24):
        world.run(task, done=0)
        counts.append(len(world.epochs))
    assert [counts[-1]] * 2 == counts[-2:]


@settings(max_examples=settings.default.max_examples // 4)  # a month of days each
@given(
    claims,
    st.lists(forward_tasks, min_size=1, max_size=4),
    st.dictionaries(st.integers(0, 9), st.integers(0, 2), max_size=3),
)
def test_steady_pipelines_do_not_grow_the_graph(tags, pipeline, failures):
    """The same tasks day by day: after some days no day adds an epoch or an edge, whatever failed in between."""
    world = World(tags)
    sizes = []
    for day in range(30):
        for number, task in enumerate(pipeline):
            if failures.get(day) == number:
                world.run(task, done=1)
            world.run(task)
        sizes.append((len(world.epochs), len(world.edges)))
    assert [sizes[-1]] * 10 == sizes[-10:]
