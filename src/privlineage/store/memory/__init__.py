"""The store in a process's memory: the Protocol as plainly as it can be said, for tests and checks."""
