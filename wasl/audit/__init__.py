"""What was done, seen and refused: append-only, opaque references and codes, never values. Sole owner of its table."""
