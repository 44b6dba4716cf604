"""The site's own policies, one of each kind that Airflow knows."""

from airflow.exceptions import AirflowClusterPolicySkipDag, AirflowClusterPolicyViolation
from site_traces import instance, note


def dag_policy(dag):
    dag.tags.add("seen-by-the-site")
    if "refused" in dag.tags:
        raise AirflowClusterPolicyViolation("the site wants no such DAG")
    if "left-out" in dag.tags:
        raise AirflowClusterPolicySkipDag("the site leaves this DAG out")


def task_policy(task):
    if task.task_id == "named_by_policy":
        task.doc_md = "Written by the site."
        task.retries = 1


def task_instance_mutation_hook(task_instance, dag_run=None):
    if task_instance.task_id == "mutated":
        task_instance.priority_weight = 77
        task_instance.queue = f"site-{task_instance.try_number}"


def pod_mutation_hook(pod):
    pod["labels"] = {**pod.get("labels", {}), "site": "yes"}


def get_airflow_context_vars(context):
    note("context_vars", *instance(context["ti"]))
    return {"site_says": f"hello {context['ti'].task_id}"}


def get_dagbag_import_timeout(dag_file_path):
    return 50
