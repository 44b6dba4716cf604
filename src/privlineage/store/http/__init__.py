"""The store behind a server, over HTTP."""
