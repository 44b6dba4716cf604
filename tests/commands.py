"""Running the command line in this process, with what it printed and how it ended: for every test of a command."""

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from privlineage.cli.main import main

__all__ = ["Answer", "bundle", "event", "filled", "run", "store", "templates"]

SOURCES = """\
sources:
  wh: {namespace: "postgres://wh:5432", database: bank, default_schema: public, dialect: postgres, conn_ids: [wh_prod]}
  local: {namespace: "sqlite://local", dialect: sqlite, conn_ids: [local_db]}
"""
TAGS = """\
datasets:
  wh.public.customers:
    uses: [finance]
    columns: {email: user.contact.email, phone: user.contact.phone_number}
    rest: none
"""
POLICY = """\
defaults: {mode: enforce}
zones:
  ads: {match: ["s3://ads-partner/**"]}
declassify:
  - {function: sha256, argument: 0, to: pseudonymised}
rules:
  - {id: no-contact-to-ads, forbid: [user.contact], at_least: identified, into: [ads], because: No contact data.}
"""


@dataclass
class Answer:
    """What a command did."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


@pytest.fixture
def run(capsys, monkeypatch, tmp_path) -> Callable[..., Answer]:
    """Run a command in an empty folder, with nothing configured."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("PRIVLINEAGE_STORE", raising=False)

    def running(*arguments: str) -> Answer:
        capsys.readouterr()
        code = main([str(argument) for argument in arguments])
        printed = capsys.readouterr()
        return Answer(code, printed.out, printed.err)

    return running


def write_bundle(folder: Path) -> None:
    """The three files of a bundle."""
    folder.mkdir()
    for name, text in {"sources": SOURCES, "tags": TAGS, "policy": POLICY}.items():
        (folder / f"{name}.yml").write_text(text)


@pytest.fixture
def bundle(tmp_path) -> Path:
    """A bundle's folder."""
    write_bundle(tmp_path / "bundle")
    return tmp_path / "bundle"


@pytest.fixture(scope="session")
def templates(tmp_path_factory) -> Path:
    """Two stores made once, for tests to copy: one with that bundle in force, one after two jobs besides."""
    folder = tmp_path_factory.mktemp("stores")
    write_bundle(folder / "bundle")
    url = f"sqlite:///{folder}/store.db"
    assert 0 == main(["init", "--no-bundle", "--store", url])
    assert 0 == main(["apply", str(folder / "bundle"), "--store", url])
    shutil.copy(folder / "store.db", folder / "filled.db")
    (folder / "events.ndjson").write_text(EVENTS)
    assert 0 == main(["ingest", str(folder / "events.ndjson"), "--store", f"sqlite:///{folder}/filled.db"])
    return folder


def _copy(template: Path, target: Path, monkeypatch) -> str:
    shutil.copy(template, target)
    monkeypatch.setenv("PRIVLINEAGE_STORE", f"sqlite:///{target}")
    return f"sqlite:///{target}"


@pytest.fixture
def store(run, bundle, templates, tmp_path, monkeypatch) -> str:
    """A store with that bundle in force; commands use it without being told."""
    return _copy(templates / "store.db", tmp_path / "privlineage.db", monkeypatch)


@pytest.fixture
def filled(run, bundle, templates, tmp_path, monkeypatch) -> str:
    """The store after two jobs: customers' e-mail into a mart, and from there to the partner."""
    shutil.copy(templates / "events.ndjson", tmp_path)
    return _copy(templates / "filled.db", tmp_path / "privlineage.db", monkeypatch)


def event(job: str, output: tuple[str, str], **fields: str) -> str:
    """An event in which a job writes fields of a dataset, each from a `namespace/name#field`; `*` is no lineage."""
    lineage = {}
    for field, source in fields.items():
        dataset, _, column = source.partition("#")
        namespace, _, name = dataset.rpartition("/")
        lineage[field] = {"inputFields": [{"namespace": namespace, "name": name, "field": column}]}
    facets = {"columnLineage": {"fields": lineage}}
    return json.dumps(
        {
            "job": {"namespace": "etl", "name": job},
            "outputs": [{"namespace": output[0], "name": output[1], "facets": facets}],
        }
    )


EVENTS = "\n".join(
    [
        event(
            "stage", ("postgres://wh:5432", "bank.mart.stage"), mail="postgres://wh:5432/bank.public.customers#email"
        ),
        event("export", ("s3://ads-partner", "daily.csv"), address="postgres://wh:5432/bank.mart.stage#mail"),
    ]
)
