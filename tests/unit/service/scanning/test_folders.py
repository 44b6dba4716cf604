"""What people name becomes tables: the parts of one table are one."""

import pytest

from privlineage.core.errors import PrivlineageError
from privlineage.core.sources import Source, Sources
from privlineage.service.scanning.files.folders import file_tables
from privlineage.service.scanning.files.reader import FileReader


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder with files of these names."""
    monkeypatch.chdir(tmp_path)

    def holding(*names):
        for name in names:
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name).write_text("a,b\n1,x@mail.example\n")
        return tmp_path

    return holding


def tables(root, *named, sources=None):
    found = file_tables([str(name) for name in named or [root]], sources)
    return {each.dataset.name.removeprefix(f"{root}/"): len(each.paths) for each in found}


def test_every_file_of_a_folder_and_below_is_a_table(folder):
    root = folder("a.csv", "below/b.jsonl", "below/c.parquet", "d.CSV.gz")
    assert {"a.csv": 1, "below/b.jsonl": 1, "below/c.parquet": 1, "d.CSV.gz": 1} == tables(root)


def test_what_is_no_data_or_hidden_is_left_out_unless_it_is_named(folder):
    root = folder("a.csv", "readme.md", ".hidden.csv", "_SUCCESS", "_tmp/b.csv", ".git/c.csv", "odd.xyz")
    assert {"a.csv": 1} == tables(root)
    assert {"odd.xyz": 1} == tables(root, root / "odd.xyz")


@pytest.mark.parametrize(
    ("names", "table"),
    [
        (["t/part-00000.parquet", "t/part-00001.parquet"], "t"),
        (["t/part-00000-c9.snappy.parquet"], "t"),
        (["t/000000_0", "t/000001_0"], "t"),
        (["t/orders-001.csv", "t/orders-002.csv"], "t/orders-{part}.csv"),
        (["t/day_2024-01-01.csv", "t/day_2024-01-02.csv"], "t/day_{date}.csv"),
        (["t/country=de/day=1/x.csv", "t/country=cn/day=2/y.csv"], "t"),
    ],
)
def test_the_parts_of_one_table_are_one(folder, names, table):
    root = folder(*names)
    assert {table: len(names)} == tables(root)


def test_tables_that_are_merely_numbered_stay_apart(folder):
    root = folder("t1.csv", "t2.csv", "q-1.csv", "q-1.json")
    assert {"t1.csv": 1, "t2.csv": 1, "q-1.csv": 1, "q-1.json": 1} == tables(root)


def test_folders_that_say_a_column_give_it(folder):
    root = folder("t/mail=a%40b.example/country=de/x.csv", "t/mail=c/country=cn/y.csv")
    reader = FileReader([str(root / "t")])
    sampled = reader.sample(next(iter(reader.tables())), rows=10, seed=0)
    assert ["a", "b", "mail", "country"] == [column.name for column in sampled.columns]
    assert ["cn", "de"] == sorted(sampled.columns[3].values)


def test_patterns_name_files(folder):
    root = folder("a.csv", "b.csv", "x/c.csv", "x/d.json")
    assert {"a.csv": 1, "b.csv": 1} == tables(root, "*.csv")
    assert {"a.csv": 1, "b.csv": 1, "x/c.csv": 1} == tables(root, "**/*.csv")


@pytest.mark.parametrize("named", ["empty", "*.csv"])
def test_where_nothing_is_found_it_is_said(folder, named):
    root = folder("readme.md")
    (root / "empty").mkdir()
    with pytest.raises(PrivlineageError) as caught:
        file_tables([named])
    assert ("PL904", named) == (caught.value.code, str(caught.value.place))


def test_a_declared_source_may_own_the_folder(folder):
    root = folder("lake/people.csv")
    lake = Sources([Source("lake", f"file://{root}/lake")])
    (found,) = file_tables([str(root)], lake)
    assert "lake.people.csv" == str(found.dataset)


def test_the_mark_of_a_table_changes_when_one_of_its_files_does(folder):
    root = folder("t/part-0.csv", "t/part-1.csv")
    reader = FileReader([str(root)])
    (table,) = reader.tables()
    before = reader.mark(table)
    assert before == reader.mark(table)
    (root / "t/part-0.csv").write_text("a,b\n1,2\n3,4\n")
    assert before != reader.mark(table)
