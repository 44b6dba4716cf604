"""Schemas of tables: pulled, locked, described by manifests, known to a script, made by a plan."""
