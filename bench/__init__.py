"""How fast Wasl is, beside the floor: the same rows by plain psycopg, decrypted, in the same run.

`python -m bench [--size N]` makes a home of its own with N synthetic people, measures in rotation, prints a table and
writes `bench/results.json`. What is not measured yet stands in README.md.
"""
