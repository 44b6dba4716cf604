"""Keeping facts, labels, bundles and verdicts: one Protocol, several stores."""
