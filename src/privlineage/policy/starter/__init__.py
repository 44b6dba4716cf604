"""The commented bundle that `privlineage init` writes, in observe mode: nothing is stopped before anyone has looked."""

from __future__ import annotations

from importlib.resources import files

__all__ = ["starter_cases", "starter_files"]


def starter_files() -> dict[str, str]:
    """The text of each file, by name.

    >>> sorted(starter_files())
    ['policy.yml', 'sources.yml', 'tags.yml', 'taxonomy.yml', 'teams.yml']
    """
    folder = files("privlineage.policy.starter")
    return {path.name: path.read_text(encoding="utf-8") for path in folder.iterdir() if path.name.endswith(".yml")}


def starter_cases() -> dict[str, str]:
    """The text of each file of cases, by its name below the bundle.

    >>> sorted(starter_cases())
    ['tests/example.yml']
    """
    folder = files("privlineage.policy.starter") / "tests"
    return {f"tests/{path.name}": path.read_text(encoding="utf-8") for path in folder.iterdir()}
