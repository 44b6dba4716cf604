"""Forms of values that a regular expression can tell, by theme; each is one feature."""
