"""What stored references are called under the sources of a new bundle."""

from __future__ import annotations

from privlineage.core.naming import fold_namespace
from privlineage.core.refs import DatasetRef
from privlineage.core.sources import Source, Sources

__all__ = ["canonical"]


def canonical(ref: DatasetRef, before: Sources, after: Sources) -> DatasetRef:
    """The reference that means, under the new sources, what `ref` meant under the old ones.

    A source keeps its datasets when only its settings change. Where a source is renamed or goes, its datasets go by its
    namespace; where one is declared for a namespace that was seen before, it takes that namespace's datasets over.

    >>> wh = Source("wh", "postgres://wh:5432", database="bank", dialect="postgres")
    >>> str(canonical(DatasetRef("postgres://wh:5432", "bank.public.t"), Sources(), Sources([wh])))
    'wh.public.t'
    >>> str(canonical(DatasetRef("wh", "public.t", declared=True), Sources([wh]), Sources()))
    'postgres://wh:5432/bank.public.t'
    """
    if not ref.declared:
        return _from_namespace(ref.source, ref.name, after)
    old, new = before.of(ref), after.of(ref)
    if old is not None and (new is None or not _share_namespace(old, new)):
        moved = _from_namespace(*before.to_openlineage(ref), after)
        if moved.declared or new is None:
            return moved
    return new.dataset(ref.name) if new is not None else ref


def _share_namespace(old: Source, new: Source) -> bool:
    return bool(set(map(fold_namespace, old.namespaces)) & set(map(fold_namespace, new.namespaces)))


def _from_namespace(namespace: str, name: str, sources: Sources) -> DatasetRef:
    if "://" in namespace:
        # A source may be declared for part of a namespace, such as a folder of a bucket: the longest one has it.
        whole = f"{namespace}/{name}"
        inside = [
            (declared, whole[len(declared) + 1 :])
            for source in sources
            for declared in (candidate.rstrip("/") for candidate in source.namespaces)
            if whole.startswith(f"{declared}/")
        ]
        if inside:
            return sources.from_openlineage(*max(inside, key=lambda pair: len(pair[0])))
    return sources.from_openlineage(namespace, name)
