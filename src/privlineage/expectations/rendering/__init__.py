"""How results look in Data Docs: a person sees what was found, why, and what to do, without opening anything."""

from privlineage.expectations.loading import load_great_expectations

load_great_expectations()
