"""The languages in which the accounts work: chosen for a while, and afterwards as they were before."""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg

from tests.worlds import House


@contextmanager
def languages_kept(house: House, language: str = "") -> Iterator[None]:
    """Whatever is chosen in between, the next story finds every account in its own language. With `language`, all
    work in it meanwhile.
    """
    with psycopg.connect(house.dsn("wasl_super")) as everything:
        before = everything.execute("SELECT language, digits, id FROM access_account").fetchall()
        if language:
            everything.execute("UPDATE access_account SET language = %s, digits = ''", [language])
    try:
        yield
    finally:
        with psycopg.connect(house.dsn("wasl_super")) as everything, everything.cursor() as cursor:
            cursor.executemany(
                "UPDATE access_account SET language = %s, digits = %s"
                " WHERE id = %s AND (language, digits) IS DISTINCT FROM (%s, %s)",
                [(told, digits, who, told, digits) for told, digits, who in before],
            )
