"""The audit over SQL: entering what a transaction did, sealing it, reading it back, and comparing it with the rows."""
