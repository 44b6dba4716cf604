"""Anything that describes a flow of data, turned into facts: SQL, OpenLineage events, declarations, dbt."""
