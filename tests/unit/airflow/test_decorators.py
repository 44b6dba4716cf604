"""The lineage decorators, on real Airflow operators."""

import functools
import sys

import pytest
from airflow.providers.common.sql.operators.sql import SQLExecuteQueryOperator
from airflow.providers.standard.operators.bash import BashOperator
from airflow.providers.standard.operators.python import PythonOperator
from airflow.sdk import DAG, Asset, BaseOperator, task

from privlineage.airflow import asset, declassifies, moves, purpose, reads, writes
from privlineage.airflow.planners.view import OperatorView
from privlineage.core.errors import PrivlineageError
from privlineage.core.plan import WriteMode
from privlineage.lineage.declared import Declaration, Move, Selection, select

EXPORT = moves("wh.mart.stage[email]", to="s3://ads/daily.csv")
EXPECTED = Declaration(moves=(Move((select("wh.mart.stage[email]"),), select("s3://ads/daily.csv")),))


@pytest.fixture
def dag():
    with DAG("d", schedule=None) as made:
        yield made


pytestmark = pytest.mark.filterwarnings("ignore:The .airflow.utils.operator_helpers")


def declared(operator):
    return OperatorView.of(getattr(operator, "operator", operator), rendered=False).declaration()


def function(x=1):
    return x


def test_below_and_above_task_say_the_same(dag):
    assert [EXPECTED, EXPECTED] == [declared(task(EXPORT(function))()), declared(EXPORT(task(function))())]


@pytest.mark.parametrize("kind", ["bash", "branch", "short_circuit", "sensor", "virtualenv"])
def test_every_kind_of_taskflow_task_takes_a_decorator_above_and_below(dag, kind):
    made = getattr(task, kind)
    assert [EXPECTED, EXPECTED] == [declared(made(EXPORT(function))()), declared(EXPORT(made(function))())]


def test_override_partial_and_expand_keep_what_was_declared(dag):
    marked = EXPORT(task(function))
    tasks = [
        marked.override(task_id="o")(),
        marked.partial().expand(x=[1]),
        marked.expand(x=[1]),
        EXPORT(task(function).partial()).expand(x=[1]),
        EXPORT(task(function).override(task_id="p"))(),
    ]
    assert [EXPECTED] * 5 == [declared(one) for one in tasks]


def test_two_tasks_of_one_function_declare_each_its_own(dag):
    plain = task(function)
    marked = EXPORT(plain)
    assert [None, EXPECTED] == [declared(plain()), declared(marked())]


def test_decorators_add_up_in_any_order(dag):
    one = purpose("finance")(EXPORT(task(function)))()
    other = task(EXPORT(purpose("finance")(function)))()
    assert declared(one) == declared(other)
    assert ("finance",) == declared(one).purposes


def test_operators_of_every_kind_are_marked(dag):
    class Loader(BaseOperator):
        def execute(self, context):
            return None

    def call():
        return None

    tasks = [
        EXPORT(BashOperator(task_id="a", bash_command="true")),
        EXPORT(BashOperator.partial(task_id="b").expand(bash_command=["true"])),
        EXPORT(Loader)(task_id="c"),
        PythonOperator(task_id="d", python_callable=EXPORT(call)),
        PythonOperator(task_id="e", python_callable=functools.partial(EXPORT(call))),
        PythonOperator(task_id="f", python_callable=EXPORT(functools.partial(function, x=2))),
        EXPORT(task(function)()),
        EXPORT(SQLExecuteQueryOperator(task_id="g", conn_id="c", sql="SELECT 1")),
    ]
    assert [EXPECTED] * len(tasks) == [declared(one) for one in tasks]


def test_a_marked_function_is_the_function_it_was():
    def original(a, *, b=2, **more):
        """Its words."""
        return a, b, more

    marked = EXPORT(original)
    assert (1, 2, {"c": 3}) == marked(1, c=3)
    assert (original.__name__, original.__doc__, original.__module__) == (
        marked.__name__,
        marked.__doc__,
        marked.__module__,
    )


def test_no_marker_reaches_the_serialized_dag():
    from airflow.serialization import serialized_objects

    # Airflow 3.1 has it under the older name.
    serialization = getattr(serialized_objects, "DagSerialization", None) or serialized_objects.SerializedDAG

    def serialized(decorate):
        with DAG("d", schedule=None) as made:
            task(task_id="below")(decorate(function))()
            decorate(task(task_id="above")(function))()
            decorate(task(task_id="mapped")(function)).expand(x=[1])
            decorate(BashOperator(task_id="bash", bash_command="true"))
            decorate(BashOperator.partial(task_id="bashes").expand(bash_command=["true"]))
        return serialization.to_dict(made)

    assert serialized(lambda target: target) == serialized(EXPORT)


def test_maps_modes_and_assets_are_understood(dag):
    made = declared(
        task(
            moves(asset("wh.mart.stage", columns=["email"]), to=Asset("postgres://wh:5432/bank/public/t"),
                  columns={"h": "m.f(email, ?, 'k')"}, mode="overwrite")(function)
        )()
    )  # fmt: skip
    (move,) = made.moves
    assert Selection("wh.mart.stage", ("email",)) == move.sources[0]
    assert "postgres://wh:5432/bank.public.t" == move.sink.dataset
    assert WriteMode.OVERWRITE is move.mode
    step = move.columns[0].path[0]
    assert ("m.f", 0, ((2, "k"),)) == (step.function, step.argument, step.literals)


def test_a_declassifier_is_named_by_module_path_and_keeps_the_hash_of_its_source(dag):
    made = declared(declassifies(functools.wraps)(task(function))()).through[0]
    assert "functools.wraps" == made.function
    assert 64 == len(made.digest)
    assert made.digest == declared(declassifies("functools.wraps")(task(function))()).through[0].digest


def test_an_asset_has_the_uri_its_provider_wants_and_keeps_the_columns():
    found = asset("postgres://wh:5432/bank.public.customers[email]")
    assert "postgres://wh:5432/bank/public/customers" == found.uri
    assert {"privlineage": {"ref": "postgres://wh:5432/bank.public.customers", "columns": ["email"]}} == found.extra


@pytest.mark.parametrize("ref", ["wh.public.customers", "conn:ads_api", "postgres://wh:5432/customers", "model:churn"])
def test_a_reference_without_a_provider_uri_still_makes_an_asset(ref):
    found = asset(ref)
    assert found.uri.startswith("x-privlineage://")
    assert ref == found.extra["privlineage"]["ref"]


WRONG = {
    "no reference": lambda: moves("nothing", to="a.b"),
    "no sink reference": lambda: moves("a.b", to="nothing"),
    "no source": lambda: moves(to="a.b"),
    "no sink": writes,
    "an unknown mode": lambda: writes("a.b", mode="merge"),
    "no arguments at all": lambda: reads(function),
    "a number": lambda: reads(3),
    "a map to nothing": lambda: moves("a.b", to="c.d", columns={"x": ""}),
    "a map to two columns in a call": lambda: moves("a.b", to="c.d", columns={"x": "f(a, b)"}),
    "a purpose that is no key": lambda: purpose("all of it"),
    "no purpose": purpose,
    "a nameless declassifier": lambda: declassifies(lambda x: x),
    "a declassifier that is no path": lambda: declassifies("hash me"),
    "a negative argument": lambda: declassifies("m.f", argument=-1),
    "a DAG": lambda: EXPORT(DAG("x", schedule=None)),
    "a text": lambda: EXPORT("text"),
    "a class that is no operator": lambda: EXPORT(dict),
    "Airflow's own class": lambda: EXPORT(BashOperator),
    "an asset of no reference": lambda: asset("nothing"),
    "an asset with columns twice": lambda: asset("a.b[x]", columns=["y"]),
    "an asset whose columns are a text": lambda: asset("a.b", columns="email"),
}


@pytest.mark.parametrize("case", WRONG)
def test_wrong_usage_is_refused_where_it_is_written(case):
    with pytest.raises(PrivlineageError) as caught:
        WRONG[case]()
    assert ("PL701", True) == (caught.value.code, bool(caught.value.hint))
    assert ("test_decorators.py", True) == (caught.value.place.file, caught.value.place.line > 0)


def test_an_unmapped_partial_is_refused_with_the_way_out(dag):
    partial = BashOperator.partial(task_id="b")
    with pytest.raises(PrivlineageError, match=r"around the result of `\.expand"):
        EXPORT(partial)
    partial.expand(bash_command=["true"])


def test_importing_the_decorators_loads_nothing_of_the_store_or_of_sql():
    import subprocess

    heavy = ("sqlglot", "sqlalchemy", "networkx", "airflow")
    code = f"import sys, privlineage.airflow.decorators; print([name for name in {heavy} if name in sys.modules])"
    assert "[]\n" == subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
