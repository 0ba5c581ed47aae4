"""Bare Django: the same pages over clear tables, written as anybody would write them.

Django's own session, sign-in and middlewares, the ORM with its prefetching, ordinary templates, the same rows with the
same words. No vault, no row-level security, no record of who looked, no roles: what those cost is what the comparison
is about. It runs in a process of its own (`python -m bench.plain`) and shares nothing with Wasl but the words of codes.
"""
