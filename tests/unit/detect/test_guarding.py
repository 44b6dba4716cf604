"""What leaves the detectors when something goes wrong in them."""

import importlib

import pytest

from privlineage.core.errors import PrivlineageError
from privlineage.detect.guarding import telling_no_values


@telling_no_values
def examine(library, value):
    return importlib.import_module(library), float(value)


def told(library, value):
    with pytest.raises(PrivlineageError) as caught:
        examine(library, value)
    return caught.value


def test_a_library_that_is_not_installed_is_named_with_what_installs_it():
    error = told("nowhere_to_be_found.inner", "4711-secret")
    assert ("PL901", "pip install 'privlineage[gx]'") == (error.code, error.hint)
    assert "`nowhere_to_be_found` is not installed, and scanning needs it" == error.message


def test_an_accident_tells_its_kind_and_its_place_and_no_value():
    error = told("json", "4711-secret")
    assert "PL920" == error.code
    assert error.message.startswith("a column could not be examined: ValueError")
    assert ("secret" in str(error), error.__context__) == (False, None)
