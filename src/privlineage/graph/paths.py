"""Which paths of an epoch touch one another, by index instead of by comparing every pair."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from privlineage.core.refs import WHOLE

__all__ = ["PathIndex", "ancestors"]


def ancestors(path: str) -> Iterator[str]:
    """The paths above a nested field, nearest first; the root `*` is not among them.

    >>> list(ancestors("payload.user.email"))
    ['payload.user', 'payload']
    """
    while "." in path:
        path = path.rpartition(".")[0]
        yield path


class PathIndex:
    """The paths of one epoch, answering which of them `related_paths` relates to a given path.

    >>> PathIndex(["a", "b", "b.c", "*"]).related("b.c")
    ('*', 'b', 'b.c')
    """

    __slots__ = ("_below", "_paths")

    def __init__(self, paths: Iterable[str]) -> None:
        self._paths = frozenset(paths)
        self._below: dict[str, list[str]] = {}
        for path in self._paths:
            for above in ancestors(path):
                self._below.setdefault(above, []).append(path)

    def related(self, path: str) -> tuple[str, ...]:
        """The indexed paths that touch `path`, sorted; `path` itself only when it is indexed."""
        if path == WHOLE:
            return tuple(sorted(self._paths))
        near = {path, WHOLE, *ancestors(path), *self._below.get(path, ())}
        return tuple(sorted(near & self._paths))
