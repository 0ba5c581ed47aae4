"""Writing appointments: made, moved, and what became of them."""
