"""A store's URL is shown without its password, wherever SQLAlchemy finds one."""

import pytest
from sqlalchemy.engine import make_url

from privlineage.store.passwords import without_password


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("postgresql+psycopg://me:se/cr:et@host/db", "postgresql+psycopg://me:***@host/db"),
        ("postgresql+psycopg://me:@host:5432/db", "postgresql+psycopg://me:***@host:5432/db"),
        ("postgresql+psycopg://me@host:5432/db?sslmode=require", None),
        ("postgresql+psycopg:///db", None),
        ("sqlite:///relative.db", None),
    ],
)
def test_what_sqlalchemy_takes_for_the_password_is_hidden_and_nothing_else(url, shown):
    assert make_url(url).render_as_string(hide_password=True) == without_password(url) == (shown or url)


def test_a_password_among_the_parameters_is_hidden():
    assert "postgresql://host/db?user=me&password=***&sslmode=require" == without_password(
        "postgresql://host/db?user=me&password=s3cret&sslmode=require"
    )
    assert "postgresql://host/db?sslpassword=***" == without_password("postgresql://host/db?sslpassword=s3cret")


def test_a_path_is_no_password():
    assert "sqlite:////srv/a:b@c.db" == without_password("sqlite:////srv/a:b@c.db")
