"""What `check` prints, and what it compares with: text, JSON, SARIF, annotations, the base of a branch."""
