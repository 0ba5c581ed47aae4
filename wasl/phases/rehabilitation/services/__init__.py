"""Writing the second phase: plans, services, reviews."""
