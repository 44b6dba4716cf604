"""From an event to facts: precedence of facets, strengths, and what is unusable widening instead of vanishing."""

import pytest

from privlineage.core.errors import Place, PrivlineageError
from privlineage.core.facts import Confidence
from privlineage.core.labels import Strength
from privlineage.core.sources import Source, Sources
from privlineage.lineage.openlineage import plan_event, read_event

PLACE = Place("events.ndjson", 7)
SOURCES = Sources([Source("wh", "postgres://wh:5432", database="bank", dialect="postgres")])
CUSTOMERS = {"namespace": "postgres://wh:5432", "name": "bank.public.customers"}
ORDERS = {"namespace": "postgres://wh:5432", "name": "bank.public.orders"}
OUT = {"namespace": "s3://lake", "name": "out.parquet"}


def planned(**event):
    value = {"eventType": "COMPLETE", "job": {"namespace": "etl", "name": "daily"}, **event}
    return plan_event(read_event(value, PLACE), SOURCES, PLACE)


def facts(result) -> list[tuple[str, str, Strength, Confidence]]:
    return [(str(fact.output), str(fact.input), fact.strength, fact.confidence) for fact in result.plan.facts]


def remarks(result) -> list[str]:
    return [f"{error.code} {error.message}" for error in result.ignored]


def source(field: str, *transformations, dataset=CUSTOMERS) -> dict[str, object]:
    return {**dataset, "field": field, "transformations": list(transformations)}


def out(facets=None) -> dict[str, object]:
    return {**OUT, "facets": facets or {}}


def column_lineage(fields=None, dataset=None) -> dict[str, object]:
    facet = {"fields": {name: {"inputFields": inputs} for name, inputs in (fields or {}).items()}}
    return {"columnLineage": facet if dataset is None else {**facet, "dataset": dataset}}


@pytest.mark.parametrize(
    ("transformation", "strength"),
    [
        ({"type": "DIRECT", "subtype": "IDENTITY"}, Strength.VALUE),
        ({"type": "DIRECT", "subtype": "TRANSFORMATION", "masking": True}, Strength.VALUE),
        ({"type": "DIRECT", "subtype": "AGGREGATION", "masking": True}, Strength.VALUE),
        ({"type": "INDIRECT", "subtype": "CONDITIONAL"}, Strength.COLUMN),
        ({"type": "INDIRECT", "subtype": "WINDOW"}, Strength.COLUMN),
        ({"type": "INDIRECT", "subtype": "JOIN"}, Strength.ROW),
        ({"type": "INDIRECT", "subtype": "FILTER"}, Strength.ROW),
        ({"type": "INDIRECT", "subtype": "GROUP_BY"}, Strength.ROW),
        ({"type": "INDIRECT", "subtype": "SORT"}, Strength.ROW),
        ({"type": "INDIRECT"}, Strength.COLUMN),
        ({"type": "SOMETHING_NEW"}, Strength.VALUE),
        ({}, Strength.VALUE),
    ],
)
def test_a_fields_transformation_says_how_strong_the_flow_is(transformation, strength):
    result = planned(outputs=[out(column_lineage({"email": [source("email", transformation)]}))])
    expected = ("s3://lake/out.parquet#email", "wh.public.customers#email", strength, Confidence.OBSERVED)
    assert [expected] == facts(result)
    assert [()] == [fact.path for fact in result.plan.facts]


def test_a_field_without_transformations_is_a_value():
    result = planned(outputs=[out(column_lineage({"email": [{**CUSTOMERS, "field": "email"}]}))])
    assert [Strength.VALUE] == [fact.strength for fact in result.plan.facts]


def test_several_transformations_of_one_input_are_several_facts():
    both = [{"type": "INDIRECT", "subtype": "JOIN"}, {"type": "DIRECT", "subtype": "IDENTITY"}]
    result = planned(outputs=[out(column_lineage({"email": [source("email", *both)]}))])
    assert [Strength.VALUE, Strength.ROW] == [fact.strength for fact in result.plan.facts]


@pytest.mark.parametrize(
    ("transformations", "strength"),
    [
        ([{"type": "INDIRECT", "subtype": "FILTER"}], Strength.ROW),
        ([{"type": "INDIRECT", "subtype": "WINDOW"}], Strength.COLUMN),
        ([{"type": "INDIRECT"}], Strength.ROW),
        ([], Strength.ROW),
        ([{"type": "DIRECT", "subtype": "IDENTITY"}], Strength.VALUE),
    ],
)
def test_what_affects_the_dataset_as_a_whole_is_written_to_its_whole(transformations, strength):
    result = planned(outputs=[out(column_lineage(dataset=[source("country", *transformations)]))])
    expected = ("s3://lake/out.parquet#*", "wh.public.customers#country", strength, Confidence.OBSERVED)
    assert [expected] == facts(result)


def test_without_a_facet_every_input_is_assumed_to_reach_every_output():
    result = planned(inputs=[CUSTOMERS, ORDERS], outputs=[out(), {"namespace": "s3://lake", "name": "other"}])
    assert [
        (f"s3://lake/{name}#*", f"wh.public.{table}#*", Strength.VALUE, Confidence.ASSUMED)
        for name in ("out.parquet", "other")
        for table in ("customers", "orders")
    ] == facts(result)


def test_an_empty_column_lineage_facet_is_unknown_rather_than_clean():
    result = planned(inputs=[CUSTOMERS], outputs=[out(column_lineage())])
    assert [Confidence.ASSUMED] == [fact.confidence for fact in result.plan.facts]


def test_a_field_with_no_inputs_has_no_source():
    result = planned(inputs=[CUSTOMERS], outputs=[out(column_lineage({"one": []}))])
    assert [] == facts(result)


@pytest.mark.parametrize("first", [0, 1])
def test_one_output_with_lineage_does_not_speak_for_the_other_but_its_sources_are_read(first):
    outputs = [out(column_lineage({"email": [source("email")]})), {"namespace": "s3://lake", "name": "other"}]
    result = planned(inputs=[ORDERS], outputs=[outputs[first], outputs[1 - first]])
    assert [
        ("s3://lake/out.parquet#email", "wh.public.customers#email", Strength.VALUE, Confidence.OBSERVED),
        ("s3://lake/other#*", "wh.public.orders#*", Strength.VALUE, Confidence.ASSUMED),
        ("s3://lake/other#*", "wh.public.customers#*", Strength.VALUE, Confidence.ASSUMED),
    ] == facts(result)


def test_the_lineage_facet_comes_before_column_lineage():
    lineage = {"lineage": {"fields": {"email": {"inputs": [{**source("phone"), "type": "DATASET"}]}}}}
    result = planned(outputs=[out({**column_lineage({"email": [source("email")]}), **lineage})])
    assert ["wh.public.customers#phone"] == [str(fact.input) for fact in result.plan.facts]


def test_a_summary_of_datasets_beside_fields_says_no_more_than_the_fields():
    whole = [{**CUSTOMERS, "type": "DATASET"}, {**ORDERS, "type": "DATASET"}]
    lineage = {"lineage": {"inputs": whole, "fields": {"email": {"inputs": [{**source("email"), "type": "DATASET"}]}}}}
    assert [
        ("s3://lake/out.parquet#email", "wh.public.customers#email", Strength.VALUE, Confidence.OBSERVED),
        ("s3://lake/out.parquet#*", "wh.public.orders#*", Strength.VALUE, Confidence.ASSUMED),
    ] == facts(planned(outputs=[out(lineage)]))


def test_an_explicitly_empty_list_of_a_lineage_facet_is_no_source():
    assert [] == facts(planned(inputs=[CUSTOMERS], outputs=[out({"lineage": {"inputs": []}})]))


def test_the_jobs_own_lineage_facet_speaks_of_its_targets():
    entries = [
        {"type": "JOB", "inputs": [{**CUSTOMERS, "type": "DATASET"}]},
        {**OUT, "type": "DATASET", "inputs": [{"type": "JOB"}]},
        {**ORDERS, "type": "DATASET", "fields": {"who": {"inputs": [{**source("email"), "type": "DATASET"}]}}},
    ]
    job = {"namespace": "etl", "name": "daily", "facets": {"lineage": {"entries": entries}}}
    result = planned(job=job, inputs=[ORDERS], outputs=[out()])
    assert [
        ("s3://lake/out.parquet#*", "wh.public.customers#*", Strength.VALUE, Confidence.ASSUMED),
        ("wh.public.orders#who", "wh.public.customers#email", Strength.VALUE, Confidence.OBSERVED),
    ] == facts(result)
    assert ["s3://lake/out.parquet", "wh.public.orders"] == sorted(str(sink.dataset) for sink in result.plan.sinks)


def test_another_job_as_a_source_is_named_and_the_events_inputs_are_assumed():
    lineage = {"lineage": {"inputs": [{"type": "JOB", "namespace": "etl", "name": "other"}]}}
    result = planned(inputs=[CUSTOMERS], outputs=[out(lineage)])
    assert ["wh.public.customers#*"] == [str(fact.input) for fact in result.plan.facts]
    assert [
        "PL602 `outputs[0].facets.lineage.inputs[0]` was ignored: another job as a source names no data"
    ] == remarks(result)


@pytest.mark.parametrize(
    ("facets", "remark"),
    [
        (
            column_lineage({"email": [{"namespace": "postgres://wh:5432", "field": "email"}, source("phone")]}),
            (
                "`outputs[0].facets.columnLineage.fields.email.inputFields[0]` was ignored: "
                "it has no usable `namespace` and `name`"
            ),
        ),
        (
            {"columnLineage": {"fields": []}},
            "`outputs[0].facets.columnLineage.fields` was ignored: it is not an object",
        ),
        (
            {"columnLineage": {"fields": {"email": None}}},
            "`outputs[0].facets.columnLineage.fields.email` was ignored: it is no field with inputs",
        ),
        ({"columnLineage": "none"}, "`outputs[0].facets.columnLineage` was ignored: it is not an object"),
    ],
)
def test_a_facet_that_may_have_lost_a_source_widens_to_the_inputs(facets, remark):
    result = planned(inputs=[ORDERS], outputs=[out(facets)])
    assert ("s3://lake/out.parquet#*", "wh.public.orders#*", Strength.VALUE, Confidence.ASSUMED) in facts(result)
    assert [f"PL602 {remark}"] == remarks(result)


@pytest.mark.parametrize(
    ("event", "remark"),
    [
        ({"inputs": {}}, "`inputs` was ignored: it is not a list"),
        ({"outputs": [7]}, "`outputs[0]` was ignored: it is not an object"),
        ({"outputs": [{"namespace": "s3://b"}]}, "`outputs[0]` was ignored: it has no usable `namespace` and `name`"),
        ({"outputs": [{**OUT, "facets": []}]}, "`outputs[0].facets` was ignored: it is not an object"),
        (
            {"outputs": [{**OUT, "facets": {"schema": {"fields": [{"type": "TEXT"}]}}}]},
            "`outputs[0].facets.schema.fields[0]` was ignored: it is no field with a `name`",
        ),
    ],
)
def test_what_is_unusable_is_named_exactly(event, remark):
    assert [f"PL602 {remark}"] == remarks(planned(**event))


def test_a_deleted_facet_is_absent():
    facets = {"columnLineage": {**column_lineage({"email": [source("email")]})["columnLineage"], "_deleted": True}}
    assert [Confidence.ASSUMED] == [f.confidence for f in planned(inputs=[ORDERS], outputs=[out(facets)]).plan.facts]


def test_schemas_come_under_canonical_names():
    fields = [{"name": "Email", "type": "TEXT"}, {"name": "Address", "fields": [{"name": "Zip", "type": "TEXT"}]}]
    result = planned(inputs=[{**CUSTOMERS, "facets": {"schema": {"fields": fields}}}])
    assert [("wh.public.customers", (("email", "TEXT"), ("address", "")))] == [
        (str(dataset), columns) for dataset, columns in result.schemas
    ]


def test_a_rename_carries_every_column_along():
    change = {"lifecycleStateChange": "RENAME", "previousIdentifier": CUSTOMERS}
    schema = {"fields": [{"name": "email", "type": "TEXT"}, {"name": "phone", "type": "TEXT"}]}
    renamed = {**CUSTOMERS, "name": "bank.public.people", "facets": {"lifecycleStateChange": change, "schema": schema}}
    assert [
        (f"wh.public.people#{name}", f"wh.public.customers#{name}", Strength.VALUE, Confidence.OBSERVED)
        for name in ("email", "phone")
    ] == facts(planned(outputs=[renamed]))


def test_a_symlink_into_a_declared_source_gives_the_dataset_its_name():
    identifier = {**CUSTOMERS, "type": "TABLE"}
    table = {
        "namespace": "s3://lake",
        "name": "tables/customers",
        "facets": {"symlinks": {"identifiers": [identifier]}},
    }
    named_as_file = {"namespace": "s3://lake", "name": "tables/customers", "field": "email"}
    result = planned(inputs=[table], outputs=[out(column_lineage({"email": [named_as_file]}))])
    assert ["wh.public.customers#email"] == [str(fact.input) for fact in result.plan.facts]


def test_an_event_opens_and_retires_nothing():
    change = {"lifecycleStateChange": {"lifecycleStateChange": "OVERWRITE"}}
    assert () == planned(inputs=[CUSTOMERS], outputs=[out(change)]).plan.openings


def test_a_dataset_event_gives_its_schema_and_its_lineage_but_no_sink():
    fields = {"schema": {"fields": [{"name": "email", "type": "TEXT"}]}}
    dataset = {**OUT, "facets": {**fields, **column_lineage({"email": [source("email")]})}}
    result = plan_event(read_event({"dataset": dataset}, PLACE), SOURCES, PLACE)
    assert ("s3://lake", "out.parquet") == (result.plan.job.dag_id, result.plan.job.task_id)
    assert (1, 1, 0) == (len(result.plan.facts), len(result.schemas), len(result.plan.sinks))


def test_what_an_event_lacks_is_done_without():
    result = plan_event(
        read_event({"job": {"name": "j"}, "inputs": [CUSTOMERS], "outputs": [OUT]}, PLACE), SOURCES, PLACE
    )
    assert ("default", 1, ()) == (result.plan.job.dag_id, len(result.plan.facts), result.ignored)


@pytest.mark.parametrize(
    ("value", "why"),
    [
        ([], "an event is an object"),
        (None, "an event is an object"),
        ({}, "it has neither `job` nor `dataset`"),
        ({"job": "daily"}, "it has neither `job` nor `dataset`"),
        ({"job": {}}, "its `job` has no `name`"),
        ({"job": {"name": "a\0b"}}, "its `job` has no `name`"),
        ({"job": {"name": "\ud800"}}, "its `job` has no `name`"),
        ({"dataset": {"name": "x"}}, "its `dataset` has no `namespace` or `name`"),
    ],
)
def test_an_event_that_is_no_event_is_refused_with_its_place(value, why):
    with pytest.raises(PrivlineageError) as caught:
        read_event(value, PLACE)
    assert ("PL601", f"this is not an OpenLineage event: {why}", PLACE) == (
        caught.value.code,
        caught.value.message,
        caught.value.place,
    )
