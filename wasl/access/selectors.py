"""Reading access: what a file number is to somebody, who serves where, who looked."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection

from wasl.access.actor import Actor
from wasl.access.enums import Relation
from wasl.access.models import Account, Site, Team
from wasl.kernel.errors import NotFound
from wasl.kernel.text import LocalizedText


@dataclass(frozen=True)
class StaffCard:
    """A member of staff who could take a file: role, place and how many files they hold."""

    account: UUID
    name: str
    title: str
    gender: str
    role: str
    team: int | None
    site: int | None
    load: int


@dataclass(frozen=True)
class LookCard:
    """One look at a file."""

    at: datetime
    account: UUID | None
    name: str
    event: str
    purpose: str
    outside: bool


@dataclass(frozen=True)
class GrantCard:
    """One member of staff who may open a file: in which role, what for, since when and until when, let in by whom."""

    ref: UUID
    account: UUID
    name: str
    role: str
    purpose: str
    since: datetime
    until: datetime | None
    given_by: str
    audit_kind: str = "access_grant"
    audit_file: None = None

    @property
    def audit_ref(self) -> UUID:
        return self.ref


@dataclass(frozen=True)
class TeamCard:
    """A team and its site, in three languages."""

    id: int
    code: str
    name: LocalizedText
    site: int
    site_code: str
    site_kind: str
    site_place: str
    site_name: LocalizedText


def relation(number: str, *, viewer: Actor) -> tuple[UUID | None, Relation]:
    """What a file number is to the viewer. Costs the same whether the number exists or not."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT file, relation FROM access_find(%s)", [number])
        row = cursor.fetchone()
    if row is None or not viewer.signed_in:
        return None, Relation.STRANGER
    return row[0], Relation(row[1])


@dataclass(frozen=True)
class Held:
    """A file as something to act on: its team, and the roles that the viewer holds on it."""

    audit_file: UUID
    number: str
    team: int
    roles: frozenset[str]
    audit_kind: str = "casefile_file"

    @property
    def audit_ref(self) -> UUID:
        return self.audit_file


def hold(file: UUID, *, viewer: Actor) -> Held:
    """A file that the viewer reaches, with the viewer's roles on it; else there is nothing here."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT number, team, roles FROM access_hold(%s)", [file])
        row = cursor.fetchone()
    if row is None or not viewer.signed_in:
        raise NotFound
    return Held(file, row[0], row[1], frozenset(row[2]))


def staff(roles: Sequence[str], *, viewer: Actor, sites: Sequence[int] | None = None) -> list[StaffCard]:
    """Who serves in one of `roles`, the least loaded first."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT account, name, title, gender, role, team, site, load FROM access_staff(%s, %s) "
            "ORDER BY load, name",
            [list(roles), None if sites is None else list(sites)],
        )
        return [StaffCard(*row) for row in cursor.fetchall()]


def staff_names(accounts: Iterable[UUID | None], *, viewer: Actor) -> dict[UUID, str]:
    """Names of members of staff, for "written by"; nobody who is not signed in reads them."""
    wanted = [account for account in accounts if account and viewer.signed_in]
    return dict(Account.objects.filter(pk__in=wanted).values_list("pk", "name")) if wanted else {}


def staff_languages(accounts: Iterable[UUID], *, viewer: Actor) -> dict[UUID, str]:
    """In which language members of staff keep their pages."""
    wanted = list(accounts) if viewer.signed_in else []
    return dict(Account.objects.filter(pk__in=wanted).values_list("pk", "language")) if wanted else {}


def staff_card(account: UUID, roles: Sequence[str], *, viewer: Actor) -> StaffCard:
    """One member of staff in one of `roles`, still serving; else there is nobody here."""
    found = next((card for card in staff(roles, viewer=viewer) if card.account == account), None)
    if found is None:
        raise NotFound
    return found


def looks(file: UUID, *, since: datetime, viewer: Actor) -> list[LookCard]:
    """Who looked at a file since a moment, newest first, at most 200."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT at, account, coalesce(name, ''), event, purpose, outside FROM access_looks(%s, %s)",
            [file, since],
        )
        return [LookCard(*row) for row in cursor.fetchall()]


def grants_on(file: UUID, *, viewer: Actor) -> list[GrantCard]:
    """Whoever was let into a file that the viewer reaches, the longest first; not those who reach it by their team."""
    if not viewer.signed_in:
        raise NotFound
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, account, name, role, purpose, since, until, given_by FROM access_grants_on(%s)",
            [file],
        )
        return [GrantCard(*row) for row in cursor.fetchall()]


def teams() -> dict[int, TeamCard]:
    """All teams with their sites; few rows, no case data."""
    return {
        t.pk: TeamCard(
            t.pk,
            t.code,
            LocalizedText(ar=t.name_ar, ckb=t.name_ckb, en=t.name_en),
            t.site.pk,
            t.site.code,
            t.site.kind,
            t.site.place,
            LocalizedText(ar=t.site.name_ar, ckb=t.site.name_ckb, en=t.site.name_en),
        )
        for t in Team.objects.select_related("site").order_by("pk")
    }


def sites() -> list[Site]:
    """All sites."""
    return list(Site.objects.order_by("pk"))
