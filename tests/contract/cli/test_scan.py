"""`privlineage scan --csv FILE --format json` as tools outside the project read it (contracts.md)."""

import csv
import json


def written(path, header, rows, encoding="utf-8", **dialect):
    with path.open("w", encoding=encoding, newline="") as stream:
        writer = csv.writer(stream, **dialect)
        writer.writerow(header)
        writer.writerows(rows)
    return str(path)


MAILS = [[f"person{number}@mail{number % 7}.example", str(number)] for number in range(60)]


def test_every_column_appears_with_category_confidence_and_evidence(run, tmp_path):
    found = run("scan", "--csv", written(tmp_path / "a.csv", ["c1", "n"], MAILS), "--format", "json")
    columns = json.loads(found.out)["columns"]
    assert (0, ["c1", "n"], "user.contact.email", None) == (
        found.code,
        list(columns),
        columns["c1"]["category"],
        columns["n"]["category"],
    )
    for each in columns.values():
        assert 0.0 <= each["confidence"] <= 1.0
        assert all(isinstance(text, str) for text in each["evidence"])
