"""Labels that an expectation looks up in a real store, by the table's reference."""

import pandas as pd
import pytest

from privlineage.core.errors import PrivlineageError
from privlineage.expectations import audit_table
from privlineage.expectations.labels import Labels

TABLE = "wh.public.customers"
FRAME = pd.DataFrame(
    {"email": [f"u{number}@example.org" for number in range(60)], "note": ["order", "parcel", "refund"] * 20}
)


def test_labels_are_looked_up_by_the_reference_of_a_table_or_of_a_column(store):
    for reference in (TABLE, f"{TABLE}#email", "postgres://wh:5432/bank.public.customers"):
        labels = Labels.found(None, reference, store, ["Email", "other"])
        assert ["user.contact.email, identified"] == labels.said("Email"), reference
        assert ["none"] == labels.said("other")


def test_a_table_whose_columns_are_tagged_may_be_published_and_one_with_more_may_not(store):
    assert audit_table(FRAME, reference=TABLE, store=store).success
    more = FRAME.assign(contact=FRAME["email"])
    found = audit_table(more, reference=TABLE, store=store)
    assert ["contact"] == [column.name for column in found.problems]
    assert f"privlineage tag '{TABLE}#contact' user.contact.email" == found.next_step


def test_the_store_may_be_named_by_the_environment_and_a_part_of_its_url_too(store, monkeypatch):
    monkeypatch.setenv("PRIVLINEAGE_STORE", store)
    assert audit_table(FRAME, reference=TABLE).success
    monkeypatch.setenv("WHERE", store.removeprefix("sqlite:///"))
    assert audit_table(FRAME, reference=TABLE, store="sqlite:///${WHERE}").success


def test_a_store_that_cannot_be_used_is_said_so_with_its_code(tmp_path):
    with pytest.raises(PrivlineageError) as caught:
        audit_table(FRAME, reference=TABLE, store=f"sqlite:///{tmp_path / 'missing.db'}")
    assert "PL501" == caught.value.code
    with pytest.raises(PrivlineageError) as caught:
        audit_table(FRAME, reference=TABLE, store="sqlite:///${NOT_SET_ANYWHERE}")
    assert "PL913" == caught.value.code
