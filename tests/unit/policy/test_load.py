"""Reading bundles: what is text, what is optional, what is warned of, what names a bundle."""

import re

import pytest
from sqlglot.dialects.dialect import Dialects

from privlineage.core.errors import ErrorList
from privlineage.core.labels import Atom, Identifiability
from privlineage.policy.files.dialects import DIALECTS
from privlineage.policy.load import FILES, bundle_hash, load_files, load_folder
from privlineage.policy.starter import starter_files
from tests.conftest import ROOT

SOURCES = 'sources: {wh: {namespace: "postgres://wh:5432", dialect: postgres, conn_ids: [wh]}}\n'
TAGGED = "datasets: {wh.public.t: {columns: {email: user.contact.email}}}\n"


def load(policy="", tags="datasets:\n", sources=SOURCES, **others):
    files = {"policy.yml": policy, "sources.yml": sources, "tags.yml": tags}
    return load_files({**files, **{f"{name}.yml": text for name, text in others.items()}})


def warned(bundle):
    return [(error.code, str(error.place), error.message) for error in bundle.warnings]


def atoms(tags):
    return {tag.column.path: tag.atom for tag in load(tags=f"datasets:\n  wh.public.t: {tags}\n").tags}


@pytest.mark.parametrize("text", ["NO", "no", "on", "1_000", "0x1F", "1e3", "null", "~", "2020-01-01", "012", "true"])
def test_every_scalar_is_the_text_that_was_written(text):
    found = atoms(f"{{origin: {text}, columns: {{c: user.name}}}}")
    assert Atom("user.name", origin=text) == found["c"]


def test_a_column_replaces_what_its_dataset_says():
    said = "uses: [finance], origin: CN, subjects: customer, controller: lender, identifiability: aggregated"
    own = "uses: [], origin: DE, subjects: [employee, visitor], controller: partner, identifiability: pseudonymised"
    found = atoms(f"{{{said}, columns: {{a: user.name, b: {{category: user.name, {own}}}}}}}")
    expected = {
        "a": Atom("user.name", Identifiability.AGGREGATED, "CN", ("finance",), ("customer",), "lender"),
        "b": Atom("user.name", Identifiability.PSEUDONYMISED, "DE", (), ("employee", "visitor"), "partner"),
    }
    assert expected == found


def test_absent_uses_are_unknown_and_empty_ones_are_none_at_all():
    assert {"c": None} == {path: atom.uses for path, atom in atoms("{columns: {c: user.name}}").items()}
    assert {"c": ()} == {path: atom.uses for path, atom in atoms("{uses: [], columns: {c: user.name}}").items()}


def test_a_column_may_have_several_categories_in_every_form():
    listed = "[user.name, {category: [user.contact, user.location], identifiability: pseudonymised}]"
    found = load(tags=f"datasets: {{wh.public.t: {{columns: {{c: {listed}}}}}}}").tags
    expected = [
        Atom("user.name"),
        Atom("user.contact", Identifiability.PSEUDONYMISED),
        Atom("user.location", Identifiability.PSEUDONYMISED),
    ]
    assert expected == [tag.atom for tag in found]


def test_none_is_a_claim_without_an_atom_and_rest_speaks_of_the_whole_dataset():
    assert {"c": None, "*": None} == atoms("{columns: {c: none}, rest: none}")


def test_tags_stand_under_canonical_references():
    tags = 'datasets: {"postgresql://WH/PUBLIC.T": {columns: {Email: user.contact.email}}}'
    assert ["wh.public.t#email"] == [str(tag.column) for tag in load(tags=tags).tags]


def test_anchors_and_aliases_may_be_used():
    policy = 'zones: {a: {match: ["wh.**"], purposes: &uses [finance]}, b: {match: ["wh.b.*"], purposes: *uses}}'
    assert [("finance",), ("finance",)] == [zone.purposes for zone in load(policy).policy.zones]


def test_a_bundle_may_add_keys_to_the_taxonomy_with_their_dpv_terms():
    taxonomy = (
        'categories:\n  user.biometric.gait.left: \n  user.biometric.gait: {dpv: "pd:Gait"}\nuses: [finance.micro]\n'
    )
    bundle = load(tags="datasets: {wh.a.t: {columns: {c: user.biometric.gait.left}}}", taxonomy=taxonomy)
    assert {"user.biometric.gait", "user.biometric.gait.left"} <= bundle.taxonomy.categories
    assert "finance.micro" in bundle.taxonomy.uses
    assert bundle.taxonomy.dpv["user.biometric.gait"] == "pd:Gait"


def test_the_policy_is_needed():
    with pytest.raises(ErrorList, match=r"^PL106 policy\.yml: `policy\.yml` is missing"):
        load_files({"tags.yml": "datasets:\n"})


def test_other_files_are_optional_and_missed():
    assert [("PL111", "sources.yml"), ("PL111", "tags.yml")] == [
        item[:2] for item in warned(load_files({"policy.yml": ""}))
    ]


def test_a_misnamed_file_is_noticed():
    bundle = load(policies="rules: []")
    assert [("PL111", "policies.yml", "`policies.yml` is not a file of a bundle and is not read")] == warned(bundle)


@pytest.mark.parametrize(
    ("policy", "code", "place"),
    [
        ('zones: {a: {match: ["s3://nowhere/**"]}}', "PL110", "policy.yml:1:21"),
        ('zones: {a: {match: ["wx.public.*"]}}', "PL110", "policy.yml:1:21"),
        ("zones: {a: {match: []}}", "PL111", "policy.yml:1:13"),
        ('zones: {a: {match: ["wh.**"]}}\nrules: [{id: r, permit: user, into: a}]', "PL111", "policy.yml:2:10"),
        ("rules: [{id: r, forbid: any, when: {purpose: not_allowed}}]", "PL111", "policy.yml:1:10"),
        ("rules: [{id: r, forbid: user, within: zone}]", "PL111", "policy.yml:1:31"),
        ("rules: [{id: r, forbid: user, when: {}}]", "PL111", "policy.yml:1:31"),
        ("declassify: [{function: f, to: aggregated}, {function: F, to: aggregated}]", "PL111", "policy.yml:1:45"),
    ],
)
def test_what_is_suspicious_is_warned_of(policy, code, place):
    assert [(code, place)] == [item[:2] for item in warned(load(policy))]


@pytest.mark.parametrize("pattern", ["wh.public.*", "postgres://wh/**", "**", "conn:api", "https://x/**", "model:*"])
def test_patterns_that_can_match_are_not_warned_of(pattern):
    assert [] == warned(load(f'zones: {{a: {{match: ["{pattern}"]}}}}'))


def test_a_pattern_is_known_by_a_tagged_dataset():
    assert [] == warned(load('zones: {a: {match: ["s3://lake/**"]}}', tags='datasets: {"s3://lake/x": {rest: none}}'))


def test_tags_under_an_undeclared_source_are_warned_of():
    bundle = load(tags="datasets: {whh.public.t: {rest: none}}")
    expected = ("PL110", "tags.yml:1:12", "`whh` is no declared source: nothing will be found under it")
    assert [expected] == warned(bundle)
    assert ["did you mean `wh`?"] == [error.hint for error in bundle.warnings]


def test_an_alias_that_only_repeats_its_namespace_is_a_cycle():
    with pytest.raises(ErrorList, match="a cycle of names"):
        load(sources='sources: {a: {namespace: "postgres://wh:5432", aliases: ["postgresql://wh"]}}')


def test_databases_tell_sources_on_one_server_apart():
    sources = 'sources: {a: {namespace: "postgres://wh", database: x}, b: {namespace: "postgres://wh", database: y}}'
    assert ["a", "b"] == [source.name for source in load(sources=sources).sources]


def test_the_hash_names_the_content_and_nothing_else():
    files = {"policy.yml": "rules:\n", "tags.yml": TAGGED}
    windows = {name: text.replace("\n", "\r\n") for name, text in reversed(files.items())}
    assert load_files(files).hash == load_files(windows).hash == bundle_hash(files)
    assert load_files(files).hash != load_files({**files, "policy.yml": "rules: \n"}).hash
    assert bundle_hash({"a": "bc"}) != bundle_hash({"ab": "c"})


def test_a_bundle_loads_again_from_its_own_files():
    bundle = load("defaults: {mode: warn}", TAGGED)
    again = load_files(bundle.files)
    assert (bundle, bundle.hash) == (again, again.hash)


def test_a_folder_is_read_by_its_known_names(tmp_path):
    (tmp_path / "policy.yml").write_bytes(b"\xef\xbb\xbfdefaults: {mode: enforce}\r\n")
    (tmp_path / "README.md").write_text("not a part of it")
    assert load_folder(tmp_path).policy.defaults.mode.value == "enforce"


def test_a_folder_that_is_none_is_said_to_be_none(tmp_path):
    with pytest.raises(ErrorList, match=r"^PL002 .* is not a folder"):
        load_folder(tmp_path / "absent")


def test_bytes_that_are_no_text_are_an_error_with_their_line(tmp_path):
    (tmp_path / "policy.yml").write_bytes(b"defaults:\n  mode: \xff\n")
    with pytest.raises(ErrorList, match=r"^PL101 policy\.yml:2:1: not valid UTF-8"):
        load_folder(tmp_path)


def test_a_file_that_cannot_be_read_is_an_error(tmp_path):
    (tmp_path / "policy.yml").mkdir()
    with pytest.raises(ErrorList, match=r"^PL002 policy\.yml: cannot be read"):
        load_folder(tmp_path)


def test_the_starter_loads_without_a_warning_and_observes():
    bundle = load_files(starter_files())
    assert sorted(FILES) == sorted(bundle.files)
    assert ((), "observe") == (bundle.warnings, bundle.policy.defaults.mode.value)
    rows = {key for rule in bundle.policy.rules if rule.influence.value == "row" for key in rule.categories or ()}
    sensitive = ["health_and_medical", "biometric", "financial", "criminal_history", "childrens"]
    assert {f"user.{name}" for name in sensitive} <= rows


def test_what_the_starter_comments_out_loads_too():
    texts = {name: re.sub(r"(?m)^  # ", "  ", text) for name, text in starter_files().items()}
    bundle = load_files(texts)
    assert ["wh"] == [source.name for source in bundle.sources]
    assert len(bundle.tags) > 5
    assert ["hmac", "our_company.privacy.tokenize"] == [entry.function for entry in bundle.weakening.declassifiers]


def test_the_example_bundle_loads():
    bundle = load_folder(ROOT / "examples" / "bundle")
    assert len(bundle.policy.rules) > 5
    assert [] == [error for error in bundle.warnings if error.code == "PL111"]


def test_our_dialects_are_those_of_sqlglot():
    assert {dialect.value for dialect in Dialects if dialect.value} | {"singlestore"} == DIALECTS
