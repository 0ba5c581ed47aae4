"""Synthetic families for practice: believable, wholly made up, and the same for the same seed."""
