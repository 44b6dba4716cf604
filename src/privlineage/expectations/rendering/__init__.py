"""How results look in Data Docs: a person sees what was found, why, and what to do, without opening anything."""
