"""What pages say and draw: dates, digits, verbs, pictures and form fields, apart from any one page."""
