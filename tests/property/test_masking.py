"""Masking reports never hold a value, and whatever the values are there is a report."""

import hashlib

from hypothesis import given, settings
from hypothesis import strategies as st

from privlineage.detect.masking import KINDS, examine_masking

forms = (r"[0-9a-f]{8,40}", r"[0-9*+-]{3,15}", r"[\[]?[0-9., ]{1,4}[-,][0-9., ]{1,4}[)]?")
texts = st.text(max_size=40) | st.one_of(*(st.from_regex(form, fullmatch=True) for form in forms))
columns = st.lists(texts, max_size=30)


@given(columns, columns, st.lists(st.sampled_from(["md5", "lower", "hmac", "crc32", "x.hash"]), max_size=3))
@settings(max_examples=150, deadline=None)
def test_every_column_gets_a_report_of_a_known_kind_that_repeats_no_value(values, candidates, functions):
    report = examine_masking(values, candidates=candidates, functions=functions, tries=0)
    assert report.kind in (*KINDS, "")
    assert 0 <= report.reversed_share <= 1
    said = " ".join(report.reasons)
    assert not [value for value in (*values, *candidates) if len(value.strip()) > 9 and value.strip() in said]


@given(st.sets(st.text(min_size=1, max_size=20), min_size=3, max_size=20), st.sampled_from(["md5", "sha1", "sha256"]))
@settings(max_examples=60, deadline=None)
def test_a_plain_hash_is_always_led_back_to_its_candidates_and_a_keyed_one_never(clear, name):
    raw = sorted(text.encode("utf-8", "surrogatepass") for text in clear)
    plain = [hashlib.new(name, text).hexdigest() for text in raw]
    keyed = [hashlib.new(name, b"kept from readers" + text).hexdigest() for text in raw]
    assert 1.0 == examine_masking(plain, candidates=sorted(clear), tries=0).reversed_share
    assert 0.0 == examine_masking(keyed, candidates=sorted(clear), tries=0).reversed_share
