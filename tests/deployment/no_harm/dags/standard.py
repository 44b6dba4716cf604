"""The standard provider's operators, each in its ordinary use."""

import asyncio
import datetime as dt
import os
import sys

from airflow.providers.standard.operators.bash import BashOperator
from airflow.providers.standard.operators.datetime import BranchDateTimeOperator
from airflow.providers.standard.operators.empty import EmptyOperator
from airflow.providers.standard.operators.latest_only import LatestOnlyOperator
from airflow.providers.standard.operators.python import (
    BranchExternalPythonOperator,
    BranchPythonOperator,
    BranchPythonVirtualenvOperator,
    ExternalPythonOperator,
    PythonOperator,
    PythonVirtualenvOperator,
    ShortCircuitOperator,
)
from airflow.providers.standard.operators.smooth import SmoothOperator
from airflow.providers.standard.operators.trigger_dagrun import TriggerDagRunOperator
from airflow.providers.standard.operators.weekday import BranchDayOfWeekOperator
from airflow.providers.standard.sensors.external_task import ExternalTaskMarker
from airflow.sdk import DAG, Param, TriggerRule, task

VENVS = os.environ["NO_HARM_VENVS"]
ELSEWHERE = os.path.realpath(sys.executable)  # the interpreter behind this environment: Airflow is not there

with DAG("bash", schedule=None, tags=["ordinary"]):
    BashOperator(
        task_id="environment",
        bash_command="env | grep -v -e ^SHLVL= -e ^_= | sort > $GATE_TRACES/environment.$AIRFLOW_CTX_DAG_RUN_ID",
        env={"ADDED": "{{ ds }}"},
        append_env=True,
    )
    BashOperator(task_id="bare", bash_command='echo "$ONLY-$AIRFLOW_CTX_SITE_SAYS"', env={"ONLY": "this"})
    BashOperator(task_id="skipping", bash_command="exit 99")
    BashOperator(task_id="failing", bash_command="exit 3")
    BashOperator(task_id="from_file", bash_command="greet.sh", params={"who": "world"})

    @task.bash
    def made(name):
        return f"echo {name} $AIRFLOW_CTX_SITE_SAYS"

    made("decorated")

with DAG("python", schedule=None, tags=["ordinary"]):

    def described(*args, **context):
        return {"args": args, "templates": context["templates_dict"], "day": context["ds"]}

    PythonOperator(
        task_id="classic",
        python_callable=described,
        op_args=["{{ task.task_id }}", 2],
        templates_dict={"when": "{{ ds_nodash }}", "site": "{{ macros.site.shout('loud') }}"},
        doc_md="*classic*",
    )

    @task(multiple_outputs=True)
    def several():
        return {"one": 1, "two": [2, 2]}

    @task
    async def later(number):
        await asyncio.sleep(0)
        return number + 1

    @task
    def summed(one, two, after):
        return one + sum(two) + after

    outputs = several()
    summed(outputs["one"], outputs["two"], later(4))
    SmoothOperator(task_id="smooth")

with DAG("branches", schedule=None, tags=["ordinary"]):
    ends = {name: EmptyOperator(task_id=name) for name in ("left", "right", "summer", "winter", "weekday", "weekend")}
    join = EmptyOperator(task_id="join", trigger_rule=TriggerRule.NONE_FAILED_MIN_ONE_SUCCESS)
    BranchPythonOperator(task_id="classic", python_callable=lambda: "left") >> [ends["left"], ends["right"]] >> join
    BranchDateTimeOperator(
        task_id="season",
        target_lower=dt.datetime(2023, 4, 1, tzinfo=dt.UTC),
        target_upper=dt.datetime(2023, 10, 1, tzinfo=dt.UTC),
        use_task_logical_date=True,
        follow_task_ids_if_true="summer",
        follow_task_ids_if_false="winter",
    ) >> [ends["summer"], ends["winter"]]
    BranchDayOfWeekOperator(
        task_id="day",
        week_day="Monday",
        use_task_logical_date=True,
        follow_task_ids_if_true="weekday",
        follow_task_ids_if_false="weekend",
    ) >> [ends["weekday"], ends["weekend"]]

    @task.branch
    def decorated():
        return ["north"]

    @task
    def north():
        return "went north"

    decorated() >> [north(), EmptyOperator(task_id="south")]
    LatestOnlyOperator(task_id="latest") >> BashOperator(task_id="after_latest", bash_command="echo newest")

with DAG("short_circuits", schedule=None, tags=["ordinary"]):
    ShortCircuitOperator(task_id="open", python_callable=lambda: True) >> EmptyOperator(task_id="reached")
    ShortCircuitOperator(task_id="shut", python_callable=lambda: False) >> EmptyOperator(task_id="unreached")

    @task.short_circuit(ignore_downstream_trigger_rules=False)
    def half_shut():
        return None

    half_shut() >> EmptyOperator(task_id="direct") >> EmptyOperator(task_id="beyond", trigger_rule=TriggerRule.ALL_DONE)

with DAG("external_pythons", schedule=None, tags=["ordinary"]):

    def doubled(number):
        return number * 2

    ExternalPythonOperator(
        task_id="classic", python=ELSEWHERE, python_callable=doubled, op_args=[21], expect_airflow=False
    )

    def taken():
        return "taken"

    BranchExternalPythonOperator(
        task_id="classic_branch", python=ELSEWHERE, python_callable=taken, expect_airflow=False
    ) >> [EmptyOperator(task_id="taken"), EmptyOperator(task_id="not_taken")]

    @task.external_python(python=ELSEWHERE, expect_airflow=False)
    def decorated(word):
        import os

        return word + os.environ["AIRFLOW_CTX_SITE_SAYS"]

    @task.branch_external_python(python=ELSEWHERE, expect_airflow=False)
    def decorated_branch():
        return "chosen"

    decorated("said: ")
    decorated_branch() >> [EmptyOperator(task_id="chosen"), EmptyOperator(task_id="not_chosen")]

with DAG("virtualenvs", schedule=None, tags=["ordinary"]):
    inside = {"venv_cache_path": VENVS, "system_site_packages": False, "expect_airflow": False}

    def halved(number):
        return number // 2

    def chosen():
        return "taken"

    PythonVirtualenvOperator(task_id="classic", python_callable=halved, op_args=[84], **inside)
    BranchPythonVirtualenvOperator(task_id="classic_branch", python_callable=chosen, **inside) >> [
        EmptyOperator(task_id="taken"),
        EmptyOperator(task_id="not_taken"),
    ]

    @task.virtualenv(**inside)
    def decorated(values):
        return sorted(values)

    @task.branch_virtualenv(**inside)
    def decorated_branch():
        return "chosen"

    decorated([3, 1, 2])
    decorated_branch() >> [EmptyOperator(task_id="chosen"), EmptyOperator(task_id="not_chosen")]

with DAG("triggering", schedule=None, tags=["ordinary"]):
    TriggerDagRunOperator(
        task_id="and_waiting",
        trigger_dag_id="triggered",
        trigger_run_id="{{ run_id }}-waited-for",
        conf={"from": "{{ run_id }}", "number": 7},
        wait_for_completion=True,
        poke_interval=1,
        logical_date=None,
    )
    TriggerDagRunOperator(
        task_id="and_forgetting", trigger_dag_id="triggered", trigger_run_id="{{ run_id }}-forgotten", logical_date=None
    )
    ExternalTaskMarker(task_id="marker", external_dag_id="triggered", external_task_id="told")

with DAG(
    "triggered", schedule=None, params={"number": Param(1, type="integer")}, tags=["ordinary", "started-by-others"]
):

    @task
    def told(dag_run=None, params=None):
        return {"conf": dag_run.conf, "number": params["number"], "type": str(dag_run.run_type)}

    told()
