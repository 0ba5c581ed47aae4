"""What people may ask of those who keep their files: complaints, looks, corrections; and what staff were asked for.

A complaint belongs to no file. Whoever handles it is trusted with it by name (`access.Trust`); the person it concerns,
whoever stands in for her and whoever works under her never are, and the database holds to that whatever runs here.

Named module: `viewing` (the masked view of whoever checks the work: files drawn by a printed seed, who looked at them).
"""
