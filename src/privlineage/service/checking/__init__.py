"""The check of a pull request: every task planned and decided without running, without a store."""
