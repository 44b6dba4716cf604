"""`privlineage policy simulate`: recorded verdicts under a changed bundle, listed and counted."""

from contextlib import closing
from dataclasses import replace
from itertools import count

import pytest

from privlineage.core.facts import Fact, FunctionStep
from privlineage.core.plan import Job, Plan, Sink
from privlineage.core.verdict import Attempt
from privlineage.service.clock import new_verdict_id, utc_now
from privlineage.service.deciding.local import LocalDecider
from privlineage.store.open import open_store
from privlineage.store.protocol import VerdictQuery

DAY = "2026-03-0{}T00:00:{:02}.000000Z"


@pytest.fixture
def decided(store):
    """A store in which three tasks were decided on, on two days."""
    with closing(open_store(store)) as opened:
        numbers = count(1)
        decider = LocalDecider(opened, lambda: DAY.format(1, next(numbers)), lambda: f"V-{next(numbers):010X}")
        sources = decider.bundle().sources

        def run(task, source, target, owner="", path=(), *, times=1, dag="crm"):
            read, written = sources.column(source), sources.column(target)
            plan = Plan(
                Job(dag, task, owner),
                facts=(Fact(written, read, path=path, place=f"{task}.sql:1"),),
                sinks=(Sink(written.dataset),),
                reads=(read.dataset,),
            )
            for number in range(times):
                decider.decide(plan, Attempt(f"{dag}.{task}.{number}"))

        run("stage", "wh.public.customers#email", "wh.mart.stage#mail", "data-team", times=3)
        run("export", "wh.mart.stage#mail", "s3://ads-partner/daily.csv#mail", "crm-team", times=2)
        hashed = (FunctionStep("sha256", 0, (), "postgres"),)
        run("hashed", "wh.public.customers#phone", "s3://ads-partner/hashed.csv#phone", "crm-team", hashed)
        yield run


def changed(bundle, **edits):
    """The bundle with texts replaced in its files."""
    for name, (old, new) in edits.items():
        file = bundle / f"{name}.yml"
        assert old in file.read_text()
        file.write_text(file.read_text().replace(old, new))
    return bundle


ZONE = (
    'ads: {match: ["s3://ads-partner/**"]}',
    'ads: {match: ["s3://ads-partner/**"]}\n  mart: {match: ["wh.mart.**"]}',
)
SINCE = ("--since", "2026-01-01", "--format", "json")


def test_an_unchanged_bundle_changes_nothing(run, bundle, decided):
    answer = run("policy", "simulate", bundle, *SINCE)
    assert (0, 6, 6, 0, 0) == (
        answer.code,
        answer.json["verdicts"],
        answer.json["unchanged"],
        answer.json["changed"],
        answer.json["undetermined"],
    )


def test_what_a_new_rule_would_stop_is_listed_once_with_its_path_and_counted(run, bundle, decided):
    changed(bundle, policy=ZONE)
    rule = "{id: none-in-mart, forbid: [user.contact], into: [mart], because: Not there.}"
    changed(bundle, policy=("rules:\n", f"rules:\n  - {rule}\n"))
    answer = run("policy", "simulate", bundle, *SINCE)
    (task,) = answer.json["tasks"]
    assert 1 == answer.code
    assert ("crm", "stage", "allow", "block", 3, 3, ["none-in-mart"]) == (
        task["dag_id"],
        task["task_id"],
        task["before"],
        task["after"],
        task["times"],
        task["verdicts"],
        task["rules"],
    )
    assert [{"rule": "none-in-mart", "path": ["wh.public.customers#email", "wh.mart.stage#mail"]}] == task["witnesses"]
    assert [{"before": "allow", "after": "block", "verdicts": 3}] == answer.json["outcomes"] == answer.json["would"]
    (dag,), (owner,), (rule,) = (answer.json[f"by_{kind}"] for kind in ("dag", "owner", "rule"))
    assert ("crm", "data-team", "none-in-mart") == (dag["dag_id"], owner["owner"], rule["rule"])
    assert 3 == dag["newly_blocked"] == owner["newly_blocked"] == rule["newly_blocked"] == dag["would_newly_blocked"]
    assert 0 == run("explain", task["example"]).code


def test_observing_a_zone_lets_go_what_it_stopped_and_would_still_stop(run, bundle, decided):
    answer = run("policy", "simulate", "--mode", "ads=observe", *SINCE)
    (task,) = answer.json["tasks"]
    assert (0, "export", "block", "allow", "block", "block", 2) == (
        answer.code,
        task["task_id"],
        task["before"],
        task["after"],
        task["would_before"],
        task["would_after"],
        task["times"],
    )
    assert ({"ads": "observe"}, []) == (answer.json["modes"], answer.json["would"])


def test_what_is_let_go_names_the_rule_that_stopped_it_beside_what_is_new(run, bundle, decided):
    changed(bundle, policy=("mode: enforce", "mode: observe"))
    other = "{id: nothing-to-ads, forbid: any, into: [ads], because: No., mode: warn}"
    changed(bundle, policy=("rules:\n", f"rules:\n  - {other}\n"))
    answer = run("policy", "simulate", bundle, *SINCE)
    (task,) = (task for task in answer.json["tasks"] if task["task_id"] == "export")
    assert {"nothing-to-ads", "no-contact-to-ads"} == set(task["rules"])


def test_enforcing_what_is_observed_shows_what_it_would_stop_without_editing_a_file(run, bundle, decided, store):
    changed(bundle, policy=("defaults: {mode: enforce}", "defaults: {mode: observe}"))
    assert 0 == run("apply", bundle).code
    answer = run("policy", "simulate", "--enforce", "ads", *SINCE)
    # Decided under another bundle, compared with the one in force: that lets everything pass, enforcing does not.
    assert (1, 2, "export") == (answer.code, answer.json["newly_blocked"], answer.json["tasks"][0]["task_id"])


def test_a_new_tag_is_followed_through_the_facts_of_that_time(run, bundle, decided):
    decided("age", "wh.public.customers#age", "s3://ads-partner/age.csv#age")
    changed(bundle, tags=("columns: {", "columns: {age: user.contact, "))
    answer = run("policy", "simulate", bundle, *SINCE)
    (task,) = answer.json["tasks"]
    assert (1, "age", ["no-contact-to-ads"], 0) == (
        answer.code,
        task["task_id"],
        task["rules"],
        answer.json["undetermined"],
    )


def test_a_declassifier_that_goes_shows_what_it_let_pass(run, bundle, decided):
    changed(bundle, policy=("  - {function: sha256, argument: 0, to: pseudonymised}\n", ""))
    changed(bundle, policy=("declassify:\n", "declassify: []\n"))
    answer = run("policy", "simulate", bundle, *SINCE)
    assert (1, ["hashed"]) == (answer.code, [task["task_id"] for task in answer.json["tasks"]])


def test_what_a_source_read_otherwise_would_give_is_open_and_never_unchanged(run, bundle, decided):
    changed(bundle, sources=("default_schema: public", "default_schema: other"))
    answer = run("policy", "simulate", bundle, *SINCE)
    assert (0, 0, 6) == (answer.code, answer.json["unchanged"], answer.json["undetermined"])
    assert {"the source `wh` is declared otherwise: its SQL may be read otherwise"} == {
        entry["why"] for entry in answer.json["open"]
    }
    assert 1 == run("policy", "simulate", bundle, *SINCE, "--undetermined", "fail").code


def test_a_verdict_whose_plan_was_not_kept_is_open_with_what_is_missing(run, bundle, decided, store):
    with closing(open_store(store)) as opened:
        (newest,) = opened.verdicts(VerdictQuery(limit=1))
        opened.record_verdict(replace(newest, id="V-0FF", plan="0" * 64))
    changed(bundle, tags=("columns: {", "columns: {age: user.contact, "))
    (entry,) = run("policy", "simulate", bundle, *SINCE).json["open"]
    assert ("V-0FF", None) == (entry["example"], entry["now"])
    assert "its plan was not kept" in entry["why"]


def test_a_date_and_a_dag_choose_the_verdicts(run, bundle, decided):
    decided("late", "wh.public.customers#email", "wh.mart.late#mail", dag="other")
    assert 1 == run("policy", "simulate", bundle, *SINCE, "--dag", "other").json["verdicts"]
    assert 0 == run("policy", "simulate", bundle, "--since", "2026-03-02", "--format", "json").json["verdicts"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((), "nothing is said that would be different"),
        (("--enforce", "add"), "`add` is no zone and no rule of the policy"),
        (("--mode", "ads"), "`ads` names no mode"),
        (("--mode", "ads=enforced"), "`ads=enforced` names no mode"),
        (("--mode", "elsewhere=warn"), "`elsewhere` has no mode of its own"),
        (("--enforce", "ads", "--mode", "ads=observe"), "`ads` is given two modes"),
        (("--mode", "ads=warn", "--mode", "ads=observe"), "`ads` is given two modes"),
        (("--enforce", "ads", "--since", "yesterday"), "`yesterday` is no time"),
    ],
)
def test_what_cannot_be_meant_is_bad_usage(run, bundle, decided, arguments, message):
    answer = run("policy", "simulate", *arguments)
    assert (2, "PL001") == (answer.code, answer.err.split()[0])
    assert message in answer.err


def test_text_shows_counts_tasks_paths_and_the_sum(run, bundle, decided):
    answer = run("policy", "simulate", "--mode", "no-contact-to-ads=warn", "--since", "2026-01-01")
    assert "  as enforced: 2 block → warn" in answer.out.splitlines()
    assert (
        "0 verdicts of 0 tasks would newly be blocked, 2 would no longer be, 4 stay as they are"
        == answer.out.splitlines()[-1]
    )
    assert "crm.export" in answer.out


def test_a_plan_shows_loosening_and_tightening_apart_and_the_verdicts_that_would_change(run, bundle, decided):
    rule = "{id: none-in-mart, forbid: [user.contact], into: [mart], because: Not there.}"
    changed(bundle, policy=ZONE)
    changed(bundle, policy=("rules:\n", f"rules:\n  - {rule}\n"))
    changed(bundle, policy=("to: pseudonymised", "to: aggregated"), tags=("uses: [finance]", "uses: [finance, sales]"))
    answer = run("apply", "--plan", bundle)
    lines = answer.out.splitlines()
    loosens, tightens = (next(n for n, line in enumerate(lines) if line.startswith(word)) for word in ("loos", "tight"))
    assert ("loosens (3):", "tightens (3):", 0) == (lines[loosens], lines[tightens], answer.code)
    assert "  `sha256` may weaken labels to aggregated" in lines[loosens:tightens]
    assert {"  the forbid `none-in-mart` is new", "  the list of zones gains `mart`"} <= set(lines[tightens:])
    planned = run("apply", "--plan", bundle, "--format", "json").json
    assert {"loosens": 3, "tightens": 3, "changes": 0} == planned["counts"]
    assert planned["before"] == planned["simulation"]["before"] != planned["bundle"] == planned["simulation"]["bundle"]


def test_a_plan_of_what_is_in_force_replays_nothing(run, bundle, decided):
    assert "nothing changes" in run("apply", "--plan", bundle).out.splitlines()
    assert run("apply", "--plan", bundle, "--format", "json").json["simulation"] is None


def test_an_exemption_that_was_consulted_counts_in_a_replay_unless_the_rule_allows_none(run, bundle, store):
    changed(bundle, policy=("rules:\n", "exemptions: {approvers: [privacy]}\nrules:\n"))
    assert 0 == run("apply", bundle).code
    with closing(open_store(store)) as opened:
        decider = LocalDecider(opened, utc_now, new_verdict_id)
        read, written = map(
            decider.bundle().sources.column, ("wh.public.customers#email", "s3://ads-partner/d.csv#email")
        )
        plan = Plan(Job("crm", "export"), (Fact(written, read),), sinks=(Sink(written.dataset),), reads=(read.dataset,))
        blocked = decider.decide(plan, Attempt("before"))
        asked = run("exempt", "request", blocked.id, "--reason", "agreed", "--by", "ana", "--format", "json")
        assert 0 == run("exempt", "approve", asked.json["id"], "--by", "bo").code
        assert ("block", "allow") == (blocked.outcome, decider.decide(plan, Attempt("after")).outcome)
    changed(bundle, policy=("because: No contact data.", "because: Still none."))
    answer = run("policy", "simulate", bundle, "--format", "json").json
    assert (2, 0, 0) == (answer["verdicts"], answer["changed"], answer["undetermined"])
    changed(bundle, policy=("because: Still none.", "exemptible: false"))
    assert 1 == run("policy", "simulate", bundle, "--format", "json").json["newly_blocked"]
