"""XComs, templates, parameters, connections and variables, Assets, and what a task's process looks like from inside."""

import datetime as dt
import decimal
import logging
import sys
import warnings

from airflow.providers.common.compat.sdk import BaseHook
from airflow.providers.standard.operators.bash import BashOperator
from airflow.providers.standard.operators.python import PythonOperator
from airflow.sdk import DAG, Asset, AssetAlias, Metadata, Param, Variable, asset, task
from site_process import process

KINDS = {
    "none": None,
    "text": "ünïcode ✓",
    "number": 1.5,
    "big": 2**53,
    "nested": {"a": [1, {"b": None}]},
    "pair": (1, "two"),
    "several": {3, 4},
    "day": dt.date(2024, 2, 29),
    "moment": dt.datetime(2024, 2, 29, 12, tzinfo=dt.UTC),
    "span": dt.timedelta(minutes=1),
    "exact": decimal.Decimal("1.10"),
    "long": "x" * 5000,
}

with DAG("xcoms", schedule=None, tags=["ordinary"]):

    @task
    def pushed(ti=None):
        for name, value in KINDS.items():
            ti.xcom_push(key=name, value=value)
        return KINDS["nested"]

    @task
    def pulled(nested, ti=None):
        found = {name: ti.xcom_pull(task_ids="pushed", key=name) == value for name, value in KINDS.items()}
        return {"same": found, "nested": nested, "nothing": ti.xcom_pull(task_ids="nobody")}

    @task(do_xcom_push=False)
    def kept():
        return "for itself"

    @task
    def unserializable():
        return object()

    pulled(pushed()), kept(), unserializable()

with DAG(
    "templates",
    schedule=None,
    params={"name": Param("n", type="string"), "count": 2},
    user_defined_macros={"twice": lambda text: text * 2},
    user_defined_filters={"cut": lambda text: text[:3]},
    render_template_as_native_obj=True,
    tags=["ordinary"],
):
    BashOperator(
        task_id="rendered",
        bash_command="echo {{ twice(params.name) }} {{ 'abcdef' | cut }} {{ data_interval_start | ds }}",
        env={"REGION": "{{ var.value.site_region }}", "MISSING": "{{ var.value.get('nowhere', 'nothing') }}"},
    )
    BashOperator(
        task_id="secret",
        bash_command="echo {{ var.value.site_password }} {{ conn.vault_plain.password }} {{ conn.vault_plain.host }}",
    )

    PythonOperator(task_id="native", python_callable=lambda counts: counts, op_args=["{{ [params.count, 3] }}"])
    BashOperator(task_id="undefined", bash_command="echo {{ nobody.knows.this }}")

with DAG("lookups", schedule=None, tags=["ordinary"]):

    @task
    def connections():
        found = {}
        for name in ("vault_plain", "in_database", "in_environment", "nowhere"):
            try:
                found[name] = BaseHook.get_connection(name).get_uri()
            except Exception as error:  # noqa: BLE001  # which one it is, is what is compared
                found[name] = type(error).__name__
        return found

    @task
    def variables():
        Variable.set("written", {"by": "a task"}, serialize_json=True)
        return [
            Variable.get("site_region"),
            Variable.get("in_database"),
            Variable.get("written", deserialize_json=True),
            Variable.get("nowhere", default="nothing"),
        ]

    connections(), variables()

ORDERS = Asset("file:///no-harm/orders.csv", extra={"owner": "shop"})
PAYMENTS = Asset("file:///no-harm/payments.csv")
ALIAS = AssetAlias("whatever-comes")

with DAG("producing", schedule=None, tags=["ordinary"]):

    @task(outlets=[ORDERS])
    def orders(*, outlet_events):
        outlet_events[ORDERS].extra = {"rows": 3}

    @task(outlets=[PAYMENTS], inlets=[ORDERS])
    def payments(*, inlet_events):
        yield Metadata(PAYMENTS, {"from": inlet_events[ORDERS][-1].extra["rows"]})

    @task(outlets=[ALIAS])
    def aliased(*, outlet_events):
        outlet_events[ALIAS].add(Asset("file:///no-harm/unforeseen.csv"), extra={"kind": "alias"})

    orders() >> payments() >> aliased()

with DAG("consuming", schedule=(ORDERS & PAYMENTS), tags=["ordinary", "started-by-others"]):

    @task
    def consumed(triggering_asset_events=None):
        return sorted([one.uri, len(events), events[0].extra] for one, events in triggering_asset_events.items())

    consumed()


@asset(schedule=None, uri="file:///no-harm/decorated.csv", tags=["ordinary"])
def decorated_asset(self, context):
    return {"made": self.name, "map_index": context["ti"].map_index}


with DAG("processes", schedule=None, tags=["ordinary"]):
    PythonOperator(task_id="ungoverned", python_callable=process)

    @task
    def policies():
        from airflow import settings

        get_manager = getattr(settings, "get_policy_plugin_manager", None)
        hooks = (get_manager() if get_manager else settings.POLICY_PLUGIN_MANAGER).hook
        pod = {}
        hooks.pod_mutation_hook(pod=pod)
        return {
            "pod": pod,
            "timeout": hooks.get_dagbag_import_timeout(dag_file_path="x"),
            "implementations": {
                name: [one.function.__module__ for one in getattr(hooks, name).get_hookimpls()]
                for name in ("task_policy", "dag_policy", "task_instance_mutation_hook", "pod_mutation_hook")
            },
        }

    @task
    def logs():
        logger = logging.getLogger("site.code")
        for level in ("debug", "info", "warning", "error"):
            getattr(logger, level)("said at %s", level)
        print("printed")  # noqa: T201  # what is printed reaches the log, too
        print("printed aside", file=sys.stderr)  # noqa: T201  # the same
        warnings.warn("warned", UserWarning, stacklevel=1)

    policies(), logs()
