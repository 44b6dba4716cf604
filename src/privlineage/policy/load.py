"""Reading a bundle: every error of every file in one list, each with file, line, column and what to do."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path

from privlineage.core.errors import ErrorList, Place, PrivlineageError
from privlineage.core.sources import Sources
from privlineage.core.taxonomy import Taxonomy
from privlineage.policy.files.nodes import MAX_CHARACTERS, Node, Scalar, parse
from privlineage.policy.files.policy import read_policy
from privlineage.policy.files.reader import Reader, nearest
from privlineage.policy.files.sources import read_sources
from privlineage.policy.files.tags import read_tags
from privlineage.policy.files.taxonomy import read_taxonomy
from privlineage.policy.files.teams import read_teams, warn_of_teams
from privlineage.policy.lint import warn_of_patterns, warn_of_rules
from privlineage.policy.model import Bundle

__all__ = ["FILES", "bundle_hash", "load_files", "load_folder"]

FILES = ("policy.yml", "sources.yml", "tags.yml", "taxonomy.yml", "teams.yml")
"""The files of a bundle; the first is needed, and the next two are missed."""

_MISSED = {
    "sources.yml": "every namespace is a source of its own, and no connection is known",
    "tags.yml": "nothing is known to hold personal data",
}


def load_folder(path: str | Path) -> Bundle:
    """The bundle in a folder; other files in it are left alone.

    Raises:
        ErrorList: with every error; PL002 for what cannot be read, PL101 to PL106 for what stands in it.
    """
    folder = Path(path)
    if not folder.is_dir():
        hint = "name the folder that holds policy.yml; `privlineage init` writes one"
        raise ErrorList([PrivlineageError("PL002", f"`{folder}` is not a folder", hint=hint)])
    files: dict[str, str] = {}
    errors: list[PrivlineageError] = []
    for found in sorted(folder.iterdir()):
        if found.suffix not in (".yml", ".yaml"):
            continue
        try:
            # Of other files the name alone counts: it may be a misspelt one.
            files[found.name] = _text(found) if found.name in FILES else ""
        except PrivlineageError as error:
            errors.append(error)
    if errors:
        raise ErrorList(errors)
    return load_files(files)


def _text(path: Path) -> str:
    place = Place(path.name)
    try:
        if path.stat().st_size > 4 * MAX_CHARACTERS:
            raise PrivlineageError("PL101", "the file is too large", place=place, hint="tag whole datasets")
        content = path.read_bytes()
    except OSError as error:
        reason = (error.strerror or type(error).__name__).lower()
        hint = "check that it is a file you may read"
        raise PrivlineageError("PL002", f"cannot be read: {reason}", place=place, hint=hint) from None
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        place = Place(path.name, content[: error.start].count(b"\n") + 1, 1)
        raise PrivlineageError("PL101", "not valid UTF-8", place=place, hint="save the file as UTF-8") from None


def load_files(files: Mapping[str, str]) -> Bundle:
    """The bundle made of these texts, by file name.

    `policy.yml` is needed. Without `sources.yml` or `tags.yml` there is a warning, since little can be decided;
    `taxonomy.yml` and `teams.yml` are optional.

    Raises:
        ErrorList: with every error (PL101 to PL106), in the order of files and lines.

    >>> bundle = load_files({"policy.yml": "defaults: {mode: enforce}"})
    >>> bundle.policy.defaults.mode.value, len(bundle.warnings)
    ('enforce', 2)
    """
    # Line ends are the checkout's business: a bundle is the same on every system.
    texts = {name: files[name].replace("\r\n", "\n") for name in FILES if name in files}
    reader = Reader(Taxonomy.shipped())
    _presence(reader, files)
    nodes = {name: _parse(reader, name, text) for name, text in texts.items()}
    blank = {name: Scalar("", Place(name, 1, 1), blank=True) for name in FILES}

    def node(name: str) -> Node:
        return nodes.get(name) or blank[name]

    reader.taxonomy = read_taxonomy(reader, node("taxonomy.yml"))
    sources = Sources(read_sources(reader, node("sources.yml")))
    tags = read_tags(reader, node("tags.yml"), sources)
    policy, weakening = read_policy(reader, node("policy.yml"))
    teams = read_teams(reader, node("teams.yml"))
    if reader.errors:
        raise ErrorList(_in_order(reader.errors))
    warn_of_patterns(reader, policy, sources, tags.places, node("policy.yml"))
    warn_of_rules(reader, policy)
    warn_of_teams(reader, teams)
    return Bundle(
        bundle_hash(texts),
        texts,
        sources,
        tags.tags,
        policy,
        reader.taxonomy,
        weakening,
        tags.owners,
        teams,
        tuple(_in_order(reader.warnings)),
    )


def bundle_hash(files: Mapping[str, str]) -> str:
    """sha256 over names and texts, each with its length, so that no two bundles run together."""
    digest = hashlib.sha256()
    for name, text in sorted(files.items()):
        for part in (name.encode(), text.replace("\r\n", "\n").encode("utf-8", "surrogatepass")):
            digest.update(f"{len(part)}:".encode())
            digest.update(part)
    return digest.hexdigest()


def _presence(reader: Reader, files: Mapping[str, str]) -> None:
    for name in sorted(set(files) - set(FILES)):
        stem = name.rsplit(".", 1)[0]
        close = next((known for known in FILES if known.startswith(f"{stem}.")), "") or nearest(name, FILES)
        hint = f"did you mean `{close}`?" if close and close not in files else f"a bundle has {', '.join(FILES)}"
        reader.warn("PL111", Place(name), f"`{name}` is not a file of a bundle and is not read", hint)
    if "policy.yml" not in files:
        hint = "a bundle is a folder with policy.yml, sources.yml and tags.yml; `privlineage init` writes one"
        reader.error("PL106", Place("policy.yml"), "`policy.yml` is missing", hint)
    for name, effect in _MISSED.items():
        if name not in files:
            reader.warn("PL111", Place(name), f"`{name}` is missing: {effect}", f"add {name}")


def _parse(reader: Reader, name: str, text: str) -> Node | None:
    try:
        return parse(text, name)
    except PrivlineageError as error:
        reader.errors.append(error)
        return None


def _in_order(problems: list[PrivlineageError]) -> list[PrivlineageError]:
    return sorted(problems, key=lambda problem: problem.place or Place(""))
