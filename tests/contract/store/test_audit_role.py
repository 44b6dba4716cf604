"""The database role that the documentation advises: enough for everything, and not enough to change the audit."""

import re
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import ProgrammingError

from privlineage.store.open import open_store
from tests.contract.store.audited import lived_in
from tests.contract.store.world import at

PAGE = Path(__file__).resolve().parents[3] / "docs" / "audit.md"


@pytest.fixture
def narrow_url(server, postgres_url):
    """The same database as a role with the rights that the page gives it."""
    (grants,) = re.findall(r"```sql\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    server.execute("DROP ROLE IF EXISTS privlineage")
    server.execute("CREATE ROLE privlineage LOGIN")
    owner = create_engine(postgres_url)
    with owner.begin() as connection:
        connection.execute(text(grants))
    yield postgres_url.replace("//postgres:", "//privlineage:")
    with owner.begin() as connection:
        connection.execute(text("DROP OWNED BY privlineage"))
    owner.dispose()
    server.execute("DROP ROLE privlineage")


def test_the_advised_role_can_do_everything_that_is_audited(narrow_url):
    store = open_store(narrow_url)
    lived_in(store)
    store.audit_head(at(300))
    assert () == store.verify_audit().findings
    store.close()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_entry SET actor = 'nobody'",
        "DELETE FROM audit_entry",
        "UPDATE audit_batch SET hash = ''",
        "DELETE FROM audit_batch",
        "DELETE FROM audit_head",
        "TRUNCATE audit_entry",
    ],
)
def test_the_advised_role_cannot_change_the_audit(narrow_url, statement):
    engine = create_engine(narrow_url)
    with engine.connect() as connection, pytest.raises(ProgrammingError, match="permission denied"):
        connection.execute(text(statement))
    engine.dispose()
