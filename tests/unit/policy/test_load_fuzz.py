"""Whatever a bundle's files hold, reading them gives a bundle or errors with codes and places, never anything else."""

import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from privlineage.core.errors import CODES, ErrorList
from privlineage.policy.load import FILES, load_files, load_folder
from privlineage.policy.model import Bundle

WORDS = (
    "defaults zones rules declassify reverses exemptions sources datasets categories uses subjects match "
    "purposes location id forbid permit forbid_together at_least into when origin location_not purpose within "
    "influence mode exemptible because fix function dialect argument literals labels to namespace database "
    "conn_ids aliases owner columns rest category identifiability any none user user.contact finance observe "
    "enforce warn block deny wh.public.t wh postgres NO true 0 elsewhere s3://a/** not_allowed dataset "
    "pseudonymised "
).split()

words = st.sampled_from(WORDS) | st.text(max_size=5)
trees = st.recursive(words, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(words, inner, max_size=4))


def outcome(files):
    try:
        return load_files(files)
    except ErrorList as problems:
        return problems


def assert_clean(found):
    if isinstance(found, ErrorList):
        assert found.errors
        for error in found.errors:
            assert error.code in CODES
            assert error.place is not None
            assert error.place.file in FILES
    else:
        assert isinstance(found, Bundle)


@given(st.dictionaries(st.sampled_from(FILES), st.text(), max_size=4))
def test_random_text_gives_a_bundle_or_errors(files):
    assert_clean(outcome(files))


@given(st.dictionaries(st.sampled_from(FILES), st.text("{}[]:,-&*!|>#\"'%@`? \n\tab<~", max_size=40), max_size=4))
def test_random_punctuation_gives_a_bundle_or_errors(files):
    assert_clean(outcome(files))


@given(st.fixed_dictionaries(dict.fromkeys(FILES, trees)))
@settings(suppress_health_check=[HealthCheck.too_slow])
def test_random_trees_of_known_words_give_a_bundle_or_errors(trees_by_name):
    assert_clean(outcome({name: yaml.safe_dump(tree) for name, tree in trees_by_name.items()}))


@given(st.binary(max_size=60))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_random_bytes_on_disk_give_a_bundle_or_errors(tmp_path, content):
    (tmp_path / "policy.yml").write_bytes(content)
    try:
        found = load_folder(tmp_path)
    except ErrorList as problems:
        found = problems
    assert_clean(found)


def test_deep_nesting_is_an_error_not_a_crash():
    for text in ("[" * 100_000, "a: " + "{a: " * 50_000, "- " * 20_000 + "x", "!!x " * 10_000):
        found = outcome({"policy.yml": text})
        assert ["PL101"] == [error.code for error in found.errors]


def test_a_small_file_that_would_grow_large_is_an_error():
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 10)]
    found = outcome({"policy.yml": "\n".join(lines)})
    assert ["PL101"] == [error.code for error in found.errors]
    assert "more than 1000000 values" in str(found)


def test_a_huge_file_is_an_error():
    found = outcome({"policy.yml": "# " + "x" * 8_000_000})
    assert ["PL101"] == [error.code for error in found.errors]
