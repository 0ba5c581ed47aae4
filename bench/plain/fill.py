"""The same people in clear: what Wasl's tables hold, decrypted, copied into the contestant's own database."""

from collections.abc import Iterable, Iterator
from typing import Any
from uuid import UUID

import psycopg
from psycopg import sql

from bench.floor import Opener
from bench.plain import choices
from bench.world import World
from wasl.people.names import from_document

#: of each table: where its rows come from and what they are; `%` stands for what was sealed
_SAME = {
    "plain_need": ("casefile_need", "id, file_id, person_id, domain, score, state, raised_on"),
    "plain_goal": ("casefile_goal", "id, file_id, state, due_on, closed_on"),
    "plain_service": ("casefile_service", "id, goal_id, code, state, planned_on, started_on, ended_on"),
    "plain_note": ("casefile_contact", 'id, file_id, person_id, kind, circle, "on", written_by, written_at'),
    "plain_document": ("casefile_document", "id, file_id, kind, state, wanted"),
    "plain_task": ("casefile_task", "id, file_id, owner, kind, code, due_on, done_on"),
    "plain_step": ("journey_step", "id, file_id, state, entered_on, left_on"),
    "plain_needgoal": ("casefile_needgoal", "need_id, goal_id"),
    "plain_handover": (
        "casefile_handover",
        "id, file_id, to_worker, proposed_by, proposed_on, answered_on",
    ),
    "plain_grant": ("access_grant", "id, file_id, account_id, role, valid_from"),
    "plain_file": (
        "casefile_file",
        "file_id, team_id, number, state, level, worker, opened_on, arrived_on, stay_from, planned_end, next_due, "
        "next_action, waiting, size, children, woman_headed, governorate, district, section, pathway, changed_at",
    ),
    "plain_person": ("people_person", "id, file_id, sex, role, age_band, active"),
}
_INTO = {
    "plain_task": {"owner": "owner_id"},
    "plain_note": {"written_by": "written_by_id"},
    "plain_handover": {"to_worker": "to_worker_id", "proposed_by": "proposed_by_id"},
    "plain_grant": {"valid_from": "since"},
    "plain_service": {"code": "offer_id"},
    "plain_file": {
        "file_id": "id",
        "team_id": "team",
        "worker": "worker_id",
        "governorate": "governorate_id",
        "district": "district_id",
    },
}
_EMPTY_IS_NONE = frozenset({"governorate", "district"})
_ACCOUNTS = frozenset({"owner", "written_by", "to_worker", "proposed_by", "account_id", "worker"})
_WORDS = {
    "plain_need": {"wish": "notes:wish"},
    "plain_goal": {"words": "notes:goal", "result": "notes:result"},
    "plain_service": {"result": "notes:result"},
    "plain_note": {"text": "notes:text"},
    "plain_task": {"text": "notes:text"},
}
_ORDER = ("plain_file", "plain_person", "plain_goal", "plain_need", "plain_needgoal", "plain_service", "plain_note",
          "plain_document", "plain_task", "plain_step", "plain_handover", "plain_grant")  # fmt: skip


def fill(world: World, dsn: str) -> None:
    """Copy everything, once the contestant has made its tables."""
    opener = Opener(world)
    with world.floor() as source, psycopg.connect(dsn) as target:
        accounts = _users(source, target)
        _catalogues(target)
        target.execute("SET CONSTRAINTS ALL DEFERRED")
        for table in _ORDER:
            _copy(source, target, table, accounts, opener)
    with psycopg.connect(dsn, autocommit=True) as target:
        target.execute("VACUUM ANALYZE")


def _catalogues(target: psycopg.Connection[Any]) -> None:
    for table, known in (("plain_place", choices.PLACES), ("plain_offer", choices.SERVICES)):
        into = sql.SQL("INSERT INTO {} (code, name) VALUES (%s, %s)").format(sql.Identifier(table))
        target.cursor().executemany(into, known)


def _users(source: psycopg.Connection[Any], target: psycopg.Connection[Any]) -> dict[UUID, int]:
    found = {}
    for account, username, name in source.execute("SELECT id, username, name FROM access_account").fetchall():
        row = target.execute(
            "INSERT INTO auth_user (username, first_name, last_name, email, password, is_superuser, is_staff, "
            "is_active, date_joined) VALUES (%s, %s, '', '', '!', false, false, true, now()) RETURNING id",
            [username, name],
        ).fetchone()
        found[account] = int(row[0]) if row else 0
    return found


def _copy(
    source: psycopg.Connection[Any],
    target: psycopg.Connection[Any],
    table: str,
    accounts: dict[UUID, int],
    opener: Opener,
) -> None:
    origin, listed = _SAME[table]
    names = [name.strip().strip('"') for name in listed.split(",")]
    into = [_INTO.get(table, {}).get(name, name) for name in names]
    words = _WORDS.get(table, {})
    sealed = {into: _values(source, origin, field, opener) for into, field in words.items()}
    people = _names(source, opener) if table == "plain_person" else {}
    columns = [*into, *sealed, *(("called", "full_name", "latin", "birth") if people else ())]
    copying = sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.Identifier(table), sql.SQL(", ").join(map(sql.Identifier, columns))
    )
    chosen = sql.SQL("SELECT {} FROM {}").format(
        sql.SQL(", ").join(map(sql.Identifier, names)), sql.Identifier(origin)
    )
    with (
        source.transaction(),
        source.cursor(name="filling") as rows,
        target.cursor().copy(copying) as out,
    ):
        rows.itersize = 5000
        rows.execute(chosen)
        for row in rows:
            own = [
                accounts.get(value)
                if name in _ACCOUNTS
                else (value or None)
                if name in _EMPTY_IS_NONE
                else value
                for name, value in zip(names, row, strict=True)
            ]
            own += [found.get(row[0], "") for found in sealed.values()]
            if people:
                own += people.get(row[0], ["", "", "", None])
            out.write_row(own)


def _values(source: psycopg.Connection[Any], origin: str, field: str, opener: Opener) -> dict[UUID, str]:
    """The words of every row of a table."""
    query = sql.SQL("s.owner IN (SELECT id FROM {})").format(sql.Identifier(origin))
    return {owner: value for owner, value in _opened(source, field, query, opener) if isinstance(value, str)}


def _names(source: psycopg.Connection[Any], opener: Opener) -> dict[UUID, list[Any]]:
    found = {}
    for owner, document in _opened(source, "identity:name", sql.SQL("true"), opener):
        name = from_document(document)
        found[owner] = [name.called, name.full, name.in_latin, name.birth]
    return found


def _opened(
    source: psycopg.Connection[Any], field: str, which: sql.Composable, opener: Opener
) -> Iterator[tuple[UUID, Any]]:
    query = sql.SQL(
        "SELECT s.owner, s.subject, s.sealed, k.kek, k.wrapped FROM vault_sealed s JOIN vault_subjectkey k "
        "USING (subject) WHERE s.field = {} AND k.wrapped <> '' AND {}"
    ).format(sql.Literal(field), which)
    rows: Iterable[Any]
    with source.transaction(), source.cursor(name="sealed", binary=True) as rows_:
        rows_.itersize = 5000
        rows = rows_.execute(query)
        for owner, subject, sealed, kek, wrapped in rows:
            yield owner, opener.open(field, owner, subject, sealed, kek, wrapped)
