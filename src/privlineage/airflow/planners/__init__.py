"""From an operator to a plan: every kind of operator ends in a `core.plan.Plan`."""
