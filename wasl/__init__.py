"""Wasl: one record that follows a family from arrival to life at home.

The folders are the floor plan (docs/floor-plan.md): a room may look down, never up.
"""
