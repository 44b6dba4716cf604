"""What tables are about, and which of their columns single out a person together."""

from __future__ import annotations

import pytest

from privlineage.detect.finding import Suggestion
from privlineage.detect.names import quasi_identifiers, table_context


@pytest.mark.parametrize(
    ("table", "names", "subject"),
    [
        ("customers", ["id", "name", "city", "email"], "people"),
        ("", ["vorname", "nachname", "plz", "telefon"], "people"),
        ("products", ["id", "name", "price"], "products"),
        ("", ["sku", "product_name", "barcode", "brand"], "products"),
        ("wh.public.orders", ["id", "amount", "currency"], "orders"),
        ("", ["hostname", "path", "user_agent", "log_message"], "logs"),
        ("suppliers", ["name", "vat_no"], "organisations"),
    ],
)
def test_a_table_is_about_what_its_name_and_headers_say(table: str, names: list[str], subject: str) -> None:
    context = table_context(names, table)
    assert subject == max(context, key=context.__getitem__)


def test_a_table_of_cryptic_headers_is_about_nothing() -> None:
    assert {0.0} == set(table_context(["c1", "c2"], "t17").values())


def _suggest(**categories: str) -> list[Suggestion]:
    return [Suggestion(column, category, 0.9) for column, category in categories.items()]


def test_birth_date_postal_code_and_sex_are_named_first_and_beside_a_name() -> None:
    found = quasi_identifiers(
        _suggest(
            name="user.name",
            zip="user.contact.address.postal_code",
            sex="user.demographic.gender",
            dob="user.demographic.date_of_birth",
            job="user.job_title",
        )
    )
    assert ("zip", "sex", "dob") == found[0]
    assert all("name" not in group for group in found)


def test_no_combination_holds_another_and_there_are_few() -> None:
    found = quasi_identifiers(
        _suggest(
            a="user.demographic.date_of_birth",
            b="user.demographic.gender",
            c="user.contact.address.city",
            d="user.contact.address.postal_code",
            e="user.job_title",
            f="user.demographic.race_ethnicity",
            g="user.health_and_medical",
            h="user.location.precise",
            i="user.financial",
        )
    )
    groups = [set(group) for group in found]
    assert not any(one < other for one in groups for other in groups)
    assert 1 <= len(found) <= 8


def test_a_single_attribute_is_no_combination() -> None:
    assert () == quasi_identifiers(_suggest(sex="user.demographic.gender", mail="user.contact.email"))


def test_a_masked_column_joins_no_combination() -> None:
    columns = [*_suggest(zip="user.contact.address.postal_code", sex="user.demographic.gender")]
    columns.append(Suggestion("dob", "user.demographic.date_of_birth", 0.9, masked="sha256"))
    assert () == quasi_identifiers(columns)


def test_jobs_by_place_and_pay_are_no_persons_in_a_table_of_vacancies() -> None:
    columns = _suggest(title="user.job_title", city="user.contact.address.city", pay="user.financial")
    assert () == quasi_identifiers(columns, "hr.job_offers")
    assert (("title", "city", "pay"),) == quasi_identifiers(columns, "hr.employees")
