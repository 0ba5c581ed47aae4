"""Whole histories of made-up families at once: the way in for practice and for measuring, closed in a real instance.

What the services of the rooms check step by step is not asked here; the tables' own constraints and row-level security
are, since everything is written as a session that serves the team (COPY goes to temporary tables, which policies do
not refuse). Whoever writes histories this way must keep the order of the steps, and a test holds them against it.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection, models
from django.db.models import Sum
from psycopg import sql

from wasl.access import services as access
from wasl.access.actor import Actor
from wasl.access.work import unit_of_work
from wasl.appointments.models import Appointment
from wasl.audit import services as audit
from wasl.audit.enums import EventType
from wasl.casefile import models as casefile
from wasl.instruments.models import Response
from wasl.journey.models import Step
from wasl.journey.rules import Terms
from wasl.journey.selectors import facts
from wasl.kernel.decision import refuse
from wasl.kernel.refs import new_id
from wasl.people.models import Membership, Person
from wasl.phases.aftercare.models import Acceptance, Closing, HomeContact
from wasl.phases.entry_assessment.models import Reception
from wasl.phases.exit_assessment.models import Decision, Departure, Finding
from wasl.phases.rehabilitation.models import Conference, GroupService, PlanApproval, Review
from wasl.vault import services as vault
from wasl.vault.client import Plain, Vault

Row = dict[str, Any]
#: What may be written in bulk, those that others point at first.
MODELS: tuple[type[models.Model], ...] = (
    casefile.File, Person, Membership, casefile.Case, casefile.Handover, casefile.Waiting, Response, casefile.Need,
    casefile.Goal, casefile.NeedGoal, casefile.Service, casefile.PlanVersion, casefile.Consent, casefile.Contact,
    casefile.Document, casefile.Task, Reception, GroupService, Review, Conference, PlanApproval, Finding,
    Decision, Departure, Acceptance, HomeContact, Closing, Step, Appointment,
)  # fmt: skip
_BY_TABLE: Mapping[str, type[models.Model]] = {model._meta.db_table: model for model in MODELS}


@dataclass
class Whole:
    """One family with everything that has happened: rows by table, sealed values, and who works with it."""

    team: int
    number: str
    ref: UUID = field(default_factory=new_id)
    rows: dict[str, list[Row]] = field(default_factory=dict)
    plains: list[Plain] = field(default_factory=list)
    grants: dict[tuple[UUID, str, str], None] = field(default_factory=dict)

    def open(self, **values: Any) -> None:
        """The file itself."""
        key = {"file_id": self.ref, "team_id": self.team, "number": self.number}
        self.rows[casefile.File._meta.db_table] = [{**key, **values}]

    def numbered(self, number: str) -> None:
        """The number that the file got, where the drawn one was somebody's already."""
        self.number = number
        for row in self.rows.get(casefile.File._meta.db_table, ()):
            row["number"] = number

    def add(self, table: str, **values: Any) -> UUID:
        """A row of this family; answers with its reference, which is drawn unless it is given."""
        ref: UUID = values["id"] if "id" in values else values.setdefault("id", new_id())
        values["file_id"], values["team_id"] = self.ref, self.team
        self.rows.setdefault(table, []).append(values)
        return ref

    def seal(self, owner: UUID, name: str, value: Any, person: UUID | None = None) -> None:
        """A sealed value, under the person's own key where it is hers."""
        if value:
            self.plains.append(Plain(owner, name, person or self.ref, self.ref, self.team, value))

    def grant(self, account: UUID | None, role: str, purpose: str) -> None:
        """Somebody who works with this family."""
        if account is not None:
            self.grants[account, role, purpose] = None


def write(families: Sequence[Whole], *, by: Actor, through: Vault | None = None) -> None:
    """Families of one team in one transaction: scopes, rows, sealed values, grants and the record of it."""
    if not settings.WASL_PRACTICE or not by.practice:
        refuse("practice_only").or_refuse()
    if not families:
        return
    with unit_of_work(by.token):
        numbers = access.scopes_open(
            [f.ref for f in families], [f.number for f in families], families[0].team
        )
        for family, number in zip(families, numbers, strict=True):
            family.numbered(number)
        for table, model in _BY_TABLE.items():
            _copy(model, [row for family in families for row in family.rows.get(table, ())])
        vault.copy([plain for family in families for plain in family.plains], through=through)
        _give(families)
        for family in families:
            audit.record(EventType.FILE_CREATED, by=by, file=family.ref, code="practice")


def known(*, viewer: Actor) -> tuple[int, int]:
    """How many families and people the viewer's teams and grants reach."""
    with unit_of_work(viewer.token):
        found = casefile.File.objects.aggregate(families=models.Count("pk"), people=Sum("size"))
    return int(found["families"]), int(found["people"] or 0)


@cache
def terms_of(pathway: str, level: str) -> Terms:
    """The days that the programme sets for a pathway and level."""
    return facts.terms(casefile.File(pathway=pathway, level=level))


@cache
def contact_days(pathway: str, level: str) -> tuple[int, ...]:
    """On which days after departure somebody gets in touch."""
    return facts.schedule(casefile.File(pathway=pathway, level=level))


@cache
def tier_of(pathway: str, level: str) -> str:
    """The tier on which after-care begins."""
    return facts.tier(casefile.File(pathway=pathway, level=level))


def _give(families: Iterable[Whole]) -> None:
    pairs: dict[tuple[str, str], list[tuple[UUID, UUID]]] = {}
    for family in families:
        for account, role, purpose in family.grants:
            pairs.setdefault((role, purpose), []).append((family.ref, account))
    for (role, purpose), given in pairs.items():
        access.grants_pair(given, role, purpose)


def _copy(model: type[models.Model], rows: Sequence[Row]) -> None:
    if not rows:
        return
    table, columns = model._meta.db_table, _columns(model)
    unknown = rows[0].keys() - {name for name, _, _ in columns}
    if unknown:
        raise TypeError(f"{table} has no {', '.join(sorted(unknown))}")
    names = sql.SQL(", ").join(sql.Identifier(column) for _, column, _ in columns)
    incoming, target = sql.Identifier(f"whole_{table}"), sql.Identifier(table)
    with connection.cursor() as cursor, connection.wrap_database_errors:
        raw = cursor.cursor
        # one for each connection: made anew for each chunk, they would cost as much as the rows of a small one
        raw.execute(
            sql.SQL(
                "CREATE TEMPORARY TABLE IF NOT EXISTS {} ON COMMIT DELETE ROWS AS SELECT {} FROM {} WITH NO DATA"
            ).format(incoming, names, target)
        )
        with raw.copy(sql.SQL("COPY {} ({}) FROM STDIN").format(incoming, names)) as lines:
            for row in rows:
                lines.write_row([row[name] if name in row else default() for name, _, default in columns])
        raw.execute(sql.SQL("INSERT INTO {} ({}) SELECT {} FROM {}").format(target, names, names, incoming))


@cache
def _columns(model: type[models.Model]) -> tuple[tuple[str, str, Callable[[], Any]], ...]:
    """Name, column and default of each field: what a row does not say is what the model would say."""
    return tuple(
        (column.attname, str(column.column), column.get_default) for column in model._meta.concrete_fields
    )
