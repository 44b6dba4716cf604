"""Scanning: reads samples of tables and files, has them examined, and keeps what was found for people to review."""
