"""Building, propagating and explaining the lineage graph: pure, no I/O."""
