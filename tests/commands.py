"""Running the command line in this process, with what it printed and how it ended: for every test of a command."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from privlineage.cli.main import main

__all__ = ["Answer", "bundle", "event", "filled", "run", "store"]

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


@pytest.fixture
def bundle(tmp_path) -> Path:
    """A bundle's folder."""
    folder = tmp_path / "bundle"
    folder.mkdir()
    for name, text in {"sources": SOURCES, "tags": TAGS, "policy": POLICY}.items():
        (folder / f"{name}.yml").write_text(text)
    return folder


@pytest.fixture
def store(run, bundle, tmp_path, monkeypatch) -> str:
    """A store with that bundle in force; commands use it without being told."""
    url = f"sqlite:///{tmp_path}/privlineage.db"
    assert 0 == run("init", "--no-bundle", "--store", url).code
    monkeypatch.setenv("PRIVLINEAGE_STORE", url)
    assert 0 == run("apply", bundle).code
    return url


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


@pytest.fixture
def filled(store, run, tmp_path) -> str:
    """The store after two jobs: customers' e-mail into a mart, and from there to the partner."""
    lines = [
        event(
            "stage", ("postgres://wh:5432", "bank.mart.stage"), mail="postgres://wh:5432/bank.public.customers#email"
        ),
        event("export", ("s3://ads-partner", "daily.csv"), address="postgres://wh:5432/bank.mart.stage#mail"),
    ]
    (tmp_path / "events.ndjson").write_text("\n".join(lines))
    assert 0 == run("ingest", "events.ndjson").code
    return store
