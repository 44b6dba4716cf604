"""Questions to the graph and claims about it: names, tag, untag, labels, trace, why, explain, ingest."""

import json

import pytest

from tests.commands import event


def test_labels_come_with_the_path_that_supports_them(filled, run):
    answer = run("labels", "s3://ads-partner/daily.csv#address", "--format", "json")
    assert 0 == answer.code
    assert [
        {
            "category": "user.contact.email",
            "identifiability": "identified",
            "origin": "",
            "uses": ["finance"],
            "subjects": [],
            "controller": "",
            "strength": "value",
            "support": ["wh.public.customers#email", "wh.mart.stage#mail", "s3://ads-partner/daily.csv#address"],
        }
    ] == answer.json["labels"]


def test_labels_of_a_dataset_are_those_of_its_columns(filled, run):
    lines = run("labels", "wh.mart.stage").out.splitlines()
    assert ["column", "label", "identifiability", "how", "from"] == lines[0].split()
    assert ["wh.mart.stage#mail", "user.contact.email", "identified", "value"] == lines[1].split()[:4]


def test_a_column_nobody_reviewed_is_not_said_to_be_tagged(filled, run):
    line = run("labels", "wh.mart.stage#other").out.splitlines()[1]
    assert ["wh.mart.stage#other", "unreviewed"] == line.split()[:2]
    assert line.endswith("nobody tagged or reviewed it")


def test_another_spelling_means_the_same_column(filled, run):
    ours = run("labels", "wh.public.customers#email", "--format", "json")
    theirs = run("labels", "postgresql://wh/bank.public.Customers#EMAIL", "--format", "json")
    assert ours.json == theirs.json


def test_a_dataset_nobody_has_seen_is_an_error_with_the_nearest_name(filled, run):
    answer = run("labels", "wh.public.custmers#email")
    assert 2 == answer.code
    assert "PL302 nothing is known of `wh.public.custmers`\n  help: did you mean `wh.public.customers`?\n" == answer.err


def test_trace_down_is_a_tree_of_everything_a_column_feeds(filled, run):
    assert (
        "wh.public.customers#email\n"
        "└─ wh.mart.stage#mail  by stage [observed]\n"
        "   └─ s3://ads-partner/daily.csv#address  by export [observed]\n"
    ) == run("trace", "wh.public.customers#email", "--down").out


def test_trace_up_in_json_has_nodes_and_edges(filled, run):
    answer = run("trace", "s3://ads-partner/daily.csv#address", "--up", "--format", "json").json
    assert ["s3://ads-partner/daily.csv#address", "wh.mart.stage#mail", "wh.public.customers#email"] == answer["nodes"]
    assert {
        "from": "wh.public.customers#email",
        "to": "wh.mart.stage#mail",
        "kind": "value",
        "strength": "value",
        "functions": [],
        "confidence": "observed",
        "via": "stage",
    } in answer["edges"]


def test_a_cycle_is_drawn_once(filled, run, tmp_path):
    back = event(
        "back", ("postgres://wh:5432", "bank.public.customers"), email="postgres://wh:5432/bank.mart.stage#mail"
    )
    (tmp_path / "back.ndjson").write_text(back)
    assert 0 == run("ingest", "back.ndjson").code
    lines = run("trace", "wh.public.customers#email", "--down").out.splitlines()
    assert "└─ wh.public.customers#email  by back [observed]  (see above)" in [line.strip() for line in lines]
    assert len(lines) < 8


def test_why_shows_the_way_from_the_tag(filled, run):
    answer = run("why", "s3://ads-partner/daily.csv#address", "user.contact")
    assert (
        "s3://ads-partner/daily.csv#address carries user.contact, because\n"
        "  wh.public.customers#email is tagged\n"
        "  → wh.mart.stage#mail  by stage\n"
        "  → s3://ads-partner/daily.csv#address  by export\n"
    ) == answer.out
    assert ["wh.public.customers#email", "wh.mart.stage#mail", "s3://ads-partner/daily.csv#address"] == run(
        "why", "s3://ads-partner/daily.csv#address", "user.contact.email", "--format", "json"
    ).json["path"]


def test_why_of_a_label_that_is_not_there_says_so(filled, run):
    answer = run("why", "wh.mart.stage#mail", "user.location")
    assert (2, True) == (answer.code, answer.err.startswith("PL801 "))


def test_a_tag_reaches_everything_below_and_untagging_takes_it_back(filled, run):
    assert 0 == run("tag", "wh.mart.stage#mail", "user.unique_id", "--by", "ann").code
    sink = ("labels", "s3://ads-partner/daily.csv#address", "--format", "json")
    assert ["user.contact.email", "user.unique_id"] == [label["category"] for label in run(*sink).json["labels"]]
    answer = run("untag", "wh.mart.stage#mail", "user.unique_id", "--by", "ann", "--reason", "a mistake")
    assert (0, "1 claim about wh.mart.stage#mail withdrawn by ann\n") == (answer.code, answer.out)
    assert "identities are not verified" in answer.err
    assert ["user.contact.email"] == [label["category"] for label in run(*sink).json["labels"]]


def test_saying_that_a_column_holds_nothing_personal_loosens_and_is_said_to(filled, run):
    answer = run("tag", "wh.mart.stage#other", "none", "--format", "json")
    assert (0, None, True, False) == (
        answer.code,
        answer.json["category"],
        answer.json["loosens"],
        answer.json["identity_verified"],
    )
    assert "identities are not verified" in answer.err


def test_a_category_that_does_not_exist_is_refused_with_the_nearest(filled, run):
    answer = run("tag", "wh.mart.stage#mail", "user.contact.emial")
    assert 2 == answer.code
    assert "PL104 `user.contact.emial` is not among the categories" in answer.err
    assert "did you mean `user.contact.email`?" in answer.err


def test_what_the_bundle_tags_is_withdrawn_in_the_bundle(filled, run):
    answer = run("untag", "wh.public.customers#email")
    assert (2, True) == (answer.code, "the bundle tags it" in answer.err)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("wh.mart.stage#mail", ["wh.mart.stage#mail"]),
        ("stage mail", ["wh.mart.stage#mail"]),
        ("postgres://wh:5432/bank.mart.stage", ["wh.mart.stage"]),
        ("wh.public.custmers", ["wh.public.customers"]),
        ("daily", ["s3://ads-partner/daily.csv", "s3://ads-partner/daily.csv#address"]),
        ("zzzzzz", []),
    ],
)
def test_names_finds_the_right_spelling(filled, run, text, expected):
    answer = run("names", text, "--format", "json")
    assert (0, expected) == (answer.code, answer.json["matches"][: len(expected) or 1])


def test_names_looks_in_a_folder_where_there_is_no_store(run, bundle):
    answer = run("names", "customers", "--bundle", bundle)
    assert "wh.public.customers" == answer.out.splitlines()[0]


def test_a_verdict_nobody_knows_is_an_error(filled, run):
    answer = run("explain", "V-0000")
    assert (2, True) == (answer.code, answer.err.startswith("PL802 no verdict `V-0000` is known"))


@pytest.fixture
def blocked(filled) -> str:
    """The id of a stored verdict: the mart's e-mail was on its way to the partner."""
    from privlineage.core.facts import Fact
    from privlineage.core.plan import Job, Plan, Sink
    from privlineage.core.sources import Sources
    from privlineage.core.verdict import Attempt
    from privlineage.service.connect import open_decider

    decider = open_decider(filled)
    sources: Sources = decider.bundle().sources
    mail = sources.column("wh.mart.stage#mail")
    sink = sources.dataset("s3://ads-partner/again.csv")
    plan = Plan(Job("crm", "export"), (Fact(sink.column("mail"), mail, place="export"),), sinks=(Sink(sink),))
    verdict = decider.decide(plan, Attempt("one"))
    decider.store.close()
    return verdict.id


def test_explain_shows_the_message_of_the_log_by_the_beginning_of_an_id(blocked, run):
    answer = run("explain", blocked[:6])
    assert 0 == answer.code
    assert "PL201 blocked: `crm.export` would move personal data to a forbidden sink" == answer.out.splitlines()[0]
    assert "rule  no-contact-to-ads (policy.yml:7): No contact data." in answer.out


def test_explain_in_json_has_every_finding_with_its_witness(blocked, run):
    answer = run("explain", blocked, "--format", "json").json
    assert ("crm", "export", "block", ["no-contact-to-ads"]) == (
        answer["dag_id"],
        answer["task_id"],
        answer["verdict"],
        answer["rules"],
    )
    path = ["wh.public.customers#email", "wh.mart.stage#mail", "s3://ads-partner/again.csv#mail"]
    assert [path] == answer["findings"][0]["witnesses"]


def test_doctor_counts_it(blocked, run):
    assert 1 == run("doctor", "--format", "json").json["activity"]["outcomes"]["block"]


def test_ingesting_twice_is_ingesting_once(filled, run, tmp_path):
    before = run("trace", "wh.public.customers#email", "--down", "--format", "json").json
    assert 0 == run("ingest", "events.ndjson").code
    assert before == run("trace", "wh.public.customers#email", "--down", "--format", "json").json


def test_lines_that_are_no_events_are_named_and_the_others_are_kept(store, run, tmp_path):
    good = event(
        "stage", ("postgres://wh:5432", "bank.mart.stage"), mail="postgres://wh:5432/bank.public.customers#email"
    )
    lines = ["oops", good, '{"run": {}}', '{"job": {"name": "j"}, "inputs": 7}']
    (tmp_path / "mixed.ndjson").write_text("\n".join(lines))
    answer = run("ingest", "mixed.ndjson", "--format", "json")
    assert {"events": 2, "facts": 1, "datasets": 2, "schemas": 0, "ignored": 1, "refused_lines": [1, 3]} == answer.json
    assert (2, ["PL601", "PL601", "PL602"]) == (
        answer.code,
        [line.split()[0] for line in answer.err.splitlines() if line.startswith("PL")],
    )
    assert ["mixed.ndjson:1:", "mixed.ndjson:3:", "mixed.ndjson:4:"] == [
        line.split()[1] for line in answer.err.splitlines() if line.startswith("PL")
    ]
    assert 0 == run("labels", "wh.mart.stage#mail").code


def test_events_come_from_standard_input_too(store, run, monkeypatch):
    import io
    import sys

    value = json.dumps({"job": {"name": "j"}, "inputs": [], "outputs": []})
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(value.encode())))
    assert 1 == run("ingest", "-", "--format", "json").json["events"]


def test_schemas_of_events_are_names_one_can_find(store, run, tmp_path):
    dataset = {
        "namespace": "postgres://wh:5432",
        "name": "bank.public.orders",
        "facets": {"schema": {"fields": [{"name": "Amount", "type": "INT"}]}},
    }
    (tmp_path / "e.json").write_text(json.dumps([{"dataset": dataset}]))
    assert 1 == run("ingest", "e.json", "--format", "json").json["schemas"]
    assert ["wh.public.orders#amount"] == run("names", "amount", "--format", "json").json["matches"]
