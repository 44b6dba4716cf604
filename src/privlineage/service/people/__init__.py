"""Who asks, who approves, and how far that is proven: callers, identities, teams, signed commits."""
