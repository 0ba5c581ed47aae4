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

Given = uuid.UUID | date | str | int | tuple[uuid.UUID, ...] | tuple[int, ...]
MOST = 100
Written = tuple[str, list[tuple[int | None, Any]]]
# what stands for a value while Django writes the SQL: nothing that a question says by itself
_STANDS_FOR: dict[type, Callable[[int], Any]] = {
    uuid.UUID: lambda at: uuid.uuid4(),
    date: lambda at: date.min + timedelta(days=at),
    str: lambda at: f"\ufdd0{at}",
    int: lambda at: -2_000_000_000 - at,
}


def _row(columns: tuple[str, ...]) -> Any:
    return namedtuple("Row", columns)


class Kept:
    """`ask` makes the queryset of its arguments, whose `kinds` stand beside it; a call answers with its rows.

    An argument may be a tuple of one kind, not empty: the SQL is kept for each length, and written anew for long ones.
    A column that is no column of the table is an annotation and stands last. Columns that Django would convert after
    reading (JSON) have no place here, and neither has an argument that may be missing: that is another question.
    """

    def __init__(self, ask: Callable[..., QuerySet[Any]], *kinds: type, columns: tuple[str, ...]) -> None:
        self.ask, self.kinds, self.columns = ask, kinds, columns
        self._row = _row(columns)
        self._written: dict[tuple[int, ...], Written] = {}

    def __call__(self, *given: Given) -> list[Any]:
        lengths = tuple([len(one) if one.__class__ is tuple else -1 for one in given])
        sql, places = self._written.get(lengths) or self._write(lengths)
        values = [each for one in given for each in (one if one.__class__ is tuple else (one,))]
        with connection.cursor() as cursor:
            cursor.execute(sql, [value if at is None else values[at] for at, value in places])
            return [self._row._make(row) for row in cursor.fetchall()]

    def _write(self, lengths: tuple[int, ...]) -> Written:
        flat: list[Any] = []
        samples = []
        for kind, length in zip(self.kinds, lengths, strict=True):
            made = [_STANDS_FOR[kind](len(flat) + at) for at in range(1 if length < 0 else length)]
            samples.append(made[0] if length < 0 else tuple(made))
            flat += made
        sql, params = self.ask(*samples).values_list(*self.columns).query.sql_with_params()
        places = [(flat.index(one) if one in flat else None, one) for one in params]
        if {at for at, _ in places if at is not None} != set(range(len(flat))):
            raise ValueError(f"an argument is not in the SQL: {sql}")
        if len(flat) <= MOST:
            self._written[lengths] = sql, places
        return sql, places
