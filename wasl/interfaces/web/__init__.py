"""HTML pages, with htmx as a courtesy: every form and link works without it."""
