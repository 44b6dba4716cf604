"""dbt's manifest in place of a database, and what a person must know of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from privlineage.cli.screen import note

if TYPE_CHECKING:
    from privlineage.core.sources import Source
    from privlineage.lineage.dbt import Manifest
    from privlineage.lineage.schemas import Pulled
    from privlineage.policy.model import Bundle
    from privlineage.service.schemas.manifests import Placed

__all__ = ["found_in_manifest"]


def found_in_manifest(path: Path, bundle: Bundle, only: Source | None) -> Iterator[tuple[Source, Pulled]]:
    """The tables of a manifest by declared source; what is not complete is said on standard error.

    Raises:
        PrivlineageError: PL002 and PL103 for the file, PL302 when no source can be its database.
    """
    from privlineage.lineage.dbt import read_manifest
    from privlineage.lineage.schemas import Pulled
    from privlineage.service.schemas.manifests import placed

    manifest = read_manifest(path)
    found = placed(manifest, bundle.sources, only, bundle.weakening.kept_literals)
    _remark(path, manifest, found)
    for source in bundle.sources:
        if source.name in found.tables:
            yield source, Pulled(tuple(found.tables[source.name]))


def _remark(path: Path, manifest: Manifest, found: Placed) -> None:
    if manifest.partial:
        note(
            f"{path}: of {manifest.partial} tables only the documented columns are known; "
            "`dbt docs generate` writes all of them into catalog.json"
        )
    if manifest.uncompiled:
        note(f"{path}: {manifest.uncompiled} views have no compiled SQL; `dbt compile` writes it into the manifest")
    if found.elsewhere:
        note(f"{path}: {found.elsewhere} tables are in databases that no source declares, and were left out")
