"""Writing the first days: lists of arrivals, families expected and received, the assessment."""
