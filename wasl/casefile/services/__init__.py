"""Writing the thread. Each service is the same six moves: lock, person, state, change, record, return."""
