"""The expectations themselves, one in each file."""
