"""Content against labels: what a scan saw in columns, held against what tags and lineage say of them."""
