"""Answers to people: labels, paths, verdicts as text and JSON, the state of a store and of its audit."""
