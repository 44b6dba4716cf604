"""dbt's manifest in place of a database: for the lock, the store and the check of a pull request."""

import json

import pytest

from tests.contract.schemas.dbt_project import catalog, manifest, write

VIEW = "SELECT email AS e, '?' AS c FROM bank.public.customers WHERE age > 0"


@pytest.fixture
def pull(run, bundle, tmp_path):
    """Pull from artifacts into a lock, and answer with the answer and the lock."""

    def pulling(content, beside=None, *options):
        path = write(tmp_path / "target", content, beside)
        answer = run("schemas", "pull", "--bundle", bundle, "--manifest", path, "-o", "lock.json", *options)
        lock = tmp_path / "lock.json"
        return answer, json.loads(lock.read_text()) if lock.exists() else None

    return pulling


@pytest.mark.parametrize("version", range(4, 13))
def test_every_version_of_the_manifest_gives_models_sources_seeds_and_snapshots(pull, version):
    answer, lock = pull(manifest(version), catalog())
    assert (0, "wh: 5 tables with 11 columns, 1 of them views") == (answer.code, answer.out.partition(" →")[0])
    assert {
        "$views": {"wh": {"analytics.mails": VIEW}},
        "wh": {
            "analytics.countries": {"code": "text", "mood": "ENUM('?')"},
            "analytics.mails": {"e": "text", "c": "text"},
            "analytics.stage": {"Email": "text", "age": "integer", "id_no": "text"},
            "public.customers": {"id": "integer", "email": "text", "age": "integer"},
            "snapshots.customers_snapshot": {"*": ""},
        },
    } == lock
    assert ["id", "email", "age"] == list(lock["wh"]["public.customers"])


def test_without_a_catalog_documented_columns_are_a_part_and_that_is_said(pull):
    answer, lock = pull(manifest())
    assert {
        "analytics.countries": {"code": "", "*": ""},
        "analytics.mails": {},
        "analytics.stage": {"Email": "", "age": "", "*": ""},
        "public.customers": {"email": "text", "*": ""},
        "snapshots.customers_snapshot": {"*": ""},
    } == lock["wh"]
    assert "of 4 tables only the documented columns are known" in answer.err


def test_a_view_that_was_not_compiled_is_known_as_a_view_and_that_is_said(pull):
    answer, lock = pull(manifest(compiled=False))
    assert {"wh": {"analytics.mails": "?"}} == lock["$views"]
    assert "1 views have no compiled SQL; `dbt compile`" in answer.err


@pytest.mark.parametrize(
    ("adapter", "database", "options", "source"),
    [
        ("postgres", "BANK", [], "wh"),
        ("postgres", "other", [], None),
        ("postgres", "bank", ["--source", "wh"], "wh"),
        ("sqlite", "database", [], "local"),
        ("snowflake", "bank", [], "PL302"),
        ("snowflake", "bank", ["--source", "wh"], "wh"),
        ("", "bank", [], "wh"),
    ],
)
def test_the_source_is_found_by_adapter_and_database(pull, adapter, database, options, source):
    answer, lock = pull(manifest(adapter=adapter, database=database), None, *options)
    if source == "PL302":
        assert (2, "PL302") == (answer.code, answer.err[:5])
        return
    assert 0 == answer.code
    assert ([source] if source else []) == [name for name in lock if not name.startswith("$")]
    assert ("5 tables are in databases that no source declares" in answer.err) == (source is None)


def test_a_source_that_leaves_out_its_database_gets_names_without_one(pull):
    _, lock = pull(manifest(adapter="sqlite", database="database"))
    assert {"analytics.stage", "public.customers"} < lock["local"].keys()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("", "PL103"),
        ("[]", "PL103"),
        ("{}", "PL103"),
        ('{"nodes": []}', "PL103"),
        ('{"nodes": {}, "sources": 1}', "PL103"),
        (
            '{"nodes": {"model.a.b": 1, "model.a.c": {"config": 5, "columns": [], "name": 7}}, "sources": {"s": null}}',
            None,
        ),
        ("[" * 100_000, "PL103"),
        ("\udc80", "PL002"),
    ],
)
def test_a_malformed_manifest_is_an_error_and_a_malformed_entry_is_nothing(run, bundle, tmp_path, content, code):
    path = tmp_path / "manifest.json"
    path.write_bytes(content.encode("utf-8", "surrogateescape"))
    answer = run("schemas", "pull", "--bundle", bundle, "--manifest", path, "-o", "lock.json")
    assert (2, code) == (answer.code, answer.err[:5]) if code else 0 == answer.code
    assert ("lock.json" in {each.name for each in tmp_path.iterdir()}) == (code is None)


def test_a_missing_manifest_and_a_database_beside_one_are_errors(run, bundle, tmp_path):
    missing = run("schemas", "pull", "--bundle", bundle, "--manifest", "absent.json", "-o", "lock.json")
    assert (2, "PL002") == (missing.code, missing.err[:5])
    path = write(tmp_path, manifest())
    both = run("schemas", "pull", "--bundle", bundle, "--manifest", path, "--url", "sqlite:///x.db", "-o", "lock.json")
    assert (2, "PL001") == (both.code, both.err[:5])


def test_what_was_pulled_from_the_database_counts_before_what_dbt_knows(run, bundle, store, tmp_path, postgres):
    url = postgres("CREATE TABLE customers (id int, email text, shoe_size int)")
    assert 0 == run("schemas", "pull", "--source", "wh", "--url", url).code
    assert 0 == run("schemas", "pull", "--manifest", write(tmp_path / "target", manifest(), catalog())).code
    assert ["wh.public.customers#shoe_size"] == run("names", "shoe_size", "--format", "json").json["matches"]
    other = run("names", "customers#age", "--format", "json").json
    assert "wh.public.customers#age" not in other["matches"]
    assert ["wh.analytics.stage#id_no"] == run("names", "id_no", "--format", "json").json["matches"]


def test_a_lock_that_dbt_no_longer_agrees_with_is_noticed(run, bundle, tmp_path):
    path = write(tmp_path / "target", manifest(), catalog())
    assert 0 == run("schemas", "pull", "--bundle", bundle, "--manifest", path, "-o", "lock.json").code
    content = manifest()
    content["nodes"]["model.shop.mails"]["compiled_code"] = "select phone as e from bank.public.customers"
    write(tmp_path / "target", content)
    answer = run("schemas", "diff", "lock.json", "--bundle", bundle, "--manifest", path)
    assert 1 == answer.code
    assert "  ~ wh.analytics.mails is another view" in answer.out.splitlines()


CHECKED = "COPY (SELECT e FROM analytics.mails) TO 's3://ads-partner/daily.csv';\n"


@pytest.mark.parametrize("beside", [None, catalog()])
def test_check_sees_through_the_views_of_a_manifest(run, bundle, tmp_path, beside):
    path = write(tmp_path / "target", manifest(), beside)
    (tmp_path / "export.sql").write_text(CHECKED)
    answer = run("check", "--bundle", bundle, "--manifest", path, "--source", "wh", "--format", "json", "export.sql")
    (task,) = answer.json["tasks"]
    assert (1, "block", ["no-contact-to-ads"]) == (answer.code, task["verdict"], task["rules"])
    assert [["wh.public.customers#email", "s3://ads-partner/daily.csv#e"]] == [w["path"] for w in task["witnesses"]]


def test_check_says_of_a_view_without_sql_that_it_is_not_resolved(run, bundle, tmp_path):
    path = write(tmp_path / "target", manifest(compiled=False), catalog())
    (tmp_path / "export.sql").write_text(CHECKED)
    answer = run("check", "--bundle", bundle, "--manifest", path, "--source", "wh", "--format", "json", "export.sql")
    (task,) = answer.json["tasks"]
    assert (1, True) == (answer.code, "default:unresolved" in task["rules"])


def test_what_the_lock_says_of_a_table_counts_before_what_the_manifest_says(run, bundle, tmp_path):
    path = write(tmp_path / "target", manifest(), catalog())
    lock = {"wh": {"analytics.mails": {"e": "text"}}}
    (tmp_path / "lock.json").write_text(json.dumps(lock))
    (tmp_path / "export.sql").write_text(CHECKED)
    both = ("--manifest", path, "--schemas", "lock.json")
    answer = run("check", "--bundle", bundle, *both, "--source", "wh", "--format", "json", "export.sql")
    assert ["default:unreviewed"] == answer.json["tasks"][0]["rules"]


def test_check_counts_the_tags_on_a_view_beside_those_on_what_it_reads(run, bundle, tmp_path):
    tags = bundle / "tags.yml"
    tags.write_text("datasets:\n  wh.analytics.mails: {columns: {c: user.contact.email}}\n")
    path = write(tmp_path / "target", manifest(), catalog())
    (tmp_path / "export.sql").write_text("COPY (SELECT c FROM analytics.mails) TO 's3://ads-partner/daily.csv'")
    answer = run("check", "--bundle", bundle, "--manifest", path, "--source", "wh", "--format", "json", "export.sql")
    (task,) = answer.json["tasks"]
    assert "no-contact-to-ads" in task["rules"]
    assert [["wh.analytics.mails#c", "s3://ads-partner/daily.csv#c"]] == [w["path"] for w in task["witnesses"]]


def test_what_a_manifest_knows_in_part_replaces_no_full_list_in_a_lock_and_takes_no_table_away(pull, tmp_path):
    before = {"analytics.stage": {"email": "text"}, "analytics.mails": {"e": "text"}, "raw.other": {"x": "int"}}
    (tmp_path / "lock.json").write_text(json.dumps({"wh": before}))
    _, lock = pull(manifest())
    assert before == {name: lock["wh"][name] for name in before}
    assert {"wh": {"analytics.mails": VIEW}} == lock["$views"]
    _, lock = pull(manifest(), catalog())
    assert {"Email": "text", "age": "integer", "id_no": "text"} == lock["wh"]["analytics.stage"]
