"""Reads: the grid, filled forms and their results, and what is asked of whom."""
