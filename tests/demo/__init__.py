"""Synthetic families: that they are believable, always the same, and never somebody real."""
