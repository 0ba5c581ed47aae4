"""The file of one family, and the case of each person in it."""

import uuid
from datetime import date
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from wasl.access.rows import ROW_PRIVACY, CaseRow
from wasl.casefile.enums import ENDED, FileState

_ENDED = sorted(str(state) for state in ENDED)


class File(models.Model):
    """One family from arrival to closure under one number. `file_id` is its own key, as in all case rows.

    `stay_from` and `home_from` are there only for a family that came back: from these days its present stay, or its
    present time at home, is counted. The days of the first arrival and of the last departure stay as they were.
    `joined_into`: the family had two files, and this number leads to the other.
    """

    privacy: ClassVar[dict[str, str]] = {
        "file_id": "ref", "team_id": "ref", "number": "ref", "programme": "code", "digest": "code", "pathway": "code",
        "state": "clear", "level": "clear", "level_because": "code", "worker": "ref", "clearance": "code",
        "clearance_on": "date", "arrived_on": "date", "stay_from": "date", "planned_end": "date", "left_on": "date",
        "home_from": "date", "closed_on": "date", "opened_on": "date", "next_due": "date", "next_action": "code",
        "due_moved": "count",
        "waiting": "clear", "size": "count", "adults": "count", "children": "count", "woman_headed": "clear",
        "governorate": "clear", "district": "clear", "language": "code", "section": "clear", "imported": "ref",
        "ledger_from": "date", "changed_at": "date", "joined_into": "ref",
        "version": "count",
    }  # fmt: skip
    sealed_fields: ClassVar[tuple[str, ...]] = ("identity:place",)

    file_id = models.UUIDField(primary_key=True)
    team_id = models.IntegerField()
    number = models.TextField(unique=True)
    programme = models.TextField()
    digest = models.TextField()
    pathway = models.TextField()
    state = models.TextField()
    level = models.TextField(default="")
    level_because = ArrayField(models.TextField(), default=list)
    worker = models.UUIDField(null=True)
    clearance = models.TextField()
    clearance_on = models.DateField(null=True)
    opened_on = models.DateField()
    arrived_on = models.DateField(null=True)
    stay_from = models.DateField(null=True)
    planned_end = models.DateField(null=True)
    left_on = models.DateField(null=True)
    home_from = models.DateField(null=True)
    closed_on = models.DateField(null=True)
    next_due = models.DateField(null=True)
    next_action = models.TextField(default="")
    due_moved = models.IntegerField(default=0)
    waiting = models.TextField(default="")
    size = models.IntegerField(default=0)
    adults = models.IntegerField(default=0)
    children = models.IntegerField(default=0)
    woman_headed = models.BooleanField(default=False)
    governorate = models.TextField(default="")
    district = models.TextField(default="")
    language = models.TextField(default="ar")
    section = models.TextField(default="")
    imported = models.UUIDField(null=True)
    ledger_from = models.DateField(null=True)
    changed_at = models.DateTimeField()
    joined_into = models.UUIDField(null=True)
    version = models.IntegerField(default=1)

    class Meta:
        db_table = "casefile_file"
        constraints = [
            models.CheckConstraint(
                condition=Q(joined_into__isnull=True) | Q(state=str(FileState.CLOSED)),
                name="casefile_file_joined",
            ),
            models.CheckConstraint(
                condition=Q(state__in=_ENDED, closed_on__isnull=False)
                | (~Q(state__in=_ENDED) & Q(closed_on__isnull=True)),
                name="casefile_file_closed_pair",
            ),
            models.CheckConstraint(
                condition=Q(state=str(FileState.EXPECTED)) | Q(arrived_on__isnull=False),
                name="casefile_file_arrived",
            ),
            models.CheckConstraint(
                condition=~Q(state=str(FileState.AFTERCARE)) | Q(left_on__isnull=False),
                name="casefile_file_left",
            ),
        ]
        indexes = [
            models.Index(fields=["worker", "next_due", "file_id"], name="casefile_file_worker"),
            models.Index(fields=["team_id", "-changed_at", "file_id"], name="casefile_file_team"),
            # each list is read in its own order from where the page before ended, of a team or of everything
            models.Index(fields=["team_id", "next_due", "file_id"], name="casefile_file_team_due"),
            models.Index(fields=["team_id", "number"], name="casefile_file_team_number"),
            models.Index(fields=["next_due", "file_id"], name="casefile_file_due"),
            models.Index(fields=["-changed_at", "file_id"], name="casefile_file_changed"),
            models.Index(
                fields=["imported"], name="casefile_file_imported", condition=Q(imported__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def stays_since(self) -> date | None:
        """From which day the present stay is counted: the arrival, or the day of coming back."""
        return self.stay_from or self.arrived_on

    @property
    def home_since(self) -> date | None:
        """From which day the time at home is counted: the departure, or the day the file was opened again."""
        return self.home_from or self.left_on

    @property
    def roles(self) -> frozenset[str]:
        """The roles that the asking actor holds on this file; none unless it was loaded by a selector for them."""
        return frozenset(getattr(self, "roles_held", ()))

    @property
    def audit_kind(self) -> str:
        return self._meta.db_table

    @property
    def audit_ref(self) -> uuid.UUID:
        return self.file_id

    @property
    def audit_file(self) -> uuid.UUID:
        return self.file_id


class Case(CaseRow):
    """One person's way through the file: own support level, own ending."""

    privacy: ClassVar[dict[str, str]] = ROW_PRIVACY | {
        "person": "ref", "level": "clear", "level_because": "code", "assessed_on": "date", "left_on": "date",
        "left_how": "code", "version": "count",
    }  # fmt: skip

    sealed_fields: ClassVar[tuple[str, ...]] = ("notes:level",)

    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="cases")
    level = models.TextField(default="")
    level_because = ArrayField(models.TextField(), default=list)
    assessed_on = models.DateField(null=True)
    left_on = models.DateField(null=True)
    left_how = models.TextField(default="")
    version = models.IntegerField(default=1)

    class Meta:
        db_table = "casefile_case"
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(left_on__isnull=True), name="casefile_case_one_open"
            ),
            models.CheckConstraint(
                condition=Q(left_on__isnull=True, left_how="") | (Q(left_on__isnull=False) & ~Q(left_how="")),
                name="casefile_case_left_pair",
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)


class Handover(CaseRow):
    """A file offered by one worker to another; the old one stays responsible until the new one accepts."""

    privacy: ClassVar[dict[str, str]] = ROW_PRIVACY | {
        "from_worker": "ref", "to_worker": "ref", "role": "code", "proposed_by": "ref", "proposed_on": "date",
        "answered_on": "date", "accepted": "code",
    }  # fmt: skip
    sealed_fields: ClassVar[tuple[str, ...]] = ("notes:reason",)

    from_worker = models.UUIDField(null=True)
    to_worker = models.UUIDField()
    role = models.TextField()
    proposed_by = models.UUIDField(null=True)
    proposed_on = models.DateField()
    answered_on = models.DateField(null=True)
    accepted = models.BooleanField(null=True)

    class Meta:
        db_table = "casefile_handover"
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_on__isnull=True, accepted__isnull=True)
                | Q(answered_on__isnull=False, accepted__isnull=False),
                name="casefile_handover_answer_pair",
            ),
            models.UniqueConstraint(
                fields=["file_id"], condition=Q(answered_on__isnull=True), name="casefile_handover_one_open"
            ),
        ]
        indexes = [
            models.Index(
                fields=["to_worker"], name="casefile_handover_to", condition=Q(answered_on__isnull=True)
            )
        ]

    def __str__(self) -> str:
        return str(self.id)


class Waiting(CaseRow):
    """What a file waited for, from when until when."""

    privacy: ClassVar[dict[str, str]] = ROW_PRIVACY | {"reason": "clear", "since": "date", "until": "date"}

    reason = models.TextField()
    since = models.DateField()
    until = models.DateField(null=True)

    class Meta:
        db_table = "casefile_waiting"
        constraints = [
            models.UniqueConstraint(
                fields=["file_id"], condition=Q(until__isnull=True), name="casefile_waiting_one_open"
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="casefile_waiting_order"
            ),
        ]

    def __str__(self) -> str:
        return self.reason
