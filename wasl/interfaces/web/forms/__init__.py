"""Shapes of forms: which fields, in which words. What may be written is the question of a service."""
