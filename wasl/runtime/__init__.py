"""Ground floor: finds and runs PostgreSQL, supervises processes, reads settings. Knows no room."""
