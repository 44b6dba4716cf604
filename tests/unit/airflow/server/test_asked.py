"""What a request to the API server asks of us."""

import pytest

from privlineage.airflow.server.asked import Asked, asked, is_for_ticket, named_connections


def scope(path, root=""):
    return {"path": path, "root_path": root}


def test_our_three_kinds_of_names_are_ours():
    prefix = "/execution/variables/privlineage_"
    assert Asked("question", "privlineage_question_ab", "ab") == asked(scope(f"{prefix}question_ab"))
    assert Asked("answer", "privlineage_answer_ab", "ab") == asked(scope(f"{prefix}answer_ab"))
    assert Asked("call", "privlineage_call_eJ", "eJ") == asked(scope(f"{prefix}call_eJ"))


@pytest.mark.parametrize("root", ["/airflow", "/a/b"])
def test_a_prefix_that_airflow_is_served_under_changes_nothing(root):
    path = "/execution/variables/privlineage_answer_ab"
    assert "ab" == asked(scope(path, root)).rest == asked(scope(f"{root}{path}", root)).rest


@pytest.mark.parametrize(
    "path",
    [
        "/execution/variables/other",
        "/execution/variables/privlineage_notes",
        "/execution/variables/my_privlineage_answer_ab",
        "/execution/xcoms/privlineage_answer_ab",
        "/api/v2/variables/privlineage_answer_ab",
        "/execution/variables//privlineage_answer_ab",
        "//execution/variables/privlineage_answer_ab",
    ],
)
def test_what_a_site_calls_its_own_is_its_own(path):
    assert asked(scope(path)) is None


@pytest.mark.parametrize(
    "path",
    [
        "/execution/connections/wh_prod",
        "/execution/connections/WH_Prod",
        "/execution/connections/wh_prod/",
        "/execution//connections//wh_prod",
        "/execution/connections/wh%5Fprod",
        "/execution/connections/wh%255Fprod",
        "/execution/2025-04-28/connections/wh_prod",
        "/execution/connections/ wh_prod ",
        "/execution/connections/\uff57h_prod",
    ],
)
def test_a_connection_is_known_by_every_spelling(path):
    assert "wh_prod" in named_connections(scope(path))


def test_other_requests_name_no_connection():
    assert frozenset() == named_connections(scope("/execution/variables/connections"))
    assert frozenset() == named_connections(scope("/api/v2/connections/wh_prod"))


def test_the_ticket_has_one_spelling():
    assert is_for_ticket(scope("/execution/connections/privlineage_ticket"))
    assert not is_for_ticket(scope("/execution/connections/privlineage_ticket2"))
