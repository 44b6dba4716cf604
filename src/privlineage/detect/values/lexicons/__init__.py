"""Words that say what a column holds, in many languages; each list is one feature."""
