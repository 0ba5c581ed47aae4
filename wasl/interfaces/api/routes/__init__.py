"""One module for each kind of thing. A new kind is a router here, a line in `api` and lines in `access_table`."""
