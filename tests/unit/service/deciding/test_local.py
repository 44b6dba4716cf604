"""Deciding with a store at hand: labels, two looks, memory of verdicts, additions and retirements."""

import threading
import time
from dataclasses import replace

import pytest

from privlineage.core.errors import PrivlineageError
from privlineage.core.labels import UNREVIEWED, Strength
from privlineage.core.plan import Job, Plan, Unresolved
from privlineage.core.verdict import Attempt, Outcome
from privlineage.policy.engine import decide
from privlineage.service.answering.catalog import Catalog
from privlineage.service.answering.message import message
from privlineage.service.deciding.local import LocalDecider
from privlineage.store.memory.store import MemoryStore
from privlineage.store.protocol import VerdictQuery
from tests.unit.service.world import HMAC, POLICY, copy, world

CUSTOMERS, STAGE, ADS = "wh.public.customers", "wh.mart.stage", "s3://ads-partner/daily.csv"


def staged(decider, columns, **more):
    verdict = decider.decide(copy(decider, CUSTOMERS, STAGE, columns, new=True, task="stage", **more), Attempt("stage"))
    assert decider.succeeded(Attempt("stage"))
    return verdict


def witnesses(verdict, rule):
    found = [finding for finding in verdict.decision.findings if finding.rule == rule]
    return [[str(column) for column in path.columns] for finding in found for path in finding.witnesses]


def test_a_label_is_followed_through_a_staging_table_to_the_sink_that_forbids_it():
    decider = world()
    assert staged(decider, {"email": "email"}).outcome is Outcome.ALLOW
    verdict = decider.decide(copy(decider, STAGE, ADS, {"email": "email"}), Attempt("export"))
    assert verdict.outcome is Outcome.BLOCK
    assert ("no-contact-to-ads",) == verdict.decision.rules
    expected = ["wh.public.customers#email", "wh.mart.stage#email", "s3://ads-partner/daily.csv#email"]
    assert [expected] == witnesses(verdict, "no-contact-to-ads")


def test_what_a_blocked_plan_would_have_written_does_not_exist():
    decider = world()
    staged(decider, {"email": "email"})
    decider.decide(copy(decider, STAGE, ADS, {"email": "email"}), Attempt("export"))
    ads = decider.bundle().sources.dataset(ADS)
    assert () == decider.store.state([ads])[ads].open
    assert not decider.succeeded(Attempt("export"))


def test_a_listed_function_with_its_literals_passes_and_another_literal_does_not():
    decider = world()
    good = copy(decider, CUSTOMERS, ADS, {"e": "email"}, path=HMAC)
    assert decider.decide(good, Attempt("good")).outcome is Outcome.ALLOW
    weak = (type(HMAC[0])("hmac", 0, ((1, "key"), (2, "md5")), "postgres"),)
    bad = copy(decider, CUSTOMERS, ADS, {"e": "email"}, path=weak)
    assert decider.decide(bad, Attempt("bad")).outcome is Outcome.BLOCK


def test_no_literal_that_no_declassifier_lists_reaches_the_store():
    decider = world()
    decider.decide(copy(decider, CUSTOMERS, STAGE, {"e": "email"}, path=HMAC), Attempt("one"))
    stage = decider.bundle().sources.dataset(STAGE)
    state = decider.store.state([stage])[stage]
    [edge] = decider.store.upstream(list(state.labels))
    assert ((1, "?"), (2, "sha256")) == edge.path[0].literals


def test_the_same_try_with_the_same_plan_gets_the_verdict_it_got_before():
    decider = world()
    plan = copy(decider, CUSTOMERS, STAGE, {"email": "email"})
    first = decider.decide(plan, Attempt("one", 1))
    assert first == decider.decide(plan, Attempt("one", 1))
    assert first.id != decider.decide(plan, Attempt("one", 2)).id


def test_a_dry_decision_leaves_nothing_behind():
    decider = world()
    assert decider.decide(copy(decider, CUSTOMERS, ADS, {"email": "email"}), None).outcome is Outcome.BLOCK
    assert [] == decider.store.verdicts(VerdictQuery())


def test_the_stored_movement_replays_to_the_same_answer():
    decider = world()
    staged(decider, {"email": "email"})
    verdict = decider.decide(copy(decider, STAGE, ADS, {"email": "email"}), Attempt("export"))
    again = decide(decider.bundle().policy, verdict.movement)
    assert (verdict.outcome, verdict.decision.rules) == (again.outcome, again.rules)


def test_an_unreviewed_source_is_still_seen_two_tables_later():
    decider = world()
    decider.decide(copy(decider, "wh.public.partly", STAGE, {"nick": "nick"}, new=True), Attempt("stage"))
    decider.succeeded(Attempt("stage"))
    verdict = decider.decide(copy(decider, STAGE, "wh.mart.next", {"nick": "nick"}), Attempt("next"))
    assert verdict.outcome is Outcome.WARN
    assert [["wh.public.partly#nick", "wh.mart.stage#nick", "wh.mart.next#nick"]] == witnesses(
        verdict, "default:unreviewed"
    )
    assert verdict.counts.unreviewed == 1


def test_a_reviewed_column_and_a_derived_one_are_not_unreviewed():
    decider = world()
    assert () == staged(decider, {"id": "id"}).decision.rules
    verdict = decider.decide(copy(decider, STAGE, "wh.mart.next", {"id": "id"}), Attempt("next"))
    assert () == verdict.decision.rules


def test_three_columns_that_single_out_a_person_are_stopped_together_and_two_are_not():
    decider = world()
    two = copy(decider, CUSTOMERS, "wh.mart.two", {"born": "born", "gender": "gender"})
    assert decider.decide(two, Attempt("two")).outcome is Outcome.ALLOW
    three = copy(decider, CUSTOMERS, "wh.mart.three", {name: name for name in ("born", "gender", "postcode")})
    verdict = decider.decide(three, Attempt("three"))
    assert ("re-identification",) == verdict.decision.rules
    assert sorted(path[0] for path in witnesses(verdict, "re-identification")) == [
        "wh.public.customers#born",
        "wh.public.customers#gender",
        "wh.public.customers#postcode",
    ]


def test_what_lies_in_the_sink_already_counts_when_the_third_column_is_appended():
    decider = world()
    two = copy(decider, CUSTOMERS, "wh.mart.two", {"born": "born", "gender": "gender"})
    decider.decide(two, Attempt("two"))
    third = copy(decider, CUSTOMERS, "wh.mart.two", {"postcode": "postcode"})
    assert ("re-identification",) == decider.decide(third, Attempt("third")).decision.rules


def test_reading_into_a_worker_abroad_is_a_transfer_and_sql_in_the_database_is_not():
    decider = world()
    there = copy(decider, CUSTOMERS, STAGE, {"email": "email"}, location="SG", through_worker=True)
    verdict = decider.decide(there, Attempt("python"))
    assert ("stays-in-china",) == verdict.decision.rules
    assert [["wh.public.customers#email", "worker:SG#*"]] == witnesses(verdict, "stays-in-china")
    inside = copy(decider, CUSTOMERS, STAGE, {"email": "email"}, location="SG")
    assert decider.decide(inside, Attempt("sql")).outcome is Outcome.ALLOW


def test_what_a_failed_try_may_have_written_stays_until_another_replaces_it():
    decider = world()
    staged(decider, {"email": "id"})
    decider.decide(copy(decider, CUSTOMERS, STAGE, {"email": "email"}, new=True, task="other"), Attempt("fails"))
    assert decider.failed(Attempt("fails"))
    catalog = Catalog(decider.store, decider.bundle())
    stage = catalog.sources.column(f"{STAGE}#email")
    assert ["user.contact.email"] == [label.atom.category for label in catalog.labels(stage)]
    decider.decide(copy(decider, CUSTOMERS, STAGE, {"email": "id"}, new=True, task="stage"), Attempt("again"))
    decider.succeeded(Attempt("again"))
    assert [] == catalog.labels(stage)


def test_an_overwrite_lets_labels_go_only_after_it_succeeded():
    decider = world()
    staged(decider, {"email": "email"})
    sources = decider.bundle().sources
    stage = sources.column(f"{STAGE}#email")
    again = copy(decider, CUSTOMERS, STAGE, {"email": "id"}, new=True)
    decider.decide(again, Attempt("again"))
    catalog = Catalog(decider.store, decider.bundle())
    assert ["user.contact.email"] == [label.atom.category for label in catalog.labels(stage)]
    assert decider.succeeded(Attempt("again"))
    assert [] == catalog.labels(stage)


def test_unresolved_lineage_blocks_in_every_zone_the_sink_may_lie_in():
    decider = world()
    plan = Plan(Job("dag", "proc"), unresolved=(Unresolved("procedure", "CALL is not opened", source="wh"),))
    verdict = decider.decide(plan, Attempt("proc"))
    assert verdict.outcome is Outcome.BLOCK
    assert ("default:unresolved",) == verdict.decision.rules


def test_before_run_time_a_missing_schema_is_undetermined_and_never_allowed():
    decider = world(before_run=True)
    entry = Unresolved("unknown-table", "no schema", sink=decider.bundle().sources.dataset(STAGE))
    verdict = decider.decide(Plan(Job("dag", "task"), unresolved=(entry,)), None)
    assert verdict.outcome is Outcome.UNDETERMINED
    assert () == verdict.decision.rules


def test_row_influence_alone_does_not_set_off_a_rule_that_looks_at_values():
    decider = world()
    plan = copy(decider, CUSTOMERS, ADS, {"*": "email"}, strength=Strength.ROW)
    assert decider.decide(plan, Attempt("row")).outcome is Outcome.ALLOW


def test_hashing_a_column_hides_nothing_of_what_selected_its_rows():
    """The table holds rows chosen by e-mail; that the export hashes another column of it changes nothing."""
    policy = POLICY.replace("into: [ads]", "into: [ads]\n    influence: row", 1)
    decider = world(policy)
    narrowed = copy(decider, CUSTOMERS, STAGE, {"*": "email"}, new=True, strength=Strength.ROW)
    own = copy(decider, CUSTOMERS, STAGE, {"id": "id"}, new=True)
    decider.decide(replace(own, facts=own.facts + narrowed.facts), Attempt("stage"))
    verdict = decider.decide(copy(decider, STAGE, ADS, {"id": "id"}, path=HMAC, task="export"), Attempt("export"))
    assert Outcome.BLOCK is verdict.outcome
    assert ("no-contact-to-ads",) == verdict.decision.rules
    [finding] = verdict.decision.findings
    steps = [(str(step.column), step.strength) for step in finding.witnesses[0].steps]
    assert [
        ("wh.public.customers#email", Strength.VALUE),
        ("wh.mart.stage#*", Strength.ROW),
        ("s3://ads-partner/daily.csv#id", Strength.VALUE),
    ] == steps


def test_without_a_bundle_nothing_is_decided():
    decider = LocalDecider(MemoryStore(), lambda: "now", lambda: "V-1")
    with pytest.raises(PrivlineageError) as caught:
        decider.decide(Plan(Job("d", "t")), Attempt("x"))
    assert caught.value.code == "PL506"


def test_labels_come_with_what_supports_them_and_with_the_mark_of_the_unreviewed():
    decider = world()
    staged(decider, {"email": "email"})
    catalog = Catalog(decider.store, decider.bundle())
    [label] = catalog.labels(catalog.sources.column(f"{STAGE}#email"))
    assert ["wh.public.customers#email", "wh.mart.stage#email"] == [str(step) for step in label.support.columns]
    [mark] = catalog.labels(catalog.sources.column("wh.public.partly#other"))
    assert mark.atom == UNREVIEWED


def test_the_block_message_says_what_path_rule_fix_and_what_was_seen():
    decider = world()
    staged(decider, {"email": "email"})
    verdict = decider.decide(copy(decider, STAGE, ADS, {"email": "email"}, task="export"), Attempt("export"))
    assert message(verdict).splitlines() == [
        "PL201 blocked: `dag.export` would move personal data to a forbidden sink",
        "  what  email [user.contact.email, identified] → s3://ads-partner/daily.csv (zone ads)",
        "  path  wh.public.customers#email ─ copy.sql:1 → wh.mart.stage#email ─ copy.sql:1 → daily.csv#email",
        "  rule  no-contact-to-ads (policy.yml:9): The agreement covers no contact data in the clear.",
        "  fix   Send hmac(email, key, 'sha256') or drop the column.",
        f'  else  privlineage exempt request {verdict.id} --reason "..." --days 7   (approver: privacy)',
        f"  seen  1 of 1 columns resolved · bundle {verdict.bundle[:4]} · verdict {verdict.id} · no data was moved",
    ]


def test_who_reads_a_whole_table_does_not_make_its_reviewed_columns_unreviewed():
    decider = world()
    plan = copy(decider, "wh.public.partly", "wh.mart.next", {"phone": "phone", "row": "*"})
    verdict = decider.decide(plan, Attempt("whole"))
    assert [["wh.public.partly#*", "wh.mart.next#row"]] == witnesses(verdict, "default:unreviewed")


def test_a_question_asked_again_while_it_is_still_decided_gets_the_same_verdict(monkeypatch):
    decider = world()
    plan = copy(decider, "wh.public.customers", "wh.public.stage", {"email": "email"})
    judge, found = LocalDecider._judge, []

    def slowly(*arguments):
        time.sleep(0.05)
        return judge(*arguments)

    monkeypatch.setattr(LocalDecider, "_judge", slowly)
    asking = [threading.Thread(target=lambda: found.append(decider.decide(plan, Attempt("one")))) for _ in range(5)]
    for thread in asking:
        thread.start()
    for thread in asking:
        thread.join()
    assert [found[0]] * 5 == found
    assert found[:1] == decider.store.verdicts(VerdictQuery())
