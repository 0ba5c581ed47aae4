"""May this person, in one call; and what changes who may: sessions, grants, accounts."""

import secrets
import uuid
from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any, Protocol

import psycopg
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import connection

from wasl.access import passwords, policy, rules
from wasl.access.actor import Actor
from wasl.access.enums import Action, SessionKind
from wasl.access.models import Account
from wasl.access.selectors import GrantCard
from wasl.access.work import actor_of, begin, command, record_refusal, unit_of_work
from wasl.audit import services as audit
from wasl.audit.enums import EventType
from wasl.kernel.clock import now
from wasl.kernel.decision import Decision, refuse
from wasl.kernel.errors import Invalid, NotFound, Refused
from wasl.kernel.refs import new_file_number

DRAWS = 20
__all__ = ["command", "may", "open_session", "record_refusal", "require", "unit_of_work"]


class Reached(Protocol):
    """A thing of a file, with the roles that the asking actor holds on that file."""

    @property
    def roles(self) -> frozenset[str]: ...


def may(by: Actor, action: Action, *, on: Reached | None = None) -> Decision:
    """Whether `by` may do `action` on a thing, or at all when the action concerns no single file."""
    if not by.signed_in:
        return refuse("nobody")
    return rules.may(action, on.roles if on is not None else by.roles, policy.allowed())


def require(by: Actor, action: Action, *, on: Reached | None = None) -> None:
    """Refuse with a reason unless `by` may."""
    may(by, action, on=on).or_refuse(kind="person")


def open_session(account: uuid.UUID, kind: SessionKind, hours: float, data: str = "") -> str:
    """Open a session for a command and return its secret token (people sign in: `sessions`, `prove`).

    Only whoever has the password of the database's owner can: a command on this computer, no process that serves.
    """
    if not settings.WASL_DOOR:
        raise RuntimeError("only a command opens a session without a password")
    token = secrets.token_urlsafe(32)
    with psycopg.connect(settings.WASL_DOOR, autocommit=True) as door:
        door.execute(
            "SELECT access_open_for(%s, %s, %s, %s::interval, %s)",
            [token, account, str(kind), f"{hours} hours", data],
        )
    return token


def prove(account: Account) -> str:
    """The proof that the password just checked was right, which the database checks itself; empty when it is not."""
    proof = passwords.new_proof()
    with connection.cursor() as cursor:
        cursor.execute("SELECT access_prove(%s, %s, %s)", [account.pk, account.shown or b"", proof])
        row = cursor.fetchone()
    return proof if row and row[0] else ""


def password_set(account: Account, password: str) -> None:
    """One's own new password, after the former one was checked in this request."""
    made = make_password(password)
    with connection.cursor() as cursor:
        cursor.execute("SELECT access_password_set(%s, %s)", [account.shown or b"", made])
        row = cursor.fetchone()
    if not row or not row[0]:
        raise Refused(refuse("own_password_only"), "person")
    account.password, account.must_change_password = made, False
    audit.record(EventType.PASSWORD_CHANGED, by=Actor(ref=account.pk, kind=str(SessionKind.WEB)))


def end_session(token: str) -> None:
    """Forget a session at once."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT access_end_session(%s)", [token])


def command_actor(username: str, hours: float = 2) -> Actor:
    """The actor for a command run by a person with a shell: acts with that account's rights and no more."""
    account = Account.objects.filter(username=username, is_active=True).first()
    if account is None:
        raise NotFound
    token = open_session(account.id, SessionKind.COMMAND, hours)
    with unit_of_work(token):
        return actor_of(begin(token), token)


@command
def accept_conduct(*, version: str, by: Actor) -> None:
    """Record that the code of conduct was read and accepted (R070)."""
    account = Account.objects.select_for_update().get(pk=by.account)
    account.conduct_version, account.conduct_accepted_at = version, now()
    account.save(update_fields=["conduct_version", "conduct_accepted_at"])
    audit.record(EventType.CONDUCT_ACCEPTED, by=by, code=version)


@command
def set_language(*, language: str, digits: str, by: Actor) -> None:
    """Remember the language and digits in which an account works."""
    account = Account.objects.select_for_update().get(pk=by.account)
    account.language, account.digits = language, digits
    account.save(update_fields=["language", "digits"])
    audit.record(EventType.LANGUAGE_CHANGED, by=by, code=language)


def lock_session(token: str) -> None:
    """Lock the screen."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT access_lock_session(%s)", [token])


def unlock_session(token: str, proof: str) -> bool:
    """Open a locked screen again against a proof of its account."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT access_unlock_session(%s, %s)", [token, proof])
        row = cursor.fetchone()
    return bool(row and row[0])


def scope_open(file: uuid.UUID, number: str, team: int, role: str = "") -> str:
    """A new file in a team that the caller serves; with `role`, the caller gets a grant. Answers with its number."""
    return scopes_open([file], [number], team, role)[0]


def scopes_open(files: Sequence[uuid.UUID], numbers: Sequence[str], team: int, role: str = "") -> list[str]:
    """Many new files at once; with `role`, the caller gets a grant on each.

    Answers with the numbers they have now: for one that another file has already, a new one was drawn.
    """
    classes = policy.classes_of(role) if role else []
    given = dict(zip(files, numbers, strict=True))
    waiting = list(files)
    for _ in range(DRAWS):
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT access_scopes_open(%s, %s, %s, %s, %s)",
                [waiting, [given[file] for file in waiting], team, role, classes],
            )
            opened = {row[0] for row in cursor.fetchall()}
        waiting = [file for file in waiting if file not in opened]
        if not waiting:
            return [given[file] for file in files]
        given |= {file: new_file_number() for file in waiting}
    raise Invalid("number", "numbers_run_out")


def scope_move(file: uuid.UUID, team: int) -> None:
    """Give a file to another team; every row of it follows."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT access_scope_move(%s, %s)", [file, team])


def grant_give(
    *, file: uuid.UUID, account: uuid.UUID, role: str, purpose: str, by: Actor, until: datetime | None = None
) -> None:
    """Let an account that holds `role` work on a file that the caller reaches."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT access_grant_give(%s, %s, %s, %s, %s, %s)",
            [file, account, role, purpose, policy.classes_of(role), until],
        )
    audit.record(EventType.GRANT_GIVEN, by=by, file=file, code=role, purpose=purpose)


def grants_give(files: Sequence[uuid.UUID], accounts: Sequence[uuid.UUID], role: str, purpose: str) -> None:
    """Let several accounts work on many files, for an import; the caller records it with the files."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT access_grant_give(f, a, %s, %s, %s, NULL) FROM unnest(%s::uuid[]) AS f, unnest(%s::uuid[]) AS a",
            [role, purpose, policy.classes_of(role), list(files), list(accounts)],
        )


def grants_pair(pairs: Sequence[tuple[uuid.UUID, uuid.UUID]], role: str, purpose: str) -> None:
    """Let each file's own account work on it, for files made in bulk; the caller records it with the files."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT access_grant_give(f, a, %s, %s, %s, NULL) FROM unnest(%s::uuid[], %s::uuid[]) AS pairs(f, a)",
            [
                role,
                purpose,
                policy.classes_of(role),
                [file for file, _ in pairs],
                [account for _, account in pairs],
            ],
        )


def grant_end(*, file: uuid.UUID, account: uuid.UUID | None, role: str, by: Actor) -> None:
    """End an account's grant on a file now; without an account, everybody's in that role."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT access_grant_end(%s, %s, %s)", [file, account, role])
    audit.record(EventType.GRANT_ENDED, by=by, file=file, code=role)


def grants_end(found: Collection[GrantCard], *, file: uuid.UUID, because: str, by: Actor) -> None:
    """End several grants on a file in one statement, each with its line in the record."""
    if not found:
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT access_grants_end(%s, %s)", [file, [grant.ref for grant in found]])
    for grant in found:
        audit.record(EventType.GRANT_ENDED, by=by, on=grant, file=file, code=grant.role, purpose=because)


def daylist_add(files: Sequence[uuid.UUID], account: uuid.UUID, day: date) -> None:
    """Put files on somebody's list of the day, so that looking at them is part of the work."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT access_daylist_add(%s, %s, %s)", [list(files), account, day])


def trust_open(
    thing: uuid.UUID,
    *,
    word: str,
    account: uuid.UUID | None,
    about: uuid.UUID | None,
    shut: Collection[uuid.UUID] = (),
) -> bool:
    """A thing of no file comes into somebody's hands; whoever it concerns, and `shut`, never hold it.

    False where `account` is among those or holds no role for it. The caller may write it until the transaction ends.
    """
    return _told(
        "SELECT access_trust_open(%s, %s, %s, %s, %s::uuid[])", [thing, word, account, about, list(shut)]
    )


def trust_pass(thing: uuid.UUID, *, word: str, account: uuid.UUID) -> bool:
    """A thing goes from one hand into another; False where that one may not hold it."""
    return _told("SELECT access_trust_pass(%s, %s, %s)", [thing, word, account])


def trust_join(word: str) -> None:
    """Who came to a register later reads what others of it read already."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT access_trust_join(%s)", [word])


def _told(statement: str, given: Sequence[Any]) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(statement, given)
        row = cursor.fetchone()
    return bool(row and row[0])


def second_factor_needed(by: Actor) -> bool:
    """Whoever practises skips the second factor, and every page says so; where people are real nobody does."""
    return by.signed_in and not settings.WASL_PRACTICE
