"""Writing the way: `moves` (the only writer of a file's state), `leaving`, `home`, `hands` for who holds a file."""
