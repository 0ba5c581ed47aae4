"""Writes: the grid, forms as they come in, versions of forms, and what follows from answers."""
