"""The use cases: publish a bundle, decide about a plan, answer questions about the graph."""
