"""The doors: web pages, command line; later the API and field devices. A door never touches a table."""
