"""The expectations themselves, one in each file."""

from privlineage.expectations.loading import load_great_expectations

load_great_expectations()
