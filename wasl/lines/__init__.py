"""The sealed lines: survivors of violence, children who need protection, clinical care. Everything by code.

A room without tables: a case is its envelopes, which the vault keeps and hands to the worker of the case and the
supervisor of the line, and to nobody else. What stands in them is folded into a case by pure rules, in which the word
of the person decides: no step and no paper goes on without her yes. There is no field for what happened to her and
none for who did it.
"""
