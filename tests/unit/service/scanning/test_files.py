"""Files of every make give their rows: what is wrong with some of them is told, and costs nothing else."""

import bz2
import datetime as dt
import gzip
import json
import lzma
import random

import pytest

from privlineage.core.errors import PrivlineageError
from privlineage.service.scanning.files.budget import Budget
from privlineage.service.scanning.files.recognising import Hints
from privlineage.service.scanning.files.sampling import sample_files

TEXT = "name;city\nJosé Muñoz;Málaga\nZoë Groß;Gent\n"
SAME = {"name": ["José Muñoz", "Zoë Groß"], "city": ["Málaga", "Gent"]}


@pytest.fixture
def put(tmp_path):
    """Writes a file of the test."""

    def putting(content, name="data.csv"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return putting


def read(path, budget=None, **hints):
    return sample_files([path], budget or Budget(), Hints(**hints))


def columns(sampled):
    return {column.name: list(column.values) for column in sampled.columns}


def refused(code, path, **hints):
    with pytest.raises(PrivlineageError) as caught:
        read(path, **hints)
    assert code == caught.value.code
    return caught.value


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
def test_western_text_is_read_in_any_encoding(put, encoding):
    assert SAME == columns(read(put(TEXT.encode(encoding))))


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("gbk", "姓名,城市\n张伟,北京\n王芳,上海\n"),
        ("gb18030", "姓名,城市\n李娜,广州\n刘洋,深圳\n"),
        ("big5", "姓名,城市\n陳大文,臺北\n林美玲,高雄\n"),
        ("shift_jis", "氏名,住所\n山田太郎,東京都新宿区\n佐藤花子,大阪市北区\n"),
        ("euc_kr", "이름,도시\n김철수,서울\n이영희,부산\n"),
        ("cp1251", "имя,город\nИван Петров,Москва\nАнна Смирнова,Казань\n"),
        ("cp1256", "الاسم,المدينة\nمحمد علي,القاهرة\nفاطمة حسن,دبي\n"),
        ("cp1253", "όνομα,πόλη\nΓιώργος Παπαδόπουλος,Αθήνα\nΜαρία,Πάτρα\n"),
        ("utf-16-le", "姓名,城市\n张伟,北京\n王芳,上海\n"),
    ],
)
def test_other_scripts_are_read_in_the_encodings_that_came_before_unicode(put, encoding, text):
    header, *rows = [line.split(",") for line in text.splitlines()]
    assert {name: [row[place] for row in rows] for place, name in enumerate(header)} == columns(
        read(put(text.encode(encoding)))
    )


def test_an_encoding_that_somebody_names_is_taken(put):
    assert {"a": ["Ђ"]} == columns(read(put("a\nЂ\n".encode("cp1251")), encoding="cp1251"))


def test_bytes_that_are_none_of_the_encoding_are_told_and_the_rest_is_read(put):
    content = ("name\n" + "Zoë\n" * 200).encode() + b"Zo\xeb\n"
    sampled = read(put(content))
    assert (201, ("1 places are not utf-8",)) == (len(sampled.columns[0].values), sampled.warnings)


@pytest.mark.parametrize(
    "text",
    [
        "a,b\n1,x\n2,y\n",
        "a;b\n1;x\n2;y\n",
        "a\tb\n1\tx\n2\ty\n",
        "a|b\n1|x\n2|y\n",
        "a\x01b\n1\x01x\n2\x01y\n",
        "sep=;\na;b\n1;x\n2;y\n",
        '"a","b"\n"1","x"\n"2","y"\n',
        "'a','b'\n'1','x'\n'2','y'\n",
        'a, "b"\n1, "x"\n2, "y"\n',
        "a,b\r\n1,x\r\n2,y\r\n",
        "a,b\r1,x\r2,y\r",
        "a,b\n\n1,x\n\n\n2,y",
        "\ufeffa,b\n1,x\n2,y\n",
        "a,b\n1,x\0\n2,\0y\n",
    ],
)
def test_every_dialect_gives_the_same_rows(put, text):
    assert {"a": ["1", "2"], "b": ["x", "y"]} == columns(read(put(text)))


def test_quoted_fields_hold_delimiters_quotes_and_line_ends(put):
    text = 'a,b\n"1, 2","he said ""no""\nand went"\n3,\'\n'
    assert {"a": ["1, 2", "3"], "b": ['he said "no"\nand went', "'"]} == columns(read(put(text)))


def test_quotes_may_be_taken_by_a_backslash(put):
    assert {"a": ['say "x", now'], "b": ["2"]} == columns(read(put('a,b\n"say \\"x\\", now",2\n')))


def test_one_column_is_one_column_whatever_stands_in_it(put):
    text = "address\n" + "".join(f"{number} Long Lane; York | UK\n" for number in range(9))
    assert ["address"] == list(columns(read(put(text))))


def test_a_delimiter_that_somebody_names_is_taken(put):
    assert {"a,b": ["1,2"], "c": ["3"]} == columns(read(put("a,b:c\n1,2:3\n"), delimiter=":"))


def test_nameless_and_repeated_columns_get_names_of_their_own(put):
    assert ["id", "column_2", "id_3", "id_2"] == list(columns(read(put("id,,id,id_2\n1,2,3,4\n"))))


def test_rows_that_are_too_long_or_too_short_lose_nothing(put):
    sampled = read(put("a,b\n1,2,3\n4\n5,6\n"))
    assert {"a": ["1", "4", "5"], "b": ["2", "6"], "column_3": ["3"]} == columns(sampled)
    assert ("2 rows have more fields or fewer than the 2 columns",) == sampled.warnings
    assert [0, 1, 2] == [column.nulls for column in sampled.columns]


def test_a_file_without_a_header_gets_numbered_columns(put):
    text = "1,a@b.example,2020-01-02\n2,b@c.example,2020-01-03\n"
    assert ["column_1", "column_2", "column_3"] == list(columns(read(put(text))))
    assert ["column_1", "column_2"] == list(columns(read(put("ana,lima\nbo,chen\n"), header=False)))
    assert ["7", "8"] == list(columns(read(put("7,8\n1,2\n"))))


def test_a_quote_that_nothing_closes_swallows_no_other_row(put):
    rows = "".join(f"{number},x{number}\n" for number in range(300))
    sampled = read(put('a,b\n1,"open\n' + rows))
    assert 301 == len(sampled.columns[0].values)
    assert ("a quote is never closed on line 2: read as it stands",) == sampled.warnings


def test_a_line_without_end_is_left_out_and_told(put):
    sampled = read(put("a,b\n1,2\n3," + "x" * 9_000_000 + "\n4,5\n"))
    assert {"a": ["1", "4"], "b": ["2", "5"]} == columns(sampled)
    assert ("lines longer than 8 MiB were left out: 3",) == sampled.warnings


def test_a_huge_field_is_cut_in_the_sample(put):
    assert 10_000 == len(columns(read(put(f'a\n"{"x" * 500_000}"\n')))["a"][0])


def test_an_empty_file_has_no_columns_and_a_header_alone_has_empty_ones(put):
    assert ([], {"a": [], "b": []}) == (list(read(put("")).columns), columns(read(put("a,b\n", "h.csv"))))


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress])
def test_packed_files_are_unpacked_whatever_they_are_called(put, pack):
    assert SAME == columns(read(put(pack(TEXT.encode()))))


def test_a_file_packed_by_zstd_is_unpacked(put):
    import pyarrow as pa

    assert SAME == columns(read(put(pa.compress(TEXT.encode(), codec="zstd", asbytes=True))))


def test_a_packed_file_that_broke_off_gives_what_came_before(put):
    drawn = random.Random(1)
    rows = "".join(f"{drawn.random()},{drawn.random()}\n" for _ in range(20_000))
    sampled = read(put(gzip.compress(f"a,b\n{rows}".encode())[:-5000]))
    assert (500, ("the file broke off; what came before was looked at",)) == (sampled.rows_seen, sampled.warnings[:1])


def test_rows_are_drawn_from_all_over_a_file_and_equal_seeds_draw_equal_rows(put):
    path = put("n\n" + "".join(f"{number}\n" for number in range(20_000)))
    first, again = read(path), read(path)
    other = read(path, Budget(seed=1))
    drawn = [int(value) for value in columns(first)["n"]]
    assert columns(first) == columns(again) != columns(other)
    assert (500, 20_000, sorted(drawn), False) == (len(drawn), first.rows_read, drawn, first.whole)
    assert [True] * 4 == [any(low <= number < low + 5000 for number in drawn) for low in range(0, 20_000, 5000)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "gb18030"])
def test_a_file_beyond_the_budget_is_read_in_pieces_from_all_over_it(put, encoding):
    names = ["张伟", "王芳", "李娜", "刘洋", "陈静", "杨磊", "赵敏"]
    rows = "".join(f'{number},"{names[number % 7]}, {number}"\n' for number in range(300_000))
    path = put(f"n,姓名\n{rows}".encode(encoding))
    sampled = read(path, Budget(bytes=3 * 1024 * 1024))
    drawn = [int(value) for value in columns(sampled)["n"]]
    assert (500, ["n", "姓名"]) == (sampled.rows_seen, list(columns(sampled)))
    assert [f"{names[number % 7]}, {number}" for number in drawn] == columns(sampled)["姓名"]
    assert max(drawn) > 150_000
    assert not sampled.whole


def test_a_sample_of_huge_rows_stays_within_memory(put):
    path = put("a\n" + "".join(f'"{"x" * 400_000}{number}"\n' for number in range(200)))
    assert 40 <= read(path).rows_seen <= 100


def test_lines_of_json_become_columns_with_dotted_paths(put):
    rows = [
        {"user": {"mail": "a@b.example", "tags": ["x", "y"]}, "n": 12345678901234567890, "f": 1.50, "ok": True},
        {"user": {"mail": None}, "items": [{"sku": "p"}, {"sku": "q"}]},
    ]
    sampled = read(put("\n".join(json.dumps(row) for row in rows)))
    assert {
        "user.mail": ["a@b.example"],
        "user.tags": ["x", "y"],
        "n": ["12345678901234567890"],
        "f": ["1.5"],
        "ok": ["true"],
        "items.sku": ["p", "q"],
    } == columns(sampled)
    assert {"user.mail": 1, "ok": 1, "items.sku": 1} == {
        column.name: column.nulls for column in sampled.columns if column.name in ("user.mail", "ok", "items.sku")
    }


@pytest.mark.parametrize(
    "text",
    [
        '[{"a": 1}, {"a": 2}]',
        '[\n {"a": 1},\n {"a":\n 2}\n]',
        '{"a": 1}\n{"a": 2}\n',
        '{"a": 1}{"a": 2}',
        '{\n "a": 1\n}\n{\n "a": 2\n}\n',
        '\ufeff[{"a": 1},\n{"a": 2},\n]',
    ],
)
def test_json_is_read_in_every_form_it_comes_in(put, text):
    assert {"a": ["1", "2"]} == columns(read(put(text)))


def test_a_large_list_of_json_is_read_as_a_stream(put):
    rows = [{"n": number, "t": "x" * 90} for number in range(20_000)]
    sampled = read(put(json.dumps(rows, indent=1)))
    assert (500, 20_000, ()) == (sampled.rows_seen, sampled.rows_read, sampled.warnings)


def test_lines_that_are_no_json_are_named_and_left_out(put):
    sampled = read(put('{"a": 1}\n{"a": \n{"a": 2}\nnonsense\n'))
    assert ({"a": ["1", "2"]}, ("what is not JSON was left out: line 2, 4",)) == (columns(sampled), sampled.warnings)


def test_json_that_breaks_off_gives_what_came_before(put):
    sampled = read(put('[{"a": 1},\n{"a": 2},\n{"a":'))
    assert {"a": ["1", "2"]} == columns(sampled)
    assert ("from line 3 on it is not JSON; what came before was looked at",) == sampled.warnings


def parquet(path, table, **options):
    import pyarrow.parquet as pq

    pq.write_table(table, path, **options)
    return path


def test_parquet_gives_nested_columns_with_their_types(tmp_path):
    import pyarrow as pa

    table = pa.table(
        {
            "who": [{"mail": "a@b.example", "tags": ["x", "y"]}, None],
            "born": [dt.date(1990, 5, 1), None],
            "face": [[0.25] * 64, [0.5] * 64],
            "raw": [b"\xff\x00", b"text"],
        }
    )
    sampled = read(parquet(tmp_path / "p.bin", table))
    found = columns(sampled)
    assert (["a@b.example"], ["x", "y"], ["1990-05-01"], ["ff00", "text"]) == (
        found["who.mail"],
        found["who.tags"],
        found["born"],
        found["raw"],
    )
    assert (2, "string", "date32[day]") == (
        len(found["face"]),
        *(column.declared_type for column in sampled.columns if column.name in ("who.mail", "born")),
    )


def test_of_a_large_parquet_file_row_groups_from_all_over_it_are_read(tmp_path):
    import pyarrow as pa

    path = parquet(tmp_path / "p.parquet", pa.table({"n": list(range(100_000))}), row_group_size=1000)
    sampled = read(path, Budget(bytes=100_000))
    assert (500, False) == (sampled.rows_seen, sampled.whole)
    assert "row groups were read" in sampled.warnings[0]
    assert max(int(value) for value in sampled.columns[0].values) > 20_000


@pytest.mark.parametrize(
    ("content", "code"), [(b"PAR1" + b"x" * 99, "PL903"), (b"PK\x03\x04..", "PL903"), (b"SQLite format 3\x00", "PL903")]
)
def test_what_is_no_table_is_refused_by_what_it_is(put, content, code):
    error = refused(code, put(content))
    assert "data.csv" in str(error.place)


def test_a_file_that_is_not_there_is_named(tmp_path):
    assert str(tmp_path / "none.csv") == str(refused("PL902", tmp_path / "none.csv").place)


def test_of_several_files_of_one_table_the_bad_one_is_told_and_the_others_are_read(put):
    paths = [put("a\n1\n", "one.csv"), put(b"PK\x03\x04", "two.csv"), put("b\n2\n", "three.csv")]
    sampled = sample_files(paths, Budget())
    assert {"a": ["1"], "b": ["2"]} == columns(sampled)
    assert "two.csv" in sampled.warnings[0]


@pytest.mark.parametrize("text", ["[id],[email]\n1,a@b.example\n", "{id},{email}\n1,a@b.example\n"])
def test_a_header_in_brackets_is_no_json(put, text):
    assert text.splitlines()[0].split(",") == list(columns(read(put(text))))


@pytest.mark.parametrize("kind", ["", "csv"])
def test_json_is_json_whatever_its_file_is_called(put, kind):
    assert {"id": ["1", "2"], "mail": ["a", "b"]} == columns(
        read(put('{"id": 1, "mail": "a"}\n{"id": 2, "mail": "b"}\n'), kind=kind)
    )


@pytest.mark.parametrize(
    "before", ["# exported on Monday\n", "# by: ann, bob\n#\n", "sep=;\n# exported; today; again\n"]
)
def test_remarks_before_the_header_are_no_header(put, before):
    mark = ";" if before.startswith("sep") else ","
    assert {"id": ["1", "2"], "mail": ["a", "b"]} == columns(
        read(put(before + "id,mail\n1,a\n2,b\n".replace(",", mark)))
    )


def test_a_header_that_begins_like_a_remark_is_one(put):
    assert ["#id", "mail"] == list(columns(read(put("# exported\n#id\tmail\n1\ta\n2\tb\n"))))
    assert ["#id"] == list(columns(read(put("#id\n1\n2\n"))))


@pytest.mark.parametrize(
    ("written", "said"), [("utf-8-sig", "utf-8"), ("utf-16-le", "utf-16"), ("utf-16", "utf-16-le")]
)
def test_a_mark_at_the_beginning_is_seen_whichever_form_of_the_encoding_is_said(put, written, said):
    assert SAME == columns(read(put(TEXT.encode(written)), encoding=said))


def test_text_with_a_few_control_characters_is_text(put):
    assert ["a", "b"] == list(columns(read(put("a,b\n" + "x\x1b[31m,y\x07\n" * 9 + "one, and another one\n" * 20))))


def test_half_a_row_at_the_end_of_what_is_read_is_none(put):
    rows = "".join(f"{number},person\n" for number in range(10_000))
    sampled = read(put(gzip.compress(f"n,kind\n{rows}".encode()), "a.csv.gz"), Budget(rows=20_000, bytes=10_001))
    assert {"person"} == set(columns(sampled)["kind"])
    assert ("only its first 9 KiB were read",) == sampled.warnings


def test_a_few_bytes_of_no_text_are_none(put):
    assert "binary" in str(refused("PL903", put(random.Random(3).randbytes(100))))
