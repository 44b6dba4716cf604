"""Telephone numbers, by the numbering plans of every country."""
