"""Places outside databases that operators name by attributes: buckets and keys, tables of a destination."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from privlineage.airflow.planners.view import OperatorView
from privlineage.core.refs import DatasetRef
from privlineage.core.sources import Sources

__all__ = ["Place", "places_of"]


@dataclass(frozen=True, slots=True)
class Place:
    """A place an operator names.

    Attributes:
        uri: where.
        role: `read`, `write`, or `other` end where the attributes do not tell.
    """

    uri: str
    role: str

    def dataset(self, sources: Sources) -> DatasetRef:
        """The place as a canonical reference."""
        return sources.dataset(self.uri)


# Attribute of the bucket, attribute of the key, scheme, role. Providers agree on these names among themselves.
_BUCKETS = (
    ("source_bucket_name", "source_bucket_key", "s3", "read"),
    ("dest_bucket_name", "dest_bucket_key", "s3", "write"),
    ("dest_bucket", "dest_key", "s3", "write"),
    ("s3_bucket", "s3_key", "s3", "other"),
    ("s3_bucket_name", "s3_key", "s3", "other"),
    ("bucket_name", "bucket_key", "s3", "other"),
    ("source_bucket", "source_object", "gs", "read"),
    ("destination_bucket", "destination_object", "gs", "write"),
    ("bucket", "filename", "gs", "other"),
    ("bucket", "object_name", "gs", "other"),
)
_URIS = (
    ("source_s3_key", "read"),
    ("dest_s3_key", "write"),
    ("s3_key", "other"),
    ("dest_key", "write"),
    ("destination_cloud_storage_uris", "write"),
)


def places_of(view: OperatorView) -> tuple[Place, ...]:
    """The places an operator names, each once."""
    return tuple(dict.fromkeys(_places(view)))


def _places(view: OperatorView) -> Iterator[Place]:
    for name, role in _URIS:
        value = view.value(name)
        for text in value if isinstance(value, list | tuple) else [value]:
            if isinstance(text, str) and "://" in text:
                yield Place(text.strip(), role)
    for bucket, key, scheme, role in _BUCKETS:
        host, path = view.text(bucket), view.text(key)
        if host and path and "://" not in path:
            yield Place(f"{scheme}://{host.removeprefix(f'{scheme}://').strip('/')}/{path.lstrip('/')}", role)
