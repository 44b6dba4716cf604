"""The base of a pull request, checked beside its head: in a folder of its own, by a process of its own.

The base's files come out of git's object store through an index of their own: no working tree, index, hook or branch of
the person's checkout is touched. A process of its own, because DAG files of both import modules of the same names.
"""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from privlineage.cli.checking.moved import Moved
from privlineage.core.errors import PrivlineageError

__all__ = ["Base", "checked_base"]

_PROGRAM = "import sys; from privlineage.cli.main import main; sys.exit(main(sys.argv[1:]))"


@dataclass(frozen=True, slots=True)
class Base:
    """The answer of a check of the base.

    Attributes:
        findings: as its JSON has them.
        notes: what could not be looked at there, for people.
    """

    findings: tuple[dict[str, Any], ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Arguments:
    """What a check is about: what of it lies in the repository is taken from the base.

    Attributes:
        paths: DAG files, DAG folders, files of SQL.
        bundle: the bundle's folder.
        schemas: files of schemas by option.
        plain: options that are the same for both.
    """

    paths: Sequence[Path]
    bundle: Path
    schemas: dict[str, Path]
    plain: Sequence[str]


def checked_base(base: str, arguments: Arguments) -> Base:
    """What the same check says of the base.

    Args:
        base: a folder, or a revision of the repository the current folder is in.
        arguments: what is checked.

    Raises:
        PrivlineageError: PL001 when it is neither, PL002 when the base cannot be read or checked.
    """
    with _tree(base) as (root, tree, moved):
        return _checked(root, tree, moved, arguments)


@contextlib.contextmanager
def _tree(base: str) -> Iterator[tuple[Path, Path, Moved]]:
    """The folder that paths are looked up from, the base's counterpart of it, and what has moved since."""
    top = _git("rev-parse", "--show-toplevel")
    if Path(base).is_dir():
        folder = Path(base).resolve()
        # A whole checkout stands for the repository, any other folder for the current one.
        whole = top is not None and (folder / ".git").exists()
        yield (Path(top) if whole and top else Path.cwd()).resolve(), folder, Moved()
        return
    if top is None:
        hint = "name a folder, or run it inside of a git repository"
        raise PrivlineageError("PL001", f"`{base}` is no folder, and this is no git repository", hint=hint)
    commit = None if base.startswith("-") else _git("rev-parse", "--verify", "--quiet", f"{base}^{{commit}}")
    if commit is None:
        hint = "is it fetched? a shallow clone holds no other revision: fetch it with `git fetch origin NAME`"
        raise PrivlineageError("PL001", f"`{base}` is neither a folder nor a revision of this repository", hint=hint)
    commit = _branched_from(commit)
    with tempfile.TemporaryDirectory(prefix="privlineage-base-") as made:
        tree = Path(made).resolve() / "tree"
        tree.mkdir()
        own = {"GIT_INDEX_FILE": str(Path(made).resolve() / "index"), "GIT_WORK_TREE": str(tree)}
        done = _git("read-tree", commit, **own) is not None
        done = done and _git("checkout-index", "--all", "--quiet", f"--prefix={tree}/", cwd=top, **own) is not None
        if not done:
            raise PrivlineageError("PL002", f"the files of `{base}` cannot be read from git", hint="see `git fsck`")
        told = _git(
            "diff", "--name-status", "-z", "--find-renames", "--diff-filter=R", "--no-relative", commit, cwd=top
        )
        yield Path(top).resolve(), tree, Moved.told_by_git(told or "")


def _branched_from(commit: str) -> str:
    """Where the checkout left the base: what the base got since, and the checkout has not, is no change of it."""
    common = _git("merge-base", commit, "HEAD")
    return common if common and common != _git("rev-parse", "HEAD") else commit


def _git(*arguments: str, cwd: str | None = None, **environment: str) -> str | None:
    """What git answers, None when it fails or is not there."""
    try:
        done = subprocess.run(  # noqa: S603 - a fixed program
            ["git", *arguments],  # noqa: S607 - whichever git the person uses
            cwd=cwd,
            env={**os.environ, **environment},
            capture_output=True,
            text=True,
            errors="surrogateescape",
            check=False,
        )
    except OSError:
        return None
    return done.stdout.strip() if done.returncode == 0 else None


def _checked(root: Path, tree: Path, moved: Moved, arguments: Arguments) -> Base:
    notes = []

    def there(path: Path) -> Path | None:
        """The base's counterpart of a path; None where the base has none, the path itself where it lies elsewhere."""
        inside = _inside(path, root)
        if inside is None:
            return path.resolve()
        origin = moved.origin(inside)
        found = (tree / place for place in (inside, origin) if place is not None)
        return next((path for path in found if path.exists()), None)

    ours = [path for path in arguments.paths if _inside(path, root) is not None]
    if len(ours) < len(arguments.paths):
        # Compared with itself it would add nothing, whatever it does.
        notes.append("what lies outside of the repository has no base: all of it counts as added")
    paths = [found for found in map(there, ours) if found is not None]
    paths += _moved_in(root, tree, moved, ours, paths)
    if not paths:
        return Base((), (*notes, "nothing of what is checked was there before: all of it counts as added"))
    bundle = there(arguments.bundle)
    if bundle is None or not (bundle / "policy.yml").exists():
        bundle = arguments.bundle.resolve()
        notes.append("the base has no bundle: it is checked with the new one")
    options = ["--bundle", str(bundle), *arguments.plain]
    for name, file in arguments.schemas.items():
        options += [name, str(there(file) or file.resolve())]
    here = there(Path.cwd()) or tree
    inside = [os.path.relpath(path, here) for path in paths]
    answer = _run(["check", *options, "--format", "json", *inside], here, _moved_path(root, tree))
    broken = answer["errors"]
    if broken:
        notes.append(f"{len(broken)} DAG files of the base cannot be imported: their flows count as added")
    findings = (_today(finding, here, tree, moved) for finding in answer["findings"])
    return Base(tuple(findings), tuple(notes))


def _inside(path: Path, root: Path) -> PurePosixPath | None:
    """Where a path lies below the top; None where it lies elsewhere."""
    whole = path.resolve()
    return PurePosixPath(whole.relative_to(root).as_posix()) if whole.is_relative_to(root) else None


def _moved_in(root: Path, tree: Path, moved: Moved, paths: Sequence[Path], found: Sequence[Path]) -> list[Path]:
    """The base's files that have moved into what is checked since, from where nothing is."""
    came = []
    for path in paths:
        inside = _inside(path, root)
        if inside is not None and path.is_dir():
            # Beside DAGs a file of SQL is a template, which is checked with the task that renders it.
            suffixes = [".py"] if next(path.rglob("*.py"), None) else [".sql"]
            came += [tree / old for old in moved.into(inside, suffixes)]
    return [file for file in dict.fromkeys(came) if file.exists() and not any(file.is_relative_to(p) for p in found)]


def _today(finding: dict[str, Any], here: Path, tree: Path, moved: Moved) -> dict[str, Any]:
    was = _inside(here / finding["file"], tree)
    return finding if was is None else moved.renamed(finding, was)


def _run(arguments: list[str], here: Path, python_path: str) -> Any:
    done = subprocess.run(  # noqa: S603 - this program
        [sys.executable, "-c", _PROGRAM, *arguments],
        cwd=here,
        env={**os.environ, "PYTHONPATH": python_path},
        capture_output=True,
        text=True,
        check=False,
    )
    try:
        return json.loads(done.stdout)
    except ValueError:
        said = next((line for line in done.stderr.splitlines() if line.startswith("PL")), "")
        hint = f"checking it says: {said}" if said else "check it by itself"
        raise PrivlineageError("PL002", "the base cannot be checked", hint=hint) from None


def _moved_path(root: Path, tree: Path) -> str:
    """PYTHONPATH with the repository's own folders taken from the base."""
    moved = []
    for entry in os.environ.get("PYTHONPATH", "").split(os.pathsep):
        try:
            moved.append(str(tree / Path(entry).resolve().relative_to(root)) if entry else entry)
        except ValueError:
            moved.append(entry)
    return os.pathsep.join(moved)
