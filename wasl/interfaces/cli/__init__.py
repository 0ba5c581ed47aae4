"""The `wasl` command."""
