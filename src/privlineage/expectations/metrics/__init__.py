"""Metrics of Great Expectations: a batch is sampled and examined inside, and no value is in what comes out."""

from privlineage.expectations.loading import load_great_expectations

load_great_expectations()
