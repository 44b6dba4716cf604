"""A file is cut at the semicolons that end statements, and at no others."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privlineage.lineage.sql.text.dialects import traits
from privlineage.lineage.sql.text.lexing import scan
from privlineage.lineage.sql.text.splitting import Places, split


def texts(sql, dialect=None):
    return [piece.text for piece in split(sql, traits(dialect))]


@pytest.mark.parametrize(
    ("sql", "dialect", "expected"),
    [
        ("a; b", None, ["a", "b"]),
        ("a;;\n ; b;", None, ["a", "b"]),
        ("-- only; a comment", None, []),
        ("a ';' b; c", None, ["a ';' b", "c"]),
        ("a 'it''s;' b; c", None, ["a 'it''s;' b", "c"]),
        ('a ";" b; c', "postgres", ['a ";" b', "c"]),
        ("a -- ;\n b; c", None, ["a -- ;\n b", "c"]),
        ("a /* ; /* ; */ ; */ b; c", "postgres", ["a /* ; /* ; */ ; */ b", "c"]),
        ("a $$ ; $$ b; c", "postgres", ["a $$ ; $$ b", "c"]),
        ("a $x$ ; $$ ; $x$ b; c", "postgres", ["a $x$ ; $$ ; $x$ b", "c"]),
        ("a E'\\';' b; c", "postgres", ["a E'\\';' b", "c"]),
        ("a '\\';' b; c", "mysql", ["a '\\';' b", "c"]),
        ("a '\\'; b", "postgres", ["a '\\'", "b"]),
        ("a # ; x\n b; c", "mysql", ["a # ; x\n b", "c"]),
        ("a `;` b; c", "bigquery", ["a `;` b", "c"]),
        ("a ''' ; ' ''' b; c", "bigquery", ["a ''' ; ' ''' b", "c"]),
        ("a [;] b; c", "tsql", ["a [;] b", "c"]),
        ("a\nGO\nb\ngo\n", "tsql", ["a", "b"]),
        ("SELECT CASE WHEN a THEN b END; c", None, ["SELECT CASE WHEN a THEN b END", "c"]),
        ("BEGIN; a; COMMIT", None, ["BEGIN", "a", "COMMIT"]),
        ("BEGIN a; b; END; c", "bigquery", ["a", "b", "c"]),
        ("IF x > 1 THEN a; ELSE b; END IF; c", "bigquery", ["a", "b", "c"]),
        ("WHILE x > 1 DO a; END WHILE; c", "bigquery", ["a", "c"]),
        (
            "CREATE PROCEDURE p() BEGIN a; IF x THEN b; END IF; END; c",
            "mysql",
            ["CREATE PROCEDURE p() BEGIN a; IF x THEN b; END IF; END", "c"],
        ),
        ("a {{ ';' }} b; c", None, ["a {{ ';' }} b", "c"]),
        ("a 'open;\nb;", None, ["a 'open", "b"]),
    ],
)
def test_statements_end_where_they_end(sql, dialect, expected):
    assert expected == texts(sql, dialect)


def test_places_count_from_one():
    places = Places("ab\n\ncd")
    assert [(1, 1), (1, 3), (2, 1), (3, 1), (3, 2)] == [places.of(index) for index in (0, 2, 3, 4, 5)]


@given(
    st.text(alphabet="ab ;'\"`$-/*\n#\\[]{}%", max_size=60), st.sampled_from(["postgres", "mysql", "bigquery", "tsql"])
)
def test_the_lexer_loses_no_character_and_never_fails(text, dialect):
    pieces = list(scan(text, traits(dialect)))
    assert text == "".join(piece.text for piece in pieces)
    assert all(text[piece.start : piece.end] == piece.text for piece in pieces)


@given(st.text(alphabet="ab ;'\"`$-/*\n#\\[]", max_size=60), st.sampled_from(["postgres", "mysql", "tsql"]))
def test_every_statement_is_a_piece_of_the_text_at_its_place(text, dialect):
    for piece in split(text, traits(dialect)):
        assert text[piece.start : piece.start + len(piece.text)] == piece.text
