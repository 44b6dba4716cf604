"""What DAGs are made of: mapping, groups, setup and teardown, rules, retries, callbacks, pools, hooks of the author."""

import datetime as dt
import os

from airflow.providers.standard.operators.bash import BashOperator
from airflow.providers.standard.operators.empty import EmptyOperator
from airflow.providers.standard.operators.python import PythonOperator
from airflow.sdk import DAG, BaseNotifier, BaseOperator, Label, TaskGroup, TriggerRule, task, task_group
from airflow.sdk.exceptions import AirflowFailException, AirflowSkipException
from site_plugin import SiteWeight
from site_traces import instance, note

with DAG("mapped", schedule=None, tags=["ordinary"]):

    @task
    def numbers():
        return [1, 2, 3]

    @task
    def added(number, to):
        return number + to

    @task(map_index_template="{{ name }}")
    def named(number, name):
        from airflow.sdk import get_current_context

        get_current_context()["name"] = f"{name}-{number}"
        return name * number

    @task
    def gathered(values):
        return list(values)

    one = numbers()
    sums = added.partial(to=10).expand(number=one)
    gathered(sums)
    gathered.override(task_id="mapped_over")(sums.map(lambda number: number * 2 if number != 12 else None))
    named.expand_kwargs([{"number": 1, "name": "a"}, {"number": 2, "name": "b"}])
    added.override(task_id="crossed").expand(number=[1, 2], to=[10, 20])
    added.override(task_id="none_of_it").partial(to=1).expand(number=gathered.override(task_id="empty")([]))
    BashOperator.partial(task_id="bash", map_index_template="{{ task.env['N'] }}").expand(
        bash_command=["echo $N first", "echo $N second"], env=[{"N": "n"}]
    )

with DAG("mapped_groups", schedule=None, tags=["ordinary"]):

    @task_group
    def worked(number):
        @task
        def once(number):
            return number

        @task
        def twice(number):
            return number * 2

        return twice(once(number))

    @task
    def total(values):
        return sum(values)

    total(worked.expand(number=[1, 2]))

with DAG("groups", schedule=None, tags=["ordinary"]):
    with TaskGroup("outer", default_args={"retries": 2}, tooltip="the outer one"):
        first = EmptyOperator(task_id="first")
        with TaskGroup("inner", prefix_group_id=False):
            second = BashOperator(task_id="second", bash_command="echo {{ task.retries }}")
        first >> second
    second >> Label("then") >> EmptyOperator(task_id="last")

with DAG("setup_and_teardown", schedule=None, tags=["ordinary"]):

    @task
    def made():
        return "made"

    @task
    def worked(what):
        raise AirflowFailException(f"{what}, and the work fails")

    @task
    def cleaned(what):
        return f"cleaned {what}"

    set_up = made().as_setup()
    torn_down = cleaned(set_up).as_teardown(setups=set_up, on_failure_fail_dagrun=True)
    set_up >> worked(set_up) >> torn_down

with DAG("rules", schedule=None, tags=["ordinary"]):
    good = EmptyOperator(task_id="good")
    bad = BashOperator(task_id="bad", bash_command="exit 1")
    # After the failure: a task that waits for both is skipped or failed by which of them the scheduler saw first.
    skipped = BashOperator(task_id="skipped", bash_command="exit 99", trigger_rule=TriggerRule.ALL_DONE)
    bad >> skipped
    for rule in TriggerRule:
        if rule != TriggerRule.ALL_DONE_SETUP_SUCCESS:
            [good, bad, skipped] >> EmptyOperator(task_id=f"on_{rule.value}", trigger_rule=rule)
    good >> BashOperator(task_id="always", bash_command="echo always", trigger_rule=TriggerRule.ALWAYS)


def fail_at_first(ti):
    note("tried", *instance(ti))
    if ti.try_number < 3:
        raise ValueError("not yet")
    return ti.try_number


def called_back(kind):
    def called(context):
        note("called_back", kind, *instance(context["ti"]), type(context.get("exception")).__name__)

    return called


CALLBACKS = {f"on_{kind}_callback": called_back(kind) for kind in ("execute", "success", "failure", "retry", "skipped")}


class Note(BaseNotifier):
    template_fields = ("text",)

    def __init__(self, text):
        super().__init__()
        self.text = text

    def notify(self, context):
        note("called_back", "notified", self.text)


with DAG("retries", schedule=None, default_args={"retry_delay": dt.timedelta(seconds=1)}, tags=["ordinary"]):
    PythonOperator(task_id="third_time", python_callable=fail_at_first, retries=3, **CALLBACKS)
    BashOperator(task_id="in_vain", bash_command="exit 1", retries=1, **CALLBACKS)

    @task(retries=3, **CALLBACKS)
    def at_once():
        raise AirflowFailException("no use")

    @task(retries=3, **CALLBACKS)
    def aside():
        raise AirflowSkipException("not today")

    @task(execution_timeout=dt.timedelta(seconds=1), **CALLBACKS)
    def too_slow():
        import time

        time.sleep(30)

    @task(on_success_callback=[Note("well done, {{ task.task_id }}"), called_back("second")])
    def notified():
        return "noted"

    at_once(), aside(), too_slow(), notified()


def dag_called_back(kind):
    def called(context):
        note("dag_called_back", kind, context["dag"].dag_id, context["run_id"])

    return called


with DAG("dag_callbacks", schedule=None, on_failure_callback=dag_called_back("failure"), tags=["ordinary"]):
    BashOperator(task_id="failing", bash_command="exit 1")


class OwnHooks(BaseOperator):
    """Overrides what runs before and after its work, as people do."""

    template_fields = ("text",)

    def __init__(self, text, **kwargs):
        super().__init__(**kwargs)
        self.text = text

    def pre_execute(self, context):
        self.text += " before"

    def execute(self, context):
        return f"{self.text} during"

    def post_execute(self, context, result=None):
        note("post_execute", *instance(context["ti"]), result)


def before(context):
    context["task"].op_kwargs = {"text": "from the hook"}


def after(context, result=None):
    note("post_execute", *instance(context["ti"]), result)


with DAG("own_hooks", schedule=None, tags=["ordinary"]):
    PythonOperator(
        task_id="functions",
        python_callable=lambda text: text,
        op_kwargs={"text": "x"},
        pre_execute=before,
        post_execute=after,
    )
    OwnHooks(task_id="methods", text="{{ ds }}")
    OwnHooks.partial(task_id="mapped_methods", pre_execute=lambda context: None).expand(text=["a", "b"])

with DAG("pools_and_weights", schedule=None, default_args={"pool": "narrow"}, tags=["ordinary"]):
    BashOperator(task_id="wide", bash_command="true", pool_slots=2, weight_rule="upstream", priority_weight=3)
    BashOperator(task_id="own_weight", bash_command="true", weight_rule=SiteWeight(), max_active_tis_per_dag=1)
    BashOperator(task_id="mutated", bash_command="echo {{ ti.task_id }}", queue="a-queue")

with DAG(
    "once_after_another", schedule=None, max_active_runs=1, default_args={"depends_on_past": True}, tags=["ordinary"]
):
    BashOperator(task_id="first", bash_command="true", wait_for_downstream=True) >> BashOperator(
        task_id="named_by_policy", bash_command="echo {{ task.retries }}"
    )

for name in ("north", "south", "west"):
    with DAG(f"dynamic_{name}", schedule=None, tags=["ordinary", name]) as made_dag:
        BashOperator(task_id=f"in_the_{name}", bash_command=f"echo {name} {len(os.environ['NO_HARM_VENVS']) > 0}")
    globals()[made_dag.dag_id] = made_dag
