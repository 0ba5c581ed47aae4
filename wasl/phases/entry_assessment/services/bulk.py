"""Many rows at once. COPY goes to a temporary table, since row-level security refuses it elsewhere; what is then
inserted from there passes the same policies as a single row."""

from collections.abc import Sequence
from typing import Any

from django.db import connection, models
from psycopg import sql
from psycopg.types.json import Jsonb


def copy_rows(rows: Sequence[models.Model]) -> int:
    """Insert new rows of one model; answers how many."""
    if not rows:
        return 0
    meta = type(rows[0])._meta
    fields = [field for field in meta.concrete_fields if not field.generated]
    table, columns = meta.db_table, [str(field.column) for field in fields]
    names = sql.SQL(", ").join(map(sql.Identifier, columns))
    incoming, target = sql.Identifier(f"incoming_{table}"), sql.Identifier(table)
    with connection.cursor() as cursor:
        raw = cursor.cursor
        raw.execute(
            sql.SQL("CREATE TEMPORARY TABLE {} ON COMMIT DROP AS SELECT {} FROM {} WITH NO DATA").format(
                incoming, names, target
            )
        )
        with raw.copy(sql.SQL("COPY {} ({}) FROM STDIN").format(incoming, names)) as lines:
            for row in rows:
                lines.write_row([_value(getattr(row, field.attname)) for field in fields])
        raw.execute(sql.SQL("INSERT INTO {} ({}) SELECT {} FROM {}").format(target, names, names, incoming))
        raw.execute(sql.SQL("DROP TABLE {}").format(incoming))
    return len(rows)


def _value(value: Any) -> Any:
    return Jsonb(value) if isinstance(value, dict) else value
