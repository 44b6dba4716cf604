"""What git takes for moved since the base: a folder, a bundle or a file under another name is still the same."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any

__all__ = ["Moved"]


@dataclass(frozen=True, slots=True)
class Moved:
    """Which file was which in the base.

    Attributes:
        origins: the old path of each file by its new one, both from the top of the repository.
    """

    origins: Mapping[PurePosixPath, PurePosixPath] = field(default_factory=dict)

    @classmethod
    def told_by_git(cls, answer: str) -> Moved:
        """What `git diff --name-status -z --diff-filter=R` says: a score, the old path and the new one each time."""
        parts = answer.split("\0")
        pairs = zip(parts[1::3], parts[2::3], strict=False)
        return cls({PurePosixPath(new): PurePosixPath(old) for old, new in pairs})

    def origin(self, path: PurePosixPath) -> PurePosixPath | None:
        """Where a file was; where a folder was, if most of what moved into it came from one folder; else None."""
        if path in self.origins:
            return self.origins[path]
        came = Counter(
            folder
            for new, old in self.origins.items()
            if new.is_relative_to(path) and (folder := _without(old, new.relative_to(path))) is not None
        )
        return came.most_common(1)[0][0] if came else None

    def into(self, folder: PurePosixPath, suffixes: Sequence[str]) -> list[PurePosixPath]:
        """The old paths of what moved into a folder."""
        return [old for new, old in self.origins.items() if new.is_relative_to(folder) and new.suffix in suffixes]

    def renamed(self, finding: dict[str, Any], was: PurePosixPath) -> dict[str, Any]:
        """A finding of the base under the name that its file of SQL has now, whose tasks are called after it."""
        new = next((new for new, old in self.origins.items() if old == was and new.suffix == ".sql"), None)
        if new is None:
            return finding
        reason = finding["reason"].replace(f"({was.name}", f"({new.name}")
        return {**finding, "task_id": new.stem, "reason": reason}


def _without(path: PurePosixPath, end: PurePosixPath) -> PurePosixPath | None:
    """The folder that is left of a path without its end; None where it ends otherwise, or where nothing is left."""
    count = len(end.parts)
    left = path.parts[:-count]
    return PurePosixPath(*left) if left and path.parts[-count:] == end.parts else None
