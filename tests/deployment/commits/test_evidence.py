"""What signed commits prove of a bundle, with real keys and real git."""

import os
import subprocess

import pytest

from privlineage.core.people import Identity
from privlineage.policy.teams import signers_of
from privlineage.service.people.commits import evidence_of
from tests.deployment.commits.conftest import Work, run

pytestmark = pytest.mark.deployment


def proven(name):
    return Identity(f"{name}@corp.example", (), "commit")


def claimed(name):
    return Identity(f"{name}@corp.example")


@pytest.fixture
def look(work):
    """What is proven of the folder as it is now, against the bundle of the first commit."""
    first = work.bundle

    def evidence(folder=None):
        bundle = work.bundle
        return evidence_of(folder or work.folder, bundle.hash, first.hash, signers_of(first.teams))

    return evidence


def test_the_author_is_who_signed_the_change(work, look):
    work.policy("warn")
    work.commit(by="cy")
    assert ((proven("cy"),), (), ()) == (look().authors, look().approvals, look().remarks)


def test_a_later_commit_that_leaves_the_bundle_alone_is_not_its_author(work, look):
    work.policy("warn")
    work.commit(by="cy")
    (work.root / "README").write_text("x")
    work.commit()
    assert (proven("cy"),) == look().authors


def test_everybody_who_changed_it_since_the_bundle_in_force_is_an_author(work, look):
    work.policy("warn")
    work.commit(by="ana")
    work.policy("observe")
    work.commit(by="cy")
    assert (proven("cy"), proven("ana")) == look().authors


@pytest.mark.parametrize(
    ("by", "key"),
    [("cy", ""), ("eve", None), ("cy", "eve")],
    ids=["unsigned", "signed by somebody who is not listed", "signed in another's name by a key that is not listed"],
)
def test_a_change_without_a_listed_signature_is_nobodys_and_says_why(work, look, by, key):
    work.policy("warn")
    commit = work.commit(by=by, key=key)
    reason = f"the commit {commit[:10]} changes the bundle and has no valid signature of a key that is listed"
    assert ((claimed(by),), (reason,)) == (look().authors, look().remarks)


def test_a_key_proves_its_holder_whatever_the_commit_says(work, look):
    work.policy("warn")
    work.commit(by="ana", key="cy")
    assert (proven("cy"),) == look().authors


def test_a_commit_amended_without_the_key_is_nobodys(work, look):
    work.policy("warn")
    work.commit(by="cy")
    work.policy("observe")
    work.commit(by="cy", key="", amend=True)
    assert (claimed("cy"),) == look().authors


def test_a_signature_moved_to_other_content_proves_nothing(work, look):
    work.policy("warn")
    signed = work.commit(by="cy")
    old_tree = work.git("rev-parse", "HEAD^{tree}")
    work.policy("observe")
    work.git("add", "-A")
    tree = work.git("write-tree")
    text = run("git", "cat-file", "commit", signed, cwd=work.root).replace(old_tree, tree)
    forged = subprocess.run(
        ["git", "hash-object", "-t", "commit", "-w", "--stdin"],
        cwd=work.root,
        input=text + "\n",
        capture_output=True,
        text=True,
        check=True,
    ).stdout.strip()
    work.git("reset", "-q", "--hard", forged)
    assert [claimed("cy")] == list(look().authors)
    assert f"the commit {forged[:10]} changes the bundle" in look().remarks[0]


def test_a_folder_that_differs_from_its_commit_proves_nothing(work, look):
    work.policy("warn")
    work.commit(by="cy")
    work.policy("observe")
    assert ((), ("the bundle's folder differs from its last commit, so no commit proves who made it",)) == (
        look().authors,
        look().remarks,
    )


def test_a_signer_whom_only_the_new_bundle_lists_proves_nothing(work, look, signer, teams):
    work.write(teams.replace("lending: {signers: [", f'lending: {{signers: ["{signer("eve")}", '))
    work.commit(by="eve")
    assert (claimed("eve"),) == look().authors


def test_keys_of_the_working_copy_and_settings_of_the_repository_do_not_count(work, look, signer):
    allowed = work.root / "allowed"
    allowed.write_text(f"{signer('eve')}\n")
    work.policy("warn")
    work.commit(by="eve")
    work.git("config", "gpg.ssh.allowedSignersFile", str(allowed))
    work.git("config", "gpg.ssh.program", "true")
    assert (claimed("eve"),) == look().authors


def test_an_approval_is_a_signed_commit_that_names_the_hash(work, look):
    work.policy("warn")
    work.commit(by="cy")
    work.approve(work.bundle.hash, by="ana")
    assert ((proven("cy"),), ((proven("ana"), work.bundle.hash),)) == (look().authors, look().approvals)


def test_an_approval_is_a_signed_tag_that_names_the_hash(work, look):
    work.policy("warn")
    work.commit(by="cy")
    work.git("tag", "-s", "-m", f"fine\n\nPrivlineage-Approve: {work.bundle.hash}", "fine", by="bo")
    assert ((proven("bo"), work.bundle.hash),) == look().approvals


@pytest.mark.parametrize(("by", "key"), [("ana", ""), ("eve", None), ("ana", "eve")])
def test_an_approval_without_a_listed_signature_does_not_count_and_says_so(work, look, by, key):
    work.policy("warn")
    work.commit(by="cy")
    commit = work.approve(work.bundle.hash, by=by, key=key)
    reason = f"the commit {commit[:10]} approves something and has no valid signature of a key that is listed"
    assert ((), (reason,)) == (look().approvals, look().remarks)


def test_a_tag_signed_by_somebody_who_is_not_listed_does_not_count(work, look):
    work.policy("warn")
    work.commit(by="cy")
    work.git("tag", "-s", "-m", f"fine\n\nPrivlineage-Approve: {work.bundle.hash}", "fine", by="eve")
    reason = "the tag fine approves something and has no valid signature of a key that is listed"
    assert ((), (reason,)) == (look().approvals, look().remarks)


def test_an_approval_from_before_the_bundle_in_force_is_spent(work, look):
    work.policy("warn")
    work.commit(by="cy")
    work.approve(work.bundle.hash, by="ana")
    work.policy("enforce")
    work.commit("back to what is in force", by="ana")
    work.policy("warn")
    work.commit("and again", by="cy")
    assert ((proven("cy"),), ()) == (look().authors, look().approvals)


def test_an_old_branch_does_not_make_a_spent_approval_count_again(work, look):
    first = work.git("rev-parse", "HEAD")
    work.policy("warn")
    work.commit(by="cy")
    approved = work.approve(work.bundle.hash, by="ana")
    work.policy("enforce")
    reverted = work.commit("back to what is in force", by="ana")
    aside = work.git("commit-tree", f"{first}^{{tree}}", "-p", first, "-m", "aside", "-S", by="cy")
    for parents in ((aside, reverted), (reverted, aside)):
        options = [part for parent in parents for part in ("-p", parent)]
        again = work.git("commit-tree", f"{approved}^{{tree}}", *options, "-m", "and again", "-S", by="cy")
        work.git("reset", "-q", "--hard", again)
        assert ((proven("cy"),), ()) == (look().authors, look().approvals)


def test_without_keys_the_authors_are_whom_the_commits_name(work):
    first = work.bundle
    work.policy("warn")
    work.commit(by="cy")
    found = evidence_of(work.folder, work.bundle.hash, first.hash, ())
    assert ((claimed("cy"),), ()) == (found.authors, found.approvals)


def test_a_merge_makes_nothing_where_it_takes_one_side(work, look):
    work.git("checkout", "-q", "-b", "change")
    work.policy("warn")
    work.commit(by="cy")
    work.git("checkout", "-q", "main")
    (work.root / "README").write_text("x")
    work.commit()
    work.git("merge", "-q", "--no-ff", "-m", "merge", "change", by="ana")
    assert (proven("cy"),) == look().authors


def test_a_merge_that_mixes_both_sides_is_an_author_too(work, look):
    work.git("checkout", "-q", "-b", "change")
    work.policy("warn")
    work.commit(by="cy")
    work.git("checkout", "-q", "main")
    (work.folder / "tags.yml").write_text("datasets: {s3://x/y: {rest: none}}\n")
    work.commit(by="bo")
    work.git("merge", "-q", "--no-ff", "-m", "merge", "change", by="ana")
    assert {proven("cy"), proven("bo"), proven("ana")} == set(look().authors)


def test_who_brings_back_what_was_replaced_is_its_author(work, look):
    first = work.git("rev-parse", "HEAD")
    work.policy("warn")
    old = work.commit("loose, long ago", by="cy")
    work.policy("enforce")
    base = work.commit("in force", by="bo")
    revived = work.git("commit-tree", f"{old}^{{tree}}", "-p", old, "-m", "again", "-S", by="ana")
    merged = work.git("commit-tree", f"{old}^{{tree}}", "-p", base, "-p", revived, "-m", "merge", "-S", by="ana")
    work.git("reset", "-q", "--hard", merged)
    work.commit("nothing", by="bo")
    assert first != base
    assert (proven("ana"),) == look().authors


def test_a_shallow_clone_proves_nothing_and_says_how_to_mend_it(work, look, tmp_path):
    work.policy("warn")
    work.commit(by="cy")
    run("git", "clone", "-q", "--depth", "1", f"file://{work.root}", str(tmp_path / "clone"), cwd=tmp_path)
    found = look(tmp_path / "clone" / "policy")
    assert () == found.authors
    assert "the clone is shallow: fetch all of it" in found.remarks[0]


def test_a_folder_in_no_repository_proves_nothing(work, look, tmp_path):
    lone = tmp_path / "lone"
    lone.mkdir()
    assert ("the bundle's folder is in no git repository, so no commit proves who made it",) == look(lone).remarks


def test_other_peoples_environment_changes_nothing(work, look, tmp_path, monkeypatch):
    work.policy("warn")
    commit = work.commit(by="eve")
    other = Work(tmp_path / "other", work.keys)
    other.policy("warn")
    other.commit(by="ana")
    work.git("replace", commit, work.git("rev-parse", "HEAD~1"))
    monkeypatch.setenv("GIT_DIR", str(other.root / ".git"))
    monkeypatch.setenv("GIT_WORK_TREE", str(other.root))
    assert (claimed("eve"),) == look().authors


def test_a_repository_whose_root_is_the_bundle(tmp_path, keys, teams):
    work = Work(tmp_path / "repository", keys)
    work.folder = work.root
    work.write(teams, sources="sources:\n", tags="datasets:\n")
    work.policy("enforce")
    work.commit(by="ana")
    first = work.bundle
    work.policy("warn")
    work.commit(by="cy")
    found = evidence_of(work.folder, work.bundle.hash, first.hash, signers_of(first.teams))
    assert (proven("cy"),) == found.authors


@pytest.fixture
def gpg(tmp_path, monkeypatch):
    """A key ring with one key of dee; its fingerprint."""
    home = tmp_path / "gpg"
    home.mkdir(mode=0o700)
    monkeypatch.setenv("GNUPGHOME", str(home))
    command = [
        "gpg",
        "--batch",
        "--passphrase",
        "",
        "--quick-gen-key",
        "dee <dee@corp.example>",
        "ed25519",
        "sign",
        "1d",
    ]
    run(*command, cwd=tmp_path, GNUPGHOME=str(home))
    listed = run("gpg", "--batch", "--with-colons", "--list-keys", cwd=tmp_path, GNUPGHOME=str(home))
    yield next(row.split(":")[9] for row in listed.splitlines() if row.startswith("fpr"))
    run("gpgconf", "--kill", "all", cwd=tmp_path, GNUPGHOME=str(home))


@pytest.mark.parametrize("listed", [True, False])
def test_keys_of_gnupg_count_by_their_fingerprint(work, teams, gpg, listed):
    fingerprint = gpg if listed else "0" * 40
    work.write(teams + f"  ads: {{signers: [dee@corp.example gpg {fingerprint}]}}\n")
    work.commit("list a key of GnuPG", by="ana")
    first = work.bundle
    work.policy("warn")
    work.git("add", "-A")
    options = ["-c", "gpg.format=openpgp", "-c", f"user.signingKey={gpg}"]
    work.git(*options, "commit", "-q", "-S", "-m", "change", GNUPGHOME=os.environ["GNUPGHOME"])
    found = evidence_of(work.folder, work.bundle.hash, first.hash, signers_of(first.teams))
    assert (Identity("dee@corp.example", (), "commit") if listed else Identity("nobody@corp.example"),) == found.authors
