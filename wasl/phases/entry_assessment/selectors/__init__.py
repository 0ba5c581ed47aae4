"""Reading the first days: imports, families expected, reception so far, the assessment."""
