"""The words of the project as types: standard library only, no I/O."""
