"""The parts of `privlineage scan`: what it reads from, how far it is, and what it prints."""
