"""Bundles and decisions: reading the policy with its positions, and the pure engine that applies it."""
