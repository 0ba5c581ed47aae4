"""A question that is asked the same way each time: Django writes its SQL once, and its rows come back plain.

A page that asks a dozen of them spent more on composing the SQL and on building instances of models than PostgreSQL on
answering. What is sent is what Django would have sent, under the same policies.
"""

from __future__ import annotations

import uuid
from collections import namedtuple
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django.db import connection
from django.db.models import QuerySet

Given = uuid.UUID | date | str
# what stands for a value while Django writes the SQL: nothing that a question says by itself
_STANDS_FOR: dict[type, Callable[[int], Given]] = {
    uuid.UUID: lambda at: uuid.uuid4(),
    date: lambda at: date.min + timedelta(days=at),
    str: lambda at: f"\ufdd0{at}",
}


def _row(columns: tuple[str, ...]) -> Any:
    return namedtuple("Row", columns)


class Kept:
    """`ask` makes the queryset of its arguments, whose `kinds` stand beside it; a call answers with its rows.

    A column that is no column of the table is an annotation and stands last. Columns that Django would convert after
    reading (JSON) have no place here, and neither has an argument that may be missing: that is another question.
    """

    def __init__(self, ask: Callable[..., QuerySet[Any]], *kinds: type, columns: tuple[str, ...]) -> None:
        self.ask, self.kinds, self.columns = ask, kinds, columns
        self._row = _row(columns)
        self._written: tuple[str, list[tuple[int | None, Any]]] | None = None

    def __call__(self, *given: Given) -> list[Any]:
        sql, places = self._written or self._write()
        with connection.cursor() as cursor:
            cursor.execute(sql, [value if at is None else given[at] for at, value in places])
            return [self._row._make(row) for row in cursor.fetchall()]

    def _write(self) -> tuple[str, list[tuple[int | None, Any]]]:
        samples = [_STANDS_FOR[kind](at) for at, kind in enumerate(self.kinds)]
        query = self.ask(*samples).values_list(*self.columns).query
        sql, params = query.sql_with_params()
        places = [(samples.index(one) if one in samples else None, one) for one in params]
        if {at for at, _ in places if at is not None} != set(range(len(samples))):
            raise ValueError(f"an argument is not in the SQL: {sql}")
        self._written = sql, places
        return self._written
