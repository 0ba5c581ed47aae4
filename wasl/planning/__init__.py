"""How long things take, and what that means for whoever waits: counts and durations only, never a person or a file."""
