"""Mail that does not get through, tasks that wait for a person, and tasks for workers of another language."""

import datetime as dt
import os

from airflow.providers.common.io.operators.file_transfer import FileTransferOperator
from airflow.providers.smtp.operators.smtp import EmailOperator
from airflow.providers.standard.operators.empty import EmptyOperator
from airflow.sdk import DAG, Param, task

with DAG("mail", schedule=None, tags=["ordinary"]):
    EmailOperator(
        task_id="mail", to="b@example.org", subject="{{ ds }}", html_content="<b>hello</b>", conn_id="vault_mail"
    )

with DAG("files", schedule=None, user_defined_macros={"place": lambda: os.environ["GATE_TRACES"]}, tags=["ordinary"]):
    FileTransferOperator(
        task_id="copied", src="file://{{ place() }}/a-file", dst="file://{{ place() }}/copied-{{ ds }}", overwrite=True
    )

if hasattr(task, "stub"):
    with DAG("other_languages", schedule=None, tags=["ordinary"]):

        @task.stub(queue="another-language")
        def elsewhere(): ...

        elsewhere()

try:
    from airflow.providers.standard.operators.hitl import (
        ApprovalOperator,
        HITLBranchOperator,
        HITLEntryOperator,
        HITLOperator,
    )
except ImportError:
    HITLOperator = None

if HITLOperator is not None:
    with DAG("humans", schedule=None, tags=["ordinary"]):
        waiting = {"response_timeout": dt.timedelta(seconds=9), "priority_weight": 9}
        HITLOperator(task_id="asked", subject="Which? {{ ds }}", options=["a", "b"], defaults=["b"], **waiting)
        ApprovalOperator(task_id="approved", subject="May I?", defaults="Reject", **waiting) >> EmptyOperator(
            task_id="if_approved"
        )
        HITLBranchOperator(
            task_id="branched", subject="Where?", options=["east", "south"], defaults=["east"], **waiting
        ) >> [EmptyOperator(task_id="east"), EmptyOperator(task_id="south")]
        HITLEntryOperator(task_id="entered", subject="How much?", params={"much": Param(3, type="integer")}, **waiting)
