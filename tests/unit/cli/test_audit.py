"""`privlineage audit` and `retire`: what a person sees of the record, and of what is wrong with it."""

import json
import sqlite3

import pytest

from privlineage.core.verdict import Attempt
from privlineage.service.connect import open_decider
from tests.unit.service.world import copy


def tampered(url, statement):
    with sqlite3.connect(url.removeprefix("sqlite:///")) as connection:
        connection.execute(statement)


def test_what_was_done_is_listed_newest_first(store, run):
    run("tag", "wh.public.orders#note", "none", "--by", "bo")
    assert "wh.public.orders#note" in run("audit", "list", "--limit", "1").out
    first, *_, last = run("audit", "list", "--format", "json").json
    assert ("tag", "bo", "bundle") == (first["kind"], first["actor"], last["kind"])
    assert "no entries" in run("audit", "list", "--kind", "retirement").out
    assert [] == run("audit", "list", "--since", "2999-01-01", "--format", "json").json


def test_a_record_that_was_not_touched_verifies(store, run):
    answer = run("audit", "verify")
    assert (0, "") == (answer.code, answer.err)
    assert "✓ every entry, batch and record is as it was written" in answer.out
    assert "only an anchor kept elsewhere tells" in answer.out


@pytest.mark.parametrize(
    ("statement", "where"),
    [
        ("UPDATE audit_entry SET actor = 'nobody' WHERE number = 2", "✗ entry 2: it was changed"),
        ("DELETE FROM audit_entry WHERE number = 3", "✗ the end of strand 0: it is gone"),
        ("UPDATE tag SET path = 'phone' WHERE id = 1", "✗ tag bundle: it was changed"),
        ("INSERT INTO active_bundle SELECT 9, hash, valid_from, valid_to FROM active_bundle", "9: it was added"),
    ],
)
def test_each_row_that_is_not_as_it_was_written_is_named(store, run, statement, where):
    tampered(store, statement)
    answer = run("audit", "verify")
    assert 1 == answer.code
    assert where in answer.out
    assert not run("audit", "verify", "--format", "json").json["good"]
    assert 1 == run("store", "check").code
    assert "audit verify" in run("store", "check").out


def test_an_anchor_holds_the_chain_to_what_it_was(store, run, tmp_path):
    target = tmp_path / "anchor.json"
    assert "wrote batch" in run("audit", "anchor", "-o", str(target)).out
    taken = json.loads(target.read_text())
    assert run("audit", "anchor").json == taken
    for anchor in (str(target), taken["hash"]):
        assert "✓ the chain goes through the anchor" in run("audit", "verify", "--anchor", anchor).out
    target.write_text(f"{json.dumps({**taken, 'hash': '0' * 64})}\n\n{json.dumps(taken)}\n")
    answer = run("audit", "verify", "--anchor", str(target))
    assert (1, 1) == (answer.code, answer.out.count("✗"))
    assert "anchor 000000000000: it does not agree with the chain" in answer.out


@pytest.mark.parametrize("text", ["", "{}", "[1]", '{"format": "privlineage audit anchor"}', "x" * 64])
def test_what_is_no_anchor_is_told_with_its_place(store, run, tmp_path, text):
    target = tmp_path / "anchor.json"
    target.write_text(text)
    answer = run("audit", "verify", "--anchor", str(target))
    assert 2 == answer.code
    assert f"PL103 {target}:1" in answer.err


def test_sealing_says_how_far(store, run):
    run("tag", "wh.public.orders#note", "none")
    batch = run("audit", "seal", "--format", "json").json["batch"]
    assert f"sealed up to batch {batch}" in run("audit", "seal").out


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ((), "say how much is dropped"),
        (("--keep", "400d", "--before", "2020-01-01", "--reason", "x"), "say how much is dropped"),
        (("--keep", "forever", "--reason", "x"), "`forever` is no time"),
        (("--before", "2999-01-01", "--reason", "x"), "`2999-01-01` is still to come"),
        (("--keep", "400d", "--reason", " "), "nobody said why"),
    ],
)
def test_dropping_verdicts_takes_a_time_that_is_over_and_a_reason(store, run, arguments, told):
    answer = run("audit", "retain", *arguments)
    assert 2 == answer.code
    assert told in answer.err


def test_nothing_old_is_nothing_to_drop(store, run):
    answer = run("audit", "retain", "--keep", "400d", "--reason", "the policy says so", "--by", "bo")
    assert (0, True) == (answer.code, answer.out.startswith("dropped 0 verdicts from before"))


def test_an_unknown_kind_is_refused_with_those_there_are(store, run):
    answer = run("audit", "list", "--kind", "nope")
    assert 2 == answer.code
    assert "exemption-approved" in answer.err


def test_what_is_gone_from_a_dataset_is_retired_with_a_reason(filled, run):
    assert "user.contact.email" in run("labels", "wh.mart.stage#mail").out
    assert "nobody said why" in run("retire", "wh.mart.stage").err
    assert "as a whole" in run("retire", "wh.mart.stage#mail", "--reason", "x").err
    answer = run("retire", "wh.mart.stage", "--reason", "dropped by hand", "--by", "bo")
    assert (0, True) == (answer.code, "what wh.mart.stage held is retired by bo" in answer.out)
    assert "loosens" in answer.err
    assert "user.contact.email" not in run("labels", "wh.mart.stage").out
    assert "wh.mart.stage" in run("audit", "list", "--kind", "retirement").out
    assert "PL302" in run("retire", "wh.mart.stage", "--reason", "again").err
    assert 0 == run("audit", "verify", "--replay").code


@pytest.mark.parametrize("target", ["", ".", "a\0b"])
def test_an_anchor_goes_into_no_file_without_a_name(run, store, target):
    answer = run("audit", "anchor", "-o", target)
    assert (2, "") == (answer.code, answer.out)
    assert answer.err.startswith("PL002 ")


@pytest.mark.parametrize("text", ["garbage", "{}", "[]", "null", '{"a":' * 2000])
@pytest.mark.parametrize(
    "column", ["bundle.files", "bundle.weakening", "bundle.sources", "audit_entry.body", "audit_batch.heads"]
)
def test_a_row_that_nobody_can_read_is_told_and_hides_nothing(store, run, column, text):
    table, _, name = column.partition(".")
    tampered(store, f"UPDATE {table} SET {name} = '{text}'")
    tampered(store, "UPDATE tag SET path = 'phone' WHERE id = 1")
    for words in (("audit", "verify"), ("audit", "verify", "--replay")):
        answer = run(*words)
        assert 1 == answer.code
        assert "tag bundle: it was changed" in answer.out
    commands = (("audit", "list"), ("audit", "list", "--format", "json"), ("exempt", "list"), ("store", "check"))
    assert [] == [words for words in commands if "PL000" in run(*words).err]


def test_a_verdict_that_nobody_can_read_does_not_hide_what_else_was_changed(filled, run):
    decider = open_decider(filled)
    decider.decide(copy(decider, "wh.public.customers", "s3://ads-partner/x.csv", {"email": "email"}), Attempt("i"))
    decider.store.close()
    tampered(filled, "UPDATE verdict SET body = 'garbage'")
    answer = run("audit", "verify", "--replay")
    assert (1, "") == (answer.code, answer.err)
    assert "holds a row that cannot be read" in answer.out
    assert "it is not what it was when entry" in answer.out
    assert run("verdicts").err.startswith("PL502 ")
