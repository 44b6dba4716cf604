"""`privlineage store`: what a person sees of checks, exports and imports."""

import json
import stat

from privlineage.store.sql.tables import SCHEMA_VERSION


def test_a_healthy_store_checks_out(filled, run):
    answer = run("store", "check", "--format", "json")
    assert (0, True, [], {}) == (answer.code, answer.json["good"], answer.json["stale"], answer.json["dangling"])
    assert "no row is missing" in run("store", "check").out
    assert "every label was right already" in run("store", "propagate").out
    assert f"schema version {SCHEMA_VERSION} already" in run("store", "migrate").out


def test_an_export_goes_into_another_store_and_only_its_owner_reads_it(filled, run, tmp_path):
    target = tmp_path / "store.jsonl"
    assert 0 == run("store", "export", "-o", str(target)).code
    assert 0o600 == stat.S_IMODE(target.stat().st_mode)
    assert target.read_text(encoding="utf-8") == run("store", "export").out
    moved = f"sqlite:///{tmp_path}/moved.db"
    answer = run("store", "import", str(target), "--store", moved)
    assert (0, "") == (answer.code, answer.err)
    assert f"created the store {moved} with" in answer.out
    assert run("labels", "wh.mart.stage").out == run("labels", "wh.mart.stage", "--store", moved).out


def test_what_is_no_export_is_told_with_its_place(filled, run, tmp_path):
    other = tmp_path / "other.jsonl"
    moved = f"sqlite:///{tmp_path}/moved.db"
    for content in (
        b"",
        b"{}\n",
        b"\xff\xfe\n",
        json.dumps({"format": "privlineage store", "version": SCHEMA_VERSION}).encode(),
    ):
        other.write_bytes(content)
        answer = run("store", "import", str(other), "--store", moved)
        assert (2, True) == (answer.code, "PL103" in answer.err)
    assert 2 == run("store", "import", str(tmp_path / "none"), "--store", moved).code
    assert not (tmp_path / "moved.db").exists()
