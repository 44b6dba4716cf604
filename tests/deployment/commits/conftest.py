"""Real keys, real repositories, real signatures."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from privlineage.policy.load import load_folder

POLICY = "defaults: {{mode: {mode}}}\nexemptions: {{approvers: [privacy]}}\n"
NAMES = ("ana", "bo", "cy", "eve")


def run(*command, cwd, **env):
    clean = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    env = {**clean, "GIT_CONFIG_GLOBAL": os.devnull, **env}
    answer = subprocess.run(command, cwd=cwd, env=env, capture_output=True, text=True, check=False)
    assert 0 == answer.returncode, (command, answer.stdout, answer.stderr)
    return answer.stdout.strip()


@pytest.fixture(scope="session")
def keys(tmp_path_factory) -> dict[str, Path]:
    """One ssh key for each person."""
    missing = [name for name in ("ssh-keygen", "gpg") if not shutil.which(name)]
    assert not missing, f"signatures are made with {' and '.join(missing)}: install openssh-client and gnupg"
    folder = tmp_path_factory.mktemp("keys")
    for name in NAMES:
        run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", name, "-f", str(folder / name), cwd=folder)
    return {name: folder / name for name in NAMES}


@pytest.fixture(scope="session")
def signer(keys):
    """The line of `signers` for a person."""
    return lambda name: f"{name}@corp.example {' '.join(keys[name].with_suffix('.pub').read_text().split()[:2])}"


class Work:
    """A repository with a bundle in the folder `policy`."""

    def __init__(self, root, keys):
        self.root, self.keys, self.folder = root, keys, root / "policy"
        if not root.exists():
            self.folder.mkdir(parents=True)
            self.git("init", "-q", "-b", "main")

    def git(self, *arguments, by="", key=None, **env):
        """Run git as somebody, who signs with their key unless told otherwise."""
        options = ["-c", f"user.name={by or 'nobody'}", "-c", f"user.email={by or 'nobody'}@corp.example"]
        if by and key != "":
            options += ["-c", "gpg.format=ssh", "-c", f"user.signingKey={self.keys[key or by]}"]
            options += ["-c", "commit.gpgSign=true", "-c", "tag.gpgSign=true"]
        return run("git", *options, *arguments, cwd=self.root, **env)

    def write(self, teams, **files):
        (self.folder / "teams.yml").write_text(teams)
        for name, text in files.items():
            (self.folder / f"{name}.yml").write_text(text)

    def policy(self, mode):
        (self.folder / "policy.yml").write_text(POLICY.format(mode=mode))

    def commit(self, message="a change", by="", key=None, amend=False):
        self.git("add", "-A")
        self.git("commit", "-q", "--allow-empty", *(["--amend"] if amend else []), "-m", message, by=by, key=key)
        return self.git("rev-parse", "HEAD")

    def approve(self, what, by="", key=None):
        return self.commit(f"Let it be\n\nPrivlineage-Approve: {what}", by, key)

    @property
    def bundle(self):
        return load_folder(self.folder)


@pytest.fixture(scope="session")
def teams(signer):
    """`teams.yml`: ana and bo are privacy, cy is lending; eve is in no team."""
    return (
        f'teams:\n  privacy: {{members: [ana@corp.example], signers: ["{signer("ana")}", "{signer("bo")}"]}}\n'
        f'  lending: {{signers: ["{signer("cy")}"]}}\n'
    )


@pytest.fixture(scope="session")
def template(tmp_path_factory, keys, teams):
    """A repository whose first commit holds a bundle in enforce mode, signed by ana; not yet published anywhere."""
    made = Work(tmp_path_factory.mktemp("template") / "repository", keys)
    made.write(teams, sources="sources:\n", tags="datasets:\n")
    made.policy("enforce")
    made.commit("the bundle", by="ana")
    return made.root


@pytest.fixture
def work(tmp_path, keys, template):
    """A copy of that repository."""
    return Work(Path(shutil.copytree(template, tmp_path / "repository")), keys)
