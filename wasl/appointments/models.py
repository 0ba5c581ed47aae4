"""Appointments, the hours that they take, and hours that somebody keeps without saying for what."""

import uuid
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from wasl.access.rows import ROW_PRIVACY, CaseRow
from wasl.appointments.enums import Childcare, State

DAY_MINUTES = 24 * 60


class Appointment(CaseRow):
    """One person meets one member of staff. Nothing is written here but codes, a time and who comes."""

    privacy: ClassVar[dict[str, str]] = ROW_PRIVACY | {
        "person": "ref", "kind": "code", "circle": "code", "day": "date", "starts": "count", "ends": "count",
        "worker": "ref", "interpreter": "ref", "language": "code", "site_id": "ref", "room": "code",
        "childcare": "code", "childcare_place": "code", "small_children": "count", "seats": "code",
        "state": "code", "reason": "code", "booked_by": "ref", "booked_at": "date", "settled_by": "ref",
        "settled_at": "date", "form_key": "ref", "version": "count",
    }  # fmt: skip

    person = models.ForeignKey("people.Person", on_delete=models.CASCADE)
    kind = models.TextField()
    circle = models.TextField(default="family")
    day = models.DateField()
    starts = models.SmallIntegerField()
    ends = models.SmallIntegerField()
    worker = models.UUIDField()
    interpreter = models.UUIDField(null=True)
    language = models.TextField(default="")
    site_id = models.IntegerField()
    room = models.TextField(default="")
    childcare = models.TextField(default=str(Childcare.NONE))
    childcare_place = models.TextField(default="")
    small_children = models.SmallIntegerField(default=0)
    seats = ArrayField(models.SmallIntegerField(), default=list)
    state = models.TextField(default=str(State.PLANNED))
    reason = models.TextField(default="")
    booked_by = models.UUIDField(null=True)
    booked_at = models.DateTimeField()
    settled_by = models.UUIDField(null=True)
    settled_at = models.DateTimeField(null=True)
    form_key = models.UUIDField(null=True)
    version = models.IntegerField(default=1)

    class Meta:
        db_table = "appointments_appointment"
        constraints = [
            models.CheckConstraint(
                condition=Q(starts__gte=0, ends__gt=F("starts"), ends__lte=DAY_MINUTES),
                name="appointments_appointment_order",
            ),
            models.CheckConstraint(
                condition=Q(state=str(State.PLANNED), settled_at__isnull=True)
                | (~Q(state=str(State.PLANNED)) & Q(settled_at__isnull=False)),
                name="appointments_appointment_settled_pair",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[str(State.PLANNED), str(State.ATTENDED)], reason="")
                | (Q(state__in=[str(State.MISSED), str(State.CANCELLED)]) & ~Q(reason="")),
                name="appointments_appointment_reason",
            ),
            models.CheckConstraint(
                condition=(Q(childcare=str(Childcare.ASKED)) & ~Q(childcare_place=""))
                | (~Q(childcare=str(Childcare.ASKED)) & Q(childcare_place="")),
                name="appointments_appointment_childcare_pair",
            ),
            models.UniqueConstraint(
                fields=["form_key"], condition=Q(form_key__isnull=False), name="appointments_appointment_once"
            ),
        ]
        indexes = [
            models.Index(fields=["file_id", "day"], name="appointments_of_file"),
            models.Index(fields=["worker", "day"], name="appointments_of_worker"),
            models.Index(fields=["team_id", "day"], name="appointments_of_team"),
        ]

    def __str__(self) -> str:
        return str(self.id)


class Block(models.Model):
    """An hour that somebody keeps: of an appointment that nobody else may know, or of work outside the house."""

    privacy: ClassVar[dict[str, str]] = {
        "id": "ref", "worker": "ref", "site_id": "ref", "room": "code", "day": "date", "starts": "count",
        "ends": "count",
    }  # fmt: skip

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    worker = models.UUIDField()
    site_id = models.IntegerField()
    room = models.TextField(default="")
    day = models.DateField()
    starts = models.SmallIntegerField()
    ends = models.SmallIntegerField()

    class Meta:
        db_table = "appointments_block"
        constraints = [
            models.CheckConstraint(
                condition=Q(starts__gte=0, ends__gt=F("starts"), ends__lte=DAY_MINUTES),
                name="appointments_block_order",
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)


class Slot(models.Model):
    """A quarter of an hour of one worker, interpreter, room, place in childcare, or person: taken once.

    Written by triggers only. Whom a person's hours belong to is read by nobody; a worker's busy hours by all staff.
    """

    privacy: ClassVar[dict[str, str]] = {
        "id": "ref", "kind": "code", "holder": "ref", "seat": "count", "day": "date", "quarter": "count",
        "appointment": "ref",
    }  # fmt: skip

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    kind = models.TextField()
    holder = models.TextField()
    seat = models.SmallIntegerField(default=0)
    day = models.DateField()
    quarter = models.SmallIntegerField()
    appointment = models.UUIDField()

    class Meta:
        db_table = "appointments_slot"
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "holder", "day", "quarter", "seat"], name="appointments_slot_once"
            )
        ]
        indexes = [models.Index(fields=["appointment"], name="appointments_slot_of")]

    def __str__(self) -> str:
        return f"{self.kind} {self.day} {self.quarter}"
