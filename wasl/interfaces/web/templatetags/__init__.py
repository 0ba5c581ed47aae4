"""Template words of the pages."""
