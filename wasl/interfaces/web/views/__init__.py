"""Views by the work they serve: shape of the form in, service called, page or redirect out. No rules here."""
