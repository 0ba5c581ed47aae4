"""Accounts of the staff: asked for by one person, approved by another; closed by one person at once.

The password or code that an approval makes is told to whoever approves, once, on a slip for the person concerned: so
whoever asked for an account never holds what opens it, and whoever holds that cannot ask for an account.
"""

import json
import re
import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.contrib.auth.hashers import make_password
from django.db import connection

from wasl.access import policy, printed
from wasl.access.actor import Actor
from wasl.access.enums import Action, Reach, RequestKind
from wasl.access.models import Account
from wasl.access.selectors import teams
from wasl.access.services import command, require
from wasl.audit import services as audit
from wasl.audit.enums import EventType
from wasl.kernel.decision import refuse
from wasl.kernel.errors import Invalid, NotFound
from wasl.kernel.refs import new_id

#: letters and digits that nobody mistakes for one another on paper
CLEAR: Final = "abcdefghjkmnpqrstuvwxyz23456789"
_USERNAME: Final = re.compile(r"[a-z][a-z0-9._-]{2,39}")


@dataclass(frozen=True)
class AccountCard:
    """An account as whoever manages accounts sees it."""

    ref: UUID
    username: str
    name: str
    active: bool
    last_login: datetime | None
    factor: bool
    roles: tuple[str, ...]
    files: int
    audit_kind: str = "access_account"
    audit_file: None = None

    @property
    def audit_ref(self) -> UUID:
        return self.ref


@dataclass(frozen=True)
class RequestCard:
    """What waits for a second person. `own`: not to be decided by whoever reads it."""

    ref: UUID
    kind: RequestKind
    account: UUID
    username: str
    name: str
    role: str
    team: int | None
    site: int | None
    asked_by: UUID
    asked_name: str
    asked_at: datetime
    own: bool
    audit_kind: str = "access_request"
    audit_file: None = None

    @property
    def audit_ref(self) -> UUID:
        return self.ref


@dataclass(frozen=True)
class NewPerson:
    """Somebody who shall work here."""

    username: str
    name: str
    gender: str
    language: str


@dataclass(frozen=True)
class Slip:
    """What the person concerned is handed on paper, told once."""

    name: str
    username: str
    password: str = ""
    code: str = ""


def accounts(*, viewer: Actor) -> list[AccountCard]:
    """Everybody who has an account; nobody for whoever does not manage them."""
    require(viewer, Action.ACCOUNT_MANAGE)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT account, username, name, active, last_login, factor, roles, files FROM access_accounts()"
        )
        return [
            AccountCard(ref, username, name, active, seen, factor, tuple(roles), files)
            for ref, username, name, active, seen, factor, roles, files in cursor.fetchall()
        ]


def account_card(ref: UUID, *, viewer: Actor) -> AccountCard:
    """One account."""
    found = next((card for card in accounts(viewer=viewer) if card.ref == ref), None)
    if found is None:
        raise NotFound
    return found


def requests(*, viewer: Actor) -> list[RequestCard]:
    """What waits for a yes or no, for those who ask and those who approve."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, kind, account, username, name, role, team, site, asked_by, asked_name, asked_at, own "
            "FROM access_requests()"
        )
        return [RequestCard(row[0], RequestKind(row[1]), *row[2:]) for row in cursor.fetchall()]


@command
def invite_ask(*, person: NewPerson, role: str, team: int | None, by: Actor) -> UUID:
    """Ask for an account for somebody who shall work here."""
    require(by, Action.ACCOUNT_MANAGE)
    if not _USERNAME.fullmatch(person.username):
        raise Invalid("username", "username_form")
    if Account.objects.filter(username=person.username).exists():
        raise Invalid("username", "username_taken")
    if not person.name.strip():
        raise Invalid("name", "name_missing")
    return _ask(RequestKind.INVITE, new_id(), by, person=person, post=post_of(role, team))


@command
def role_ask(*, account: UUID, role: str, team: int | None, by: Actor, end: bool = False) -> UUID:
    """Ask that somebody be given a role, or hold it no longer."""
    require(by, Action.ACCOUNT_MANAGE)
    _another(account, by)
    card = account_card(account, viewer=by)
    if end != (role in card.roles):
        raise Invalid("role", "role_not_held" if end else "role_held_already")
    post = {"role": role} if end else post_of(role, team)
    return _ask(RequestKind.ROLE_END if end else RequestKind.ROLE, account, by, post=post)


@command
def renewal_ask(*, account: UUID, kind: RequestKind, by: Actor) -> UUID:
    """Ask for a new password, a new second step, or that somebody who was suspended comes back."""
    require(by, Action.ACCOUNT_MANAGE)
    _another(account, by)
    card = account_card(account, viewer=by)
    if kind not in (RequestKind.PASSWORD, RequestKind.FACTOR, RequestKind.BACK):
        raise Invalid("kind", "request_unknown")
    if card.active == (kind is RequestKind.BACK):
        refuse("account_is_active" if card.active else "account_is_suspended").or_refuse()
    return _ask(kind, account, by)


@command
def request_decide(*, request: UUID, yes: bool, by: Actor) -> Slip | None:
    """The second person says yes or no. A slip comes with what makes a password or a code."""
    require(by, Action.ACCOUNT_APPROVE)
    card = next((one for one in requests(viewer=by) if one.ref == request), None)
    if card is None:
        raise NotFound
    if card.own:
        refuse("own_work").or_refuse(kind="person")
    if yes and card.kind is RequestKind.INVITE and Account.objects.filter(username=card.username).exists():
        raise Invalid("username", "username_taken")
    slip = _slip(card) if yes else Slip(card.name, card.username)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT access_request_decide(%s, %s, %s, %s)",
            [
                request,
                yes,
                make_password(slip.password) if slip.password else "",
                printed.first_hash(card.account, slip.code) if slip.code else "",
            ],
        )
    audit.record(EventType.ACCOUNT_DECIDED, by=by, on=card, code=f"{card.kind}.{'yes' if yes else 'no'}")
    return slip if slip.password or slip.code else None


@command
def account_suspend(*, account: UUID, by: Actor) -> None:
    """From this moment the account opens nothing; what it has open is closed."""
    require(by, Action.ACCOUNT_MANAGE)
    _another(account, by)
    card = account_card(account, viewer=by)
    with connection.cursor() as cursor:
        cursor.execute("SELECT access_account_suspend(%s)", [account])
    audit.record(EventType.ACCOUNT_SUSPENDED, by=by, on=card)


@command
def account_leave(*, account: UUID, by: Actor) -> None:
    """Somebody leaves for good: first the families are handed over, then the account ends with all it held."""
    require(by, Action.ACCOUNT_MANAGE)
    _another(account, by)
    card = account_card(account, viewer=by)
    roles = policy.programme().roles.items()
    named = [code for code, role in roles if role.may(Action.GOAL_WRITE) and role.may(Action.FILE_ACCEPT)]
    with connection.cursor() as cursor:
        cursor.execute("SELECT access_account_leave(%s, %s)", [account, named])
        row = cursor.fetchone()
    if row and row[0]:
        refuse("files_in_hand", count=row[0]).or_refuse()
    audit.record(EventType.ACCOUNT_LEFT, by=by, on=card)


def offered_roles() -> list[str]:
    """Roles that somebody can be given; standing in is given by a cover alone."""
    return [code for code in policy.programme().roles if code != policy.STAND_IN]


def post_of(role: str, team: int | None) -> dict[str, Any]:
    """A role at its place, with reach, classes and limits as the programme says."""
    found = policy.programme().roles.get(role)
    if found is None or role == policy.STAND_IN:
        raise Invalid("role", "role_unknown")
    reach = Reach(found.reach) if found.may(Action.FILE_VIEW) else Reach.GRANTED
    place = teams().get(team) if team is not None else None
    if place is None and reach in (Reach.TEAM, Reach.SITE, Reach.GRANTED):
        raise Invalid("team", "place_missing")
    return {
        "role": role,
        "reach": str(reach),
        "team": place.id if place and reach in (Reach.GRANTED, Reach.TEAM) else None,
        "site": place.site if place and reach in (Reach.GRANTED, Reach.SITE) else None,
        **policy.means_of(role),
    }


def _ask(
    kind: RequestKind,
    account: UUID,
    by: Actor,
    *,
    person: NewPerson | None = None,
    post: dict[str, Any] | None = None,
) -> UUID:
    who = vars(person) if person else {}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT access_request_ask(%s, %s, %s::jsonb, %s::jsonb)",
            [str(kind), account, json.dumps(who), json.dumps(post or {})],
        )
        row = cursor.fetchone()
    if row is None:
        raise NotFound
    audit.record(EventType.ACCOUNT_ASKED, by=by, code=str(kind))
    return UUID(str(row[0]))


def _another(account: UUID, by: Actor) -> None:
    if account == by.ref:
        refuse("own_work").or_refuse(kind="person")


def _slip(card: RequestCard) -> Slip:
    if card.kind in (RequestKind.INVITE, RequestKind.PASSWORD):
        return Slip(card.name, card.username, password=_password())
    if card.kind is RequestKind.FACTOR:
        return Slip(card.name, card.username, code=printed.new_code())
    return Slip(card.name, card.username)


def _password() -> str:
    return "-".join("".join(secrets.choice(CLEAR) for _ in range(4)) for _ in range(4))
