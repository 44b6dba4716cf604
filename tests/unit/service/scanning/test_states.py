"""How a column stands, in a few words."""

import pytest

from privlineage.service.scanning.states import states
from tests.unit.service.scanning.test_queueing import look, tag


@pytest.mark.parametrize(
    ("tags", "labels", "said"),
    [
        ([], {}, {}),
        ([], {"c": ["user.contact.email"]}, {"c": "labelled user.contact.email"}),
        ([tag("user.contact.email")], {"c": ["user.contact.email"]}, {"c": "tagged user.contact.email"}),
        ([tag(None, path="*")], {}, {"c": "tagged none"}),
        ([tag(None, path="*"), tag("user.contact.email")], {}, {"c": "tagged user.contact.email"}),
    ],
)
def test_tags_are_told_before_labels_and_the_rest_that_was_reviewed_last(tags, labels, said):
    assert said == states(look(), tags, [], labels)
