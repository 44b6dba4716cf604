"""SQL to column lineage: `resolve` is the entry point, `result` what it returns, `plan` makes facts of it.

`text` reads SQL as text, `parsing` makes a tree of a statement, `queries`, `statements` and `commands` say what each
kind of statement does, and `engine` puts them together.
"""
