"""Counts that a centre is run by and tables safe to publish. Sees codes and counts, never names; holds no table yet."""
