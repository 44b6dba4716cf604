"""A git repository, asked by the program `git`: what its commits and tags hold, and whose key signed them."""

from __future__ import annotations

import os
import re
import subprocess
import tempfile
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from privlineage.core.errors import PrivlineageError
from privlineage.policy.teams import Signer

__all__ = ["Commit", "Repository", "SignedTag", "repository_of"]

_SECONDS = 120
_SSH = re.compile(r'Good "git" signature for (\S+) with \S+ key \S+')
_GPG = re.compile(r"\[GNUPG:\] VALIDSIG ([0-9A-F]{40,64})(?: \S+){8} ([0-9A-F]{40,64})")
_TRAILER = "%(trailers:key=Privlineage-Approve,valueonly,separator=%x2C)"


@dataclass(frozen=True, slots=True)
class Commit:
    """One commit.

    Attributes:
        id: its object id.
        parents: those of its parents, as the repository has them.
        email: its author's address, as it claims.
        approves: values of its trailers `Privlineage-Approve`.
    """

    id: str
    parents: tuple[str, ...]
    email: str
    approves: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SignedTag:
    """An annotated tag.

    Attributes:
        id: of the tag object, not of what it points to.
        name: its name.
        target: the commit it points to.
        approves: values of its trailers `Privlineage-Approve`.
    """

    id: str
    name: str
    target: str
    approves: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Repository:
    """The repository around a folder.

    Attributes:
        root: its work tree.
        prefix: the folder in it, `` for the root itself, without a slash at the end.
    """

    root: Path
    prefix: str

    def head(self) -> str:
        """The id of the commit that is checked out, empty before the first."""
        return self._text("rev-parse", "--verify", "--quiet", "HEAD", fails=True).strip()

    @property
    def is_shallow(self) -> bool:
        """Whether its history is cut off."""
        return self._text("rev-parse", "--is-shallow-repository").strip() == "true"

    def commits(self, head: str) -> list[Commit]:
        """The commits a commit leads back to, itself among them; each before its parents."""
        form = f"--format=%H%x00%P%x00%ae%x00{_TRAILER}"
        words = self._text("log", "-z", "--topo-order", form, "--end-of-options", head).split("\0")
        rows = zip(*(iter(words),) * 4, strict=False)  # after the last row stands an empty word
        return [Commit(name, tuple(parents.split()), email, _values(texts)) for name, parents, email, texts in rows]

    def trees(self, commits: Sequence[str]) -> dict[str, str]:
        """The object id of the folder in each commit, empty where it is not there."""
        asked = "".join(f"{commit}:{self.prefix}\n" for commit in commits)
        answers = self._text("cat-file", "--batch-check=%(objecttype) %(objectname)", given=asked).splitlines()
        return {
            commit: answer.split(" ")[1] if answer.startswith("tree ") else ""
            for commit, answer in zip(commits, answers, strict=True)
        }

    def texts(self, tree: str, names: Sequence[str]) -> dict[str, str]:
        """The files of these names in a folder that are text, by name; links are not followed."""
        found = {}
        for row in self._text("ls-tree", "-z", tree).split("\0"):
            about, _, name = row.partition("\t")
            if name in names and about.startswith("100"):
                content = self._run("cat-file", "blob", about.split(" ")[2]).stdout
                found[name] = content.decode("utf-8-sig", "surrogateescape")
        return found

    def tags(self, targets: Collection[str]) -> list[SignedTag]:
        """The annotated tags that point to one of these commits and approve something."""
        form = "--format=%(objecttype) %(objectname) %(*objectname) %(refname:short)"
        found = []
        for row in self._text("for-each-ref", form, "refs/tags").splitlines():
            kind, name, target, short = row.split(" ", 3)
            if kind == "tag" and target in targets:
                found.append(SignedTag(name, short, target, self._trailers(self._text("cat-file", "tag", name))))
        return [tag for tag in found if tag.approves]

    def signer(self, name: str, signers: Sequence[Signer], *, is_tag: bool = False) -> str:
        """Whose key signed a commit or tag: the name that is listed for it, empty for none that is listed."""
        command = "verify-tag" if is_tag else "verify-commit"
        with _allowed(signers) as allowed:
            # What the repository configures about signatures is its own; the bundle in force says whose keys count.
            settings = {
                "gpg.ssh.allowedSignersFile": str(allowed),
                "gpg.ssh.program": "ssh-keygen",
                "gpg.program": "gpg",
                "gpg.openpgp.program": "gpg",
                "gpg.minTrustLevel": "undefined",
            }
            options = [part for key, value in settings.items() for part in ("-c", f"{key}={value}")]
            answer = self._run(command, "--raw", name, options=options, fails=True)
        said = answer.stderr.decode("utf-8", "replace")
        return "" if answer.returncode else _signed_by(said, signers)

    def _trailers(self, message: str) -> tuple[str, ...]:
        body = message.partition("\n\n")[2].partition("-----BEGIN ")[0]
        rows = self._text("interpret-trailers", "--parse", given=body).splitlines()
        return tuple(row.partition(":")[2].strip() for row in rows if row.lower().startswith("privlineage-approve:"))

    def _text(self, *arguments: str, given: str = "", fails: bool = False) -> str:
        return self._run(*arguments, given=given, fails=fails).stdout.decode("utf-8", "surrogateescape")

    def _run(
        self, *arguments: str, given: str = "", options: Sequence[str] = (), fails: bool = False
    ) -> subprocess.CompletedProcess[bytes]:
        return _git(self.root, [*options, *arguments], given, fails=fails)


def repository_of(folder: Path) -> Repository | None:
    """The repository a folder lies in, None when it lies in none, or git is not there or does not trust it."""
    try:
        answer = _git(folder, ["rev-parse", "--show-toplevel", "--show-prefix"], "", fails=True)
    except PrivlineageError:
        return None
    rows = os.fsdecode(answer.stdout).split("\n")
    if answer.returncode or not rows[0]:
        return None
    return Repository(Path(rows[0]), rows[1].rstrip("/") if len(rows) > 1 else "")


def _git(
    folder: Path, arguments: Sequence[str], given: str, *, fails: bool = False
) -> subprocess.CompletedProcess[bytes]:
    # Nobody's GIT_DIR, replaced objects or grafts: what was signed is what counts.
    clean = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    clean |= {"LC_ALL": "C", "GIT_NO_REPLACE_OBJECTS": "1", "GIT_GRAFT_FILE": os.devnull, "GIT_TERMINAL_PROMPT": "0"}
    settings = ("core.fsmonitor=false", "log.showSignature=false", "advice.graftFileDeprecated=false")
    command = ["git", "--no-pager", *(part for each in settings for part in ("-c", each)), *arguments]
    try:
        answer = subprocess.run(  # noqa: S603  # arguments of ours, ids that git gave, and no shell
            command,
            cwd=folder,
            env=clean,
            input=given.encode("utf-8", "surrogateescape"),
            capture_output=True,
            timeout=_SECONDS,
            check=False,
        )
    except (OSError, subprocess.SubprocessError) as error:
        raise PrivlineageError(
            "PL002", f"git cannot be asked: {type(error).__name__}", hint="is it installed?"
        ) from None
    if answer.returncode and not fails:
        hint = "run `git fsck`, and look at the repository's history"
        raise PrivlineageError("PL002", f"`git {arguments[0]}` failed in the repository of the bundle", hint=hint)
    return answer


@contextmanager
def _allowed(signers: Sequence[Signer]) -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="privlineage-signers-") as folder:
        file = Path(folder) / "allowed"
        file.write_text("".join(f"{signer.line}\n" for signer in signers if not signer.is_gpg), encoding="utf-8")
        yield file


def _signed_by(said: str, signers: Sequence[Signer]) -> str:
    ssh = _SSH.fullmatch(said.strip())
    if ssh:
        return next((signer.name for signer in signers if not signer.is_gpg and signer.name == ssh[1]), "")
    gpg = _GPG.search(said)
    if gpg and re.search(r"^\[GNUPG:\] GOODSIG ", said, re.MULTILINE):
        return next((signer.name for signer in signers if signer.key in (f"gpg {gpg[1]}", f"gpg {gpg[2]}")), "")
    return ""


def _values(text: str) -> tuple[str, ...]:
    return tuple(value.strip() for value in text.split(",") if value.strip())
