"""Literals are replaced wherever a function step stands, and nothing else is touched."""

from dataclasses import replace

from privlineage.core.facts import FunctionStep
from privlineage.store.masking import masked
from tests.contract.store.world import MART, RAW, overwrite, verdict

STEP = FunctionStep("hmac", 0, ((1, "key"), (2, "sha256")), "postgres")


def test_a_plan_without_literals_is_the_same_object():
    plan = overwrite(MART, {"x": "email"}, RAW)
    assert masked(plan, ()) is plan


def test_facts_of_a_plan_lose_their_literals_and_keep_all_else():
    plan = overwrite(MART, {"x": "email"}, RAW, path=(STEP, FunctionStep("lower")))
    found = masked(plan, {("hmac", 2)})
    kept = replace(STEP, literals=((1, "?"), (2, "sha256")))
    assert (kept, FunctionStep("lower")) == found.facts[0].path
    assert plan == replace(found, facts=plan.facts)


def test_position_and_function_must_both_agree():
    for kept in ((), {("hmac", 3)}, {("md5", 1)}):
        assert ((1, "?"), (2, "?")) == masked((STEP,), kept)[0].literals


def test_every_witness_of_a_verdict_is_masked():
    spoken = verdict(1, literals=((1, "key"),))
    assert "key" in repr(spoken)
    assert "key" not in repr(masked(spoken, ()))
    assert verdict(1, literals=((1, "?"),)) == masked(spoken, ())
