"""Numbers that a state, a bank or a body of standards gives out, and how each proves itself."""
