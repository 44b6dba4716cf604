"""Sensors in both modes, and tasks that wait in the triggerer.

A trigger fires, and a sensor comes back, after nine seconds: Airflow notices the end of a process after up to five, and
a task that is back before that is taken for lost by the scheduler.
"""

import datetime as dt
import os
from pathlib import Path

from airflow.providers.standard.operators.bash import BashOperator
from airflow.providers.standard.sensors.bash import BashSensor
from airflow.providers.standard.sensors.date_time import DateTimeSensor, DateTimeSensorAsync
from airflow.providers.standard.sensors.external_task import ExternalTaskSensor
from airflow.providers.standard.sensors.filesystem import FileSensor
from airflow.providers.standard.sensors.python import PythonSensor
from airflow.providers.standard.sensors.time import TimeSensor, TimeSensorAsync
from airflow.providers.standard.sensors.time_delta import TimeDeltaSensor, TimeDeltaSensorAsync, WaitSensor
from airflow.providers.standard.sensors.weekday import DayOfWeekSensor
from airflow.providers.standard.triggers.temporal import DateTimeTrigger, TimeDeltaTrigger
from airflow.sdk import DAG, BaseOperator, PokeReturnValue, task
from airflow.triggers.base import StartTriggerArgs

TRACES = Path(os.environ["GATE_TRACES"])
SOON = dt.timedelta(seconds=9)
LONG_AGO = dt.timedelta(days=-1)


def second_time(ti):
    """Whether this task has been asked before: a sensor's answer that does not depend on time."""
    mark = TRACES / f"asked.{ti.dag_id}.{ti.task_id}.{ti.run_id}"
    seen = mark.exists()
    mark.touch()
    return seen


with DAG("poking", schedule=None, default_args={"poke_interval": 0.3}, tags=["ordinary"]) as poking:
    (TRACES / "a-file").touch()
    FileSensor(task_id="file", filepath="a-*", fs_conn_id="vault_files")
    PythonSensor(task_id="python", python_callable=second_time)
    BashSensor(task_id="bash", bash_command="true")
    DateTimeSensor(task_id="moment", target_time="{{ ds }}T00:00:00+00:00")
    TimeDeltaSensor(task_id="delta", delta=LONG_AGO)
    WaitSensor(task_id="wait", time_to_wait=dt.timedelta(seconds=1))
    TimeSensor(task_id="time", target_time=dt.time(0, 0, 0, 1))
    DayOfWeekSensor(task_id="day", week_day="Monday", use_task_logical_date=True)
    early = BashOperator(task_id="early", bash_command="true")
    early >> ExternalTaskSensor(task_id="external", external_dag_id="poking", external_task_id="early")

    @task.sensor(poke_interval=0.3)
    def decorated(ti=None):
        return PokeReturnValue(is_done=second_time(ti), xcom_value={"found": ti.task_id})

    decorated()

with DAG(
    "rescheduling",
    schedule=None,
    default_args={"mode": "reschedule", "poke_interval": 9, "timeout": 60},
    tags=["ordinary"],
):
    PythonSensor(task_id="python", python_callable=second_time)
    FileSensor(task_id="file", filepath="a-file", fs_conn_id="vault_files")
    PythonSensor(task_id="soft", python_callable=lambda: False, timeout=0, soft_fail=True)
    PythonSensor(task_id="hard", python_callable=lambda: False, timeout=0)

    @task.sensor(mode="reschedule", poke_interval=9)
    def decorated(ti=None):
        return second_time(ti)

    decorated()


def in_nine_seconds(context):
    context["task"].target_datetime = dt.datetime.now(dt.UTC) + SOON


with DAG("deferring", schedule=None, default_args={"priority_weight": 9}, tags=["ordinary"]):
    soon = "{{ macros.datetime.now(macros.datetime.now().astimezone().tzinfo) + macros.timedelta(seconds=9) }}"
    DateTimeSensorAsync(task_id="moment", target_time=soon)
    TimeSensorAsync(task_id="time", target_time=dt.time(0), pre_execute=in_nine_seconds)
    TimeDeltaSensorAsync(task_id="delta_before", delta=LONG_AGO)
    TimeDeltaSensor(task_id="delta", delta=LONG_AGO, deferrable=True)
    WaitSensor(task_id="wait", time_to_wait=SOON, deferrable=True)
    FileSensor(task_id="file", filepath="a-file", fs_conn_id="vault_files", deferrable=True)


class Twice(BaseOperator):
    """Defers twice, carrying something over, and returns what it got."""

    def execute(self, context):
        self.defer(trigger=TimeDeltaTrigger(SOON), method_name="again", kwargs={"carried": [1]})

    def again(self, context, carried, event=None):
        self.defer(trigger=TimeDeltaTrigger(SOON), method_name="at_last", kwargs={"carried": [*carried, 2]})

    def at_last(self, context, carried, event=None):
        return {"carried": carried, "event": event is not None}


class EndsInTrigger(BaseOperator):
    """Is ended by its trigger: it has no attribute of that name, which Airflow refuses where there are listeners."""

    def execute(self, context):
        self.defer(trigger=TimeDeltaTrigger(SOON, end_from_trigger=True), method_name="never")


class StartsInTrigger(BaseOperator):
    """Starts in the triggerer and reaches a worker only when that is done."""

    start_from_trigger = True
    start_trigger_args = StartTriggerArgs(
        trigger_cls=f"{DateTimeTrigger.__module__}.{DateTimeTrigger.__qualname__}",
        trigger_kwargs={"moment": dt.datetime(2024, 1, 1, tzinfo=dt.UTC)},
        next_method="at_last",
        next_kwargs=None,
        timeout=None,
    )

    def at_last(self, context, event=None):
        return f"after {event}"


with DAG("own_deferrables", schedule=None, default_args={"priority_weight": 9}, tags=["ordinary"]):
    Twice(task_id="twice")
    EndsInTrigger(task_id="ends_in_trigger") >> BashOperator(task_id="after_the_end", bash_command="echo after")
    StartsInTrigger(task_id="starts_in_trigger")
