"""Declared lineage becomes a plan."""

import pytest

from privlineage.core.errors import PrivlineageError
from privlineage.core.facts import Confidence, FunctionStep
from privlineage.core.plan import Job, Opening, WriteMode
from privlineage.core.sources import Source, Sources
from privlineage.lineage.declared import Declaration, MappedColumn, Move, Through, plan_declared, select

SOURCES = Sources([Source("wh", "postgres://wh:5432", database="bank", dialect="postgres")])
JOB = Job("d", "export")
S3 = "s3://ads/daily.csv"


def plan(declaration, columns=None):
    known = {SOURCES.dataset(name): tuple(held) for name, held in (columns or {}).items()}
    return plan_declared(JOB, declaration, SOURCES, lambda dataset: known.get(dataset, ()))


def flows(made):
    return sorted((str(fact.input), str(fact.output)) for fact in made.facts)


def moved(source, sink=S3, *columns, mode=WriteMode.APPEND):
    return Declaration(moves=(Move((select(source),), select(sink), tuple(columns), mode),))


def test_selected_columns_keep_their_names():
    made = plan(moved("wh.mart.stage[email,country]"))
    assert [("wh.mart.stage#country", f"{S3}#country"), ("wh.mart.stage#email", f"{S3}#email")] == flows(made)
    assert {Confidence.DECLARED} == {fact.confidence for fact in made.facts}


def test_a_whole_dataset_moves_as_a_whole_where_nobody_knows_its_columns():
    assert [("wh.mart.stage#*", f"{S3}#*")] == flows(plan(moved("wh.mart.stage")))


def test_a_whole_dataset_moves_by_column_where_its_columns_are_known():
    made = plan(moved("wh.mart.stage"), {"wh.mart.stage": ["email", "country"]})
    assert [("wh.mart.stage#country", f"{S3}#country"), ("wh.mart.stage#email", f"{S3}#email")] == flows(made)


def test_a_map_renames_and_the_rest_of_a_selection_keeps_its_names():
    made = plan(moved("wh.mart.stage[email,country]", S3, MappedColumn("email_hash", "email")))
    assert [("wh.mart.stage#country", f"{S3}#country"), ("wh.mart.stage#email", f"{S3}#email_hash")] == flows(made)


def test_a_map_without_a_selection_names_everything_that_moves():
    made = plan(moved("wh.mart.stage", S3, MappedColumn("e", "email")), {"wh.mart.stage": ["email", "country"]})
    assert [("wh.mart.stage#email", f"{S3}#e")] == flows(made)


def test_sink_columns_that_no_name_pairs_may_be_made_from_anything_left():
    made = plan(moved("wh.mart.stage[a,email]", f"{S3}[email,x]"))
    assert [("wh.mart.stage#a", f"{S3}#x"), ("wh.mart.stage#email", f"{S3}#email")] == flows(made)


def test_every_column_read_may_be_in_every_column_written():
    made = plan(Declaration(reads=(select("wh.a[x,y]"),), writes=((select(f"{S3}[p,q]"), WriteMode.APPEND),)))
    pairs = [("wh.public.a#x", "p"), ("wh.public.a#x", "q"), ("wh.public.a#y", "p"), ("wh.public.a#y", "q")]
    assert [(source, f"{S3}#{column}") for source, column in pairs] == flows(made)
    assert {Confidence.DECLARED} == {fact.confidence for fact in made.facts}
    assert () == made.unresolved


def test_reading_without_a_sink_is_unresolved_everywhere():
    made = plan(Declaration(reads=(select("wh.a[x]"),)))
    assert [("sink", None)] == [(entry.code, entry.sink) for entry in made.unresolved]


def test_writing_without_a_source_is_unresolved_in_its_sink():
    made = plan(Declaration(writes=((select(S3), WriteMode.APPEND),)))
    assert [("source", SOURCES.dataset(S3))] == [(entry.code, entry.sink) for entry in made.unresolved]


def test_saying_that_nothing_is_read_is_no_unknown():
    made = plan(Declaration(writes=((select(S3), WriteMode.APPEND),), reads_nothing=True))
    assert ((), ()) == (made.facts, made.unresolved)


def test_a_write_beside_a_map_is_made_from_what_the_map_reads():
    said = moved("wh.a[x]").joined(Declaration(writes=((select("wh.b"), WriteMode.APPEND),)))
    assert ("wh.public.a#x", "wh.public.b#*") in flows(plan(said))


def test_an_overwrite_opens_an_epoch_and_its_facts_are_of_it():
    made = plan(moved("wh.a[x]", "wh.b", mode=WriteMode.OVERWRITE))
    assert (Opening(SOURCES.dataset("wh.b")),) == made.openings
    assert [(1, 0)] == [(fact.output_generation, fact.input_generation) for fact in made.facts]


def test_a_declassifier_stands_on_the_columns_it_names_and_on_no_other():
    said = moved("wh.a[email,phone]").joined(Declaration(through=(Through("m.hashed", ("email",)),)))
    paths = {fact.output.path: fact.path for fact in plan(said).facts}
    assert {"email": (FunctionStep("m.hashed"),), "phone": ()} == paths


def test_a_declassifier_that_names_columns_says_nothing_of_a_whole_dataset():
    said = moved("wh.a").joined(Declaration(through=(Through("m.hashed", ("email",)),)))
    assert [()] == [fact.path for fact in plan(said).facts]


def test_a_source_nobody_declared_is_remarked_on_with_the_nearest_name():
    assert ["`whh.a` is in no declared source; did you mean `wh`?"] == list(plan(moved("whh.a")).notes)


def test_a_column_the_table_is_not_known_to_have_is_remarked_on():
    planned = plan(moved("wh.a[emial,phone]"), {"wh.a": ["email", "phone"]})
    assert ["`wh.public.a#emial` is not among the known columns of its table"] == list(planned.notes)


@pytest.mark.parametrize("text", ["nothing", "a.b[", "a.b[]", "`a.b"])
def test_what_is_no_reference_is_refused(text):
    with pytest.raises(PrivlineageError, match="PL301"):
        select(text)
