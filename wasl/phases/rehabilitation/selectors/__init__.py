"""Reading the second phase: plans, services, reviews."""
