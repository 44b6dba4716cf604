"""Every golden statement resolves to exactly the edges and the unresolved entries written beside it."""

import pytest

from tests.golden.sql.corpus import corpus
from tests.golden.sql.notation import expected, facts


@pytest.mark.parametrize("case", corpus().values(), ids=corpus())
def test_a_statement_resolves_to_the_edges_written_beside_it(case):
    assert expected(case) == facts(case)
