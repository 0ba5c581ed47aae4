"""Ground floor, pure: decisions, references, clock, errors, counts, transition tables, forms of names."""
