"""Reading the thread. Every list says its own scope; row-level security is the second layer, never the access path."""
