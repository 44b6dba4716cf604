"""What stored names become under the sources of a new bundle."""

import pytest

from privlineage.core.refs import DatasetRef
from privlineage.core.sources import Source, Sources
from privlineage.store.canonical import canonical

WH = Source("wh", "postgres://wh:5432", database="bank", default_schema="public", dialect="postgres")
LAKE = Source("lake", "s3://lake")
MODELS = Source("models", "s3://lake/models")


def ref(text: str, declared: bool = False) -> DatasetRef:
    source, name = text.split("|")
    return DatasetRef(source, name, declared)


def named(text: str) -> DatasetRef:
    return ref(text, True)


@pytest.mark.parametrize(
    ("stored", "before", "after", "expected"),
    [
        (ref("postgres://wh:5432|bank.public.t"), [], [WH], named("wh|public.t")),
        (ref("postgres://other:5432|bank.public.t"), [], [WH], ref("postgres://other:5432|bank.public.t")),
        (named("wh|public.t"), [WH], [], ref("postgres://wh:5432|bank.public.t")),
        (named("wh|public.t"), [], [WH], named("wh|public.t")),
        (named("WH2|t"), [], [WH], named("WH2|t")),
        (ref("s3://lake|models/a.bin"), [], [LAKE], named("lake|models/a.bin")),
        (ref("s3://lake|models/a.bin"), [], [LAKE, MODELS], named("models|a.bin")),
        (named("lake|models/a.bin"), [LAKE], [LAKE], named("lake|models/a.bin")),
        (ref("s3://lake|modelsx/a.bin"), [], [MODELS], ref("s3://lake|modelsx/a.bin")),
        (ref("conn|ads"), [], [WH], ref("conn|ads")),
        (ref("model|risk"), [WH], [LAKE], ref("model|risk")),
    ],
)
def test_a_name_follows_its_source(stored, before, after, expected):
    found = canonical(stored, Sources(before), Sources(after))
    assert expected == found
    assert found == canonical(found, Sources(after), Sources(after))


def test_a_source_whose_settings_change_keeps_its_datasets():
    moved = Source("wh", "postgres://new:5432", database="bank2", default_schema="public", dialect="postgres")
    assert ref("wh|public.t", True) == canonical(ref("wh|public.t", True), Sources([WH]), Sources([moved]))


def test_a_database_declared_late_is_left_out_of_the_name():
    before = Source("wh", WH.namespace, dialect="postgres", default_schema="public")
    assert ref("wh|public.t", True) == canonical(ref("wh|bank.public.t", True), Sources([before]), Sources([WH]))


def test_a_renamed_source_takes_its_datasets_along_also_when_its_old_name_means_another_one():
    renamed = Source("dwh", WH.namespace, database="bank", default_schema="public", dialect="postgres")
    other = Source("wh", "postgres://other:5432", dialect="postgres", default_schema="public")
    assert ref("dwh|public.t", True) == canonical(ref("wh|public.t", True), Sources([WH]), Sources([renamed, other]))
