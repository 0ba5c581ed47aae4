"""The door for programs: JSON below /api/v1/, through the same selectors and services as the pages.

`door` opens the unit of work of a request, `problems` says no (RFC 9457), `names` decides whether an answer may hold
names, `listing` cuts lists into pages, `shapes` and `routes` are what is asked and answered, `document` finishes the
OpenAPI document, `access_table` says who may come to each address.
"""
