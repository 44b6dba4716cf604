"""A small site for faults: a real store with a bundle, and a task of each kind that the real gate looks at."""

from types import SimpleNamespace

from airflow.providers.common.sql.operators.sql import SQLExecuteQueryOperator
from airflow.providers.standard.operators.bash import BashOperator
from airflow.sdk import DAG

from privlineage.airflow import moves
from privlineage.airflow.attempts import attempt_of
from privlineage.airflow.config import Settings
from privlineage.airflow.failing import fail_exception
from privlineage.airflow.gate import Gate
from privlineage.airflow.telling import Telling
from privlineage.core.refs import DatasetRef
from privlineage.service.approving.publish import prepare, publish
from privlineage.service.clock import utc_now
from privlineage.store.open import init_store, open_store
from privlineage.store.protocol import SchemaRecord

BUNDLE = {
    "sources.yml": 'sources:\n  wh: {namespace: "postgres://wh:5432", database: shop, dialect: postgres, '
    "default_schema: public, conn_ids: [wh_prod]}\n",
    "tags.yml": "datasets:\n  wh.public.people:\n    uses: [essential.service]\n    columns: "
    "{email: user.contact.email}\n    rest: none\n",
    "policy.yml": 'defaults: {mode: enforce}\nzones:\n  out: {match: ["wh.out.*"]}\nrules:\n'
    "  - {id: no-contact-out, forbid: [user.contact], into: [out], because: It stays here.}\n",
}
SCHEMAS = [
    SchemaRecord(DatasetRef("wh", name, declared=True), tuple((column, "text") for column in columns))
    for name, columns in {"public.people": ["email", "city"], "out.mails": ["email"], "out.cities": ["city"]}.items()
]


def fill(url, folder, bundle=BUNDLE):
    """Make a store with a bundle in force."""
    init_store(url, clock=utc_now).close()
    apply(url, folder, bundle)
    store = open_store(url)
    store.put_schemas(SCHEMAS)
    store.close()


def apply(url, folder, bundle=BUNDLE):
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in bundle.items():
        (folder / name).write_text(text)
    store = open_store(url)
    try:
        publish(store, prepare(store, folder), author="tests", at=utc_now(), store_url=url)
    finally:
        store.close()


def sql(statement, conn_id="wh_prod"):
    return lambda: SQLExecuteQueryOperator(task_id="t", conn_id=conn_id, sql=statement)


FORBIDDEN = sql("INSERT INTO out.mails SELECT email FROM people")
ALLOWED = sql("INSERT INTO out.cities SELECT city FROM people")
UNGOVERNED = {
    "sql of another database": sql("INSERT INTO a SELECT b FROM c", conn_id="other"),
    "bash": lambda: BashOperator(task_id="t", bash_command="true"),
}
DECLARED = {
    "moves": lambda: moves("wh.public.people[email]", to="wh.out.mails")(BashOperator(task_id="t", bash_command="true"))
}


class Tries:
    """Task instances that never were before, one a look."""

    def __init__(self, url, **settings):
        self.settings = Settings(store=url, **settings)
        self.count = 0

    def look(self, make) -> str:
        """What the gate does to a task: the message it fails it with, `runs`, or `untouched` when it left no trace."""
        self.count += 1
        with DAG("d", schedule=None) as dag:
            task = make()
        instance = SimpleNamespace(id=f"{id(self)}-{self.count}", try_number=1, run_id="r", map_index=-1)
        before = dict(vars(task))
        gate = Gate(self.settings, task, dag, attempt_of(instance), Telling(self.settings))
        try:
            gate.look()
        except fail_exception() as error:
            return str(error)
        finally:
            # A task's process would end now.
            if gate._decider is not None:
                gate._decider.store.close()
        return "runs" if before != dict(vars(task)) else "untouched"
