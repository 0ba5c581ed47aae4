"""One module for each file of a programme folder: what it holds (frozen) and how it is read, side by side."""
