"""Events as the OpenLineage client writes them, serialised by its own code, give the facts they state."""

import json

import pytest
from openlineage.client.event_v2 import InputDataset, Job, OutputDataset, Run, RunEvent, RunState
from openlineage.client.facet_v2 import column_lineage_dataset, schema_dataset, sql_job
from openlineage.client.serde import Serde

from privlineage.core.errors import Place
from privlineage.core.labels import Strength
from privlineage.core.sources import Source, Sources
from privlineage.lineage.openlineage import plan_event, read_event

PLACE = Place("events.ndjson", 1)
SOURCES = Sources([Source("wh", "postgres://wh:5432", database="bank", dialect="postgres")])
NAMESPACE = "postgres://wh:5432"


def sent(*, outputs, inputs=(), job_facets=None, state=RunState.COMPLETE) -> dict[str, object]:
    event = RunEvent(
        eventType=state,
        eventTime="2026-03-01T10:00:00Z",
        run=Run(runId="01890000-0000-7000-8000-000000000000"),
        job=Job(namespace="etl", name="daily", facets=job_facets or {}),
        inputs=list(inputs),
        outputs=list(outputs),
        producer="https://example.org/etl",
    )
    return json.loads(Serde.to_json(event))


def flows(value) -> list[tuple[str, str, Strength, str]]:
    result = plan_event(read_event(value, PLACE), SOURCES, PLACE)
    assert () == result.ignored
    return [(str(f.output), str(f.input), f.strength, f.confidence.value) for f in result.plan.facts]


def read(field: str, kind: str, subtype: str, *, masking: bool = False) -> column_lineage_dataset.InputField:
    return column_lineage_dataset.InputField(
        namespace=NAMESPACE,
        name="bank.public.customers",
        field=field,
        transformations=[
            column_lineage_dataset.Transformation(type=kind, subtype=subtype, description="f(x)", masking=masking)
        ],
    )


def test_column_lineage_of_the_client_is_followed_and_masking_weakens_nothing():
    facet = column_lineage_dataset.ColumnLineageDatasetFacet(
        fields={
            "email_hash": column_lineage_dataset.Fields(
                inputFields=[read("email", "DIRECT", "TRANSFORMATION", masking=True)]
            ),
            "segment": column_lineage_dataset.Fields(inputFields=[read("age", "INDIRECT", "CONDITIONAL")]),
        },
        dataset=[read("country", "INDIRECT", "FILTER")],
    )
    schema = schema_dataset.SchemaDatasetFacet(
        fields=[schema_dataset.SchemaDatasetFacetFields(name=name, type="TEXT") for name in ("email_hash", "segment")]
    )
    value = sent(
        inputs=[InputDataset(namespace=NAMESPACE, name="bank.public.customers")],
        outputs=[OutputDataset("s3://lake", "out.parquet", facets={"columnLineage": facet, "schema": schema})],
        job_facets={"sql": sql_job.SQLJobFacet(query="select 1")},
    )
    assert [
        ("s3://lake/out.parquet#email_hash", "wh.public.customers#email", Strength.VALUE, "observed"),
        ("s3://lake/out.parquet#segment", "wh.public.customers#age", Strength.COLUMN, "observed"),
        ("s3://lake/out.parquet#*", "wh.public.customers#country", Strength.ROW, "observed"),
    ] == flows(value)
    result = plan_event(read_event(value, PLACE), SOURCES, PLACE)
    assert [("email_hash", "segment")] == [sink.columns for sink in result.plan.sinks]


@pytest.mark.parametrize("state", list(RunState))
def test_events_of_every_state_count_since_a_failed_run_may_have_written(state):
    value = sent(
        inputs=[InputDataset(namespace=NAMESPACE, name="bank.public.customers")],
        outputs=[OutputDataset(namespace="s3://lake", name="out.parquet")],
        state=state,
    )
    assert [("s3://lake/out.parquet#*", "wh.public.customers#*", Strength.VALUE, "assumed")] == flows(value)
