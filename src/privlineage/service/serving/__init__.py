"""What a server does for a caller and a client asks of it: calls, proofs of who calls, and what each may do and see."""
