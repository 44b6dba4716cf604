"""`privlineage check --diff`: what a change adds to its base, and nothing of the checkout is touched."""

import json
import subprocess

import pytest

LOCK = {"wh": {"public.customers": {"email": "text", "phone": "text", "age": "integer"}}}
EMAIL = "CREATE TABLE ads.mails AS\nSELECT email FROM customers;\n"
PHONE = "CREATE TABLE ads.phones AS SELECT phone FROM customers;\n"
OPEN = "CREATE TABLE ads.open AS SELECT {{ params.c }} FROM customers;\n"


def git(folder, *arguments):
    done = subprocess.run(["git", *arguments], cwd=folder, capture_output=True, text=True, check=True)
    return done.stdout


@pytest.fixture
def repository(run, bundle, tmp_path, monkeypatch):
    """A repository with a bundle, a lock and one file of SQL whose flow is known."""
    for name in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{name}_NAME", "ann")
        monkeypatch.setenv(f"GIT_{name}_EMAIL", "ann@example.org")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", "/dev/null")
    policy = bundle / "policy.yml"
    policy.write_text(policy.read_text().replace('"s3://ads-partner/**"', '"wh.ads.**"'))
    (tmp_path / "lock.json").write_text(json.dumps(LOCK))
    (tmp_path / "sql").mkdir()
    (tmp_path / "sql" / "mails.sql").write_text(EMAIL)
    git(tmp_path, "init", "-q")
    commit(tmp_path)
    return tmp_path


def commit(folder):
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "a step")


@pytest.fixture
def diff(run, repository):
    def checking(base="HEAD", *options):
        common = ("check", "--bundle", "bundle", "--schemas", "lock.json", "--source", "wh", "--format", "json")
        return run(*common, "--diff", base, *options, "sql")

    return checking


def paths(answer):
    return [witness["path"][-1] for task in answer.json["tasks"] for witness in task["witnesses"]]


def test_what_the_base_has_is_not_reported_and_fails_nothing(diff, repository):
    answer = diff()
    assert (0, [], {"base": "HEAD", "checked": 1, "added": 0, "gone": 0}) == (
        answer.code,
        answer.json["tasks"],
        answer.json["diff"],
    )


def test_a_new_flow_is_reported_with_its_task_rule_and_path_alone(diff, repository):
    (repository / "sql" / "phones.sql").write_text(PHONE)
    answer = diff()
    assert (1, ["wh.ads.phones#phone"], 1) == (answer.code, paths(answer), answer.json["diff"]["added"])
    (task,) = answer.json["tasks"]
    assert ("phones", "block", ["no-contact-to-ads"]) == (task["task_id"], task["verdict"], task["rules"])


def test_one_column_more_in_a_known_flow_is_that_column(diff, repository):
    (repository / "sql" / "mails.sql").write_text("-- more\n\n" + EMAIL.replace("email FROM", "email, phone FROM"))
    assert ["wh.ads.mails#phone"] == paths(diff())


def test_a_file_that_moves_or_goes_adds_nothing(diff, repository):
    (repository / "sql" / "phones.sql").write_text(PHONE)
    commit(repository)
    (repository / "sql" / "mails.sql").rename(repository / "sql" / "letters.sql")
    (repository / "sql" / "phones.sql").write_text("SELECT 1;\n")
    answer = diff()
    assert (0, {"base": "HEAD", "checked": 2, "added": 0, "gone": 1}) == (answer.code, answer.json["diff"])


def test_a_bundle_that_changes_with_the_code_is_compared_with_the_one_before(diff, repository):
    tags = repository / "bundle" / "tags.yml"
    (repository / "sql" / "ages.sql").write_text("CREATE TABLE ads.ages AS SELECT age FROM customers;\n")
    commit(repository)
    tags.write_text(tags.read_text().replace("columns: {", "columns: {age: user.contact, "))
    assert ["wh.ads.ages#age"] == paths(diff())


def test_a_flow_that_was_observed_and_is_enforced_now_is_added(diff, repository):
    policy = repository / "bundle" / "policy.yml"
    enforced = policy.read_text()
    policy.write_text(enforced.replace("mode: enforce", "mode: observe"))
    commit(repository)
    policy.write_text(enforced)
    answer = diff()
    assert (1, ["wh.ads.mails#email"]) == (answer.code, paths(answer))


def test_what_is_undetermined_is_added_once_and_told_apart(diff, repository):
    (repository / "sql" / "open.sql").write_text(OPEN)
    answer = diff()
    (task,) = answer.json["tasks"]
    assert (1, "undetermined", [], []) == (answer.code, task["verdict"], task["rules"], task["witnesses"])
    assert ["undetermined"] == [finding["kind"] for finding in answer.json["findings"]]
    assert 0 == diff("HEAD", "--undetermined", "warn").code
    commit(repository)
    assert 0 == diff().code


def test_a_base_without_a_bundle_is_checked_with_the_new_one(diff, repository):
    git(repository, "rm", "-q", "-r", "--cached", "bundle")
    git(repository, "commit", "-q", "-m", "before")
    answer = diff()
    assert 0 == answer.code
    assert "the base has no bundle: it is checked with the new one" in answer.err


def test_the_checkout_its_index_and_its_worktrees_stay_as_they_are(diff, repository):
    hook = repository / ".git" / "hooks" / "post-checkout"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\ntouch hooked\n")
    hook.chmod(0o755)
    (repository / "sql" / "phones.sql").write_text(PHONE)
    git(repository, "add", "sql/phones.sql")
    (repository / "sql" / "mails.sql").write_text("SELECT 2;\n")

    def state():
        index = (repository / ".git" / "index").read_bytes()
        return git(repository, "status", "--porcelain"), git(repository, "worktree", "list"), index

    before = state()
    assert 1 == diff().code
    assert before == state()
    assert not (repository / "hooked").exists()


def test_what_a_branch_got_after_the_checkout_left_it_is_no_change_of_the_checkout(diff, repository):
    git(repository, "checkout", "-q", "-b", "trunk")
    (repository / "sql" / "mails.sql").write_text("SELECT 1;\n")
    commit(repository)
    git(repository, "checkout", "-q", "-")
    (repository / "sql" / "other.sql").write_text("SELECT 2;\n")
    commit(repository)
    assert {"base": "trunk", "checked": 2, "added": 0, "gone": 0} == diff("trunk").json["diff"]


def test_a_folder_can_be_the_base(diff, repository, tmp_path_factory):
    base = tmp_path_factory.mktemp("base") / "clone"
    git(repository, "clone", "-q", ".", base)
    (repository / "sql" / "phones.sql").write_text(PHONE)
    assert ["wh.ads.phones#phone"] == paths(diff(base))


@pytest.mark.parametrize("base", ["nothing-of-that-name", "--output=x"])
def test_what_is_no_revision_is_bad_usage(diff, repository, base):
    answer = diff(base)
    assert (2, "", "PL001") == (answer.code, answer.out, answer.err.split()[0])


def test_below_the_top_of_the_repository_paths_mean_the_same(run, repository, monkeypatch):
    (repository / "sql" / "phones.sql").write_text(PHONE)
    monkeypatch.chdir(repository / "sql")
    common = ("check", "--bundle", "../bundle", "--schemas", "../lock.json", "--source", "wh", "--format", "text")
    answer = run(*common, "--diff", "HEAD", "mails.sql", "phones.sql")
    found, total = answer.out.splitlines()
    assert found.startswith("phones.sql:1: phones.sql.phones: block by no-contact-to-ads: `user.contact.phone_number`")
    assert found.endswith("; wh.public.customers#phone → wh.ads.phones#phone; No contact data")
    assert "2 checked, compared with HEAD: added 1 flow in 1 task (1 block)" == total


def test_a_renamed_dag_adds_nothing_and_a_new_task_does(run, repository):
    dag = """
from airflow.providers.common.sql.operators.sql import SQLExecuteQueryOperator
from airflow.sdk import DAG
from tables import TARGET

with DAG("%s"):
    mails = f"CREATE TABLE {TARGET} AS SELECT email FROM customers"
    SQLExecuteQueryOperator(task_id="mails", conn_id="wh_prod", sql=mails)
"""
    more = """
    phones = "CREATE TABLE ads.p AS SELECT phone FROM customers"
    SQLExecuteQueryOperator(task_id="p", conn_id="wh_prod", sql=phones)
"""
    (repository / "dags").mkdir()
    (repository / "dags" / "crm.py").write_text(dag % "crm")
    (repository / "dags" / "tables.py").write_text('TARGET = "ads.m"\n')
    commit(repository)
    (repository / "dags" / "crm.py").unlink()
    (repository / "dags" / "sales.py").write_text(dag % "sales" + more)
    common = ("check", "--bundle", "bundle", "--schemas", "lock.json", "--format", "json")
    answer = run(*common, "--diff", "HEAD", "dags")
    assert (1, ["wh.ads.p#phone"]) == (answer.code, paths(answer))


def test_a_folder_that_moves_is_compared_with_the_folder_it_was(run, repository):
    policy = repository / "governance"
    (repository / "sql" / "ages.sql").write_text("CREATE TABLE mart.ages AS SELECT age FROM customers;\n")
    commit(repository)
    (repository / "bundle").rename(policy)
    (repository / "sql").rename(repository / "statements")
    git(repository, "add", "-A")
    options = ("--schemas", "lock.json", "--source", "wh", "--format", "json", "--diff", "HEAD")
    answer = run("check", "--bundle", "governance", *options, "statements")
    assert (0, {"base": "HEAD", "checked": 2, "added": 0, "gone": 0}) == (answer.code, answer.json["diff"])
    tags = policy / "tags.yml"
    tags.write_text(tags.read_text().replace("columns: {", "columns: {age: user.contact, "))
    (repository / "statements" / "mails.sql").write_text(EMAIL.replace("email FROM", "email, age FROM"))
    answer = run("check", "--bundle", "governance", *options, "statements")
    assert (1, ["wh.ads.mails#age"]) == (answer.code, paths(answer))


def test_a_moved_bundle_that_got_stricter_is_compared_with_what_it_was(run, repository):
    policy = repository / "bundle" / "policy.yml"
    enforced = policy.read_text()
    policy.write_text(enforced.replace("mode: enforce", "mode: observe"))
    commit(repository)
    (repository / "bundle").rename(repository / "governance")
    (repository / "governance" / "policy.yml").write_text(enforced)
    commit(repository)
    options = ("--schemas", "lock.json", "--source", "wh", "--format", "json", "--diff", "HEAD~1")
    answer = run("check", "--bundle", "governance", *options, "sql")
    assert (1, ["wh.ads.mails#email"]) == (answer.code, paths(answer))


def test_a_renamed_file_is_not_asked_again_what_its_statements_leave_open(diff, repository):
    (repository / "sql" / "open.sql").write_text(OPEN + "SELECT x FROM nowhere;\n")
    commit(repository)
    git(repository, "mv", "sql/open.sql", "sql/später.sql")
    answer = diff()
    assert (0, {"base": "HEAD", "checked": 2, "added": 0, "gone": 0}) == (answer.code, answer.json["diff"])


def test_a_file_that_moves_into_what_is_checked_adds_nothing(diff, repository):
    (repository / "elsewhere").mkdir()
    (repository / "elsewhere" / "phones.sql").write_text(PHONE)
    commit(repository)
    git(repository, "mv", "elsewhere/phones.sql", "sql/phones.sql")
    answer = diff()
    assert (0, {"base": "HEAD", "checked": 2, "added": 0, "gone": 0}) == (answer.code, answer.json["diff"])


def test_what_lies_outside_of_the_repository_is_not_compared_with_itself(run, repository, tmp_path_factory):
    file = tmp_path_factory.mktemp("rendered") / "phones.sql"
    file.write_text(PHONE)
    common = ("check", "--bundle", "bundle", "--schemas", "lock.json", "--source", "wh", "--format", "json")
    answer = run(*common, "--diff", "HEAD", "sql", file)
    assert (1, ["wh.ads.phones#phone"]) == (answer.code, paths(answer))
    assert "outside of the repository" in answer.err
