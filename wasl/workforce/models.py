"""Absences that somebody stands in for, and lists that were printed.

What a colleague may open meanwhile lies in the grants of the files; what a list says stands on the paper only.
"""

import uuid
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q


class Cover(models.Model):
    """One colleague stands in for another between two moments; it ends by itself, or earlier by a person."""

    privacy: ClassVar[dict[str, str]] = {
        "id": "ref", "absent": "ref", "stand_in": "ref", "team_id": "ref", "reason": "code", "since": "date",
        "until": "date", "given_by": "ref", "given_at": "date", "ended_at": "date", "ended_by": "ref",
    }  # fmt: skip

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    absent = models.UUIDField()
    stand_in = models.UUIDField()
    team_id = models.IntegerField()
    reason = models.TextField()
    since = models.DateTimeField()
    until = models.DateTimeField()
    given_by = models.UUIDField()
    given_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.UUIDField(null=True)

    audit_kind = "workforce_cover"
    audit_file = None

    class Meta:
        db_table = "workforce_cover"
        constraints = [
            models.CheckConstraint(condition=Q(until__gt=F("since")), name="workforce_cover_order"),
            models.CheckConstraint(condition=~Q(absent=F("stand_in")), name="workforce_cover_two"),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_by__isnull=True)
                | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="workforce_cover_ended_pair",
            ),
        ]
        indexes = [
            models.Index(fields=["stand_in", "until"], name="workforce_cover_stand_in"),
            models.Index(fields=["absent", "until"], name="workforce_cover_absent"),
            models.Index(fields=["team_id", "until"], name="workforce_cover_team"),
        ]

    def __str__(self) -> str:
        return str(self.id)

    @property
    def audit_ref(self) -> uuid.UUID:
        return self.id


class WorkingList(models.Model):
    """One printed list: its number, who has it, what for, which families stand on it, when it must be destroyed."""

    privacy: ClassVar[dict[str, str]] = {
        "id": "ref", "number": "ref", "account": "ref", "team_id": "ref", "source": "code", "purpose": "code",
        "files": "ref", "printed_at": "date", "printed_on": "date", "destroy_by": "date", "destroyed_at": "date",
        "destroyed_by": "ref", "form_key": "ref",
    }  # fmt: skip

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    number = models.TextField(unique=True)
    account = models.UUIDField()
    team_id = models.IntegerField()
    source = models.TextField()
    purpose = models.TextField()
    files = ArrayField(models.UUIDField())
    printed_at = models.DateTimeField()
    printed_on = models.DateField()
    destroy_by = models.DateField()
    destroyed_at = models.DateTimeField(null=True)
    destroyed_by = models.UUIDField(null=True)
    form_key = models.UUIDField(unique=True)

    audit_kind = "workforce_list"
    audit_file = None

    class Meta:
        db_table = "workforce_list"
        constraints = [
            models.CheckConstraint(
                condition=Q(files__len__gte=1, files__len__lte=60), name="workforce_list_sixty"
            ),
            models.CheckConstraint(condition=Q(destroy_by__gte=F("printed_on")), name="workforce_list_order"),
            models.CheckConstraint(
                condition=Q(destroyed_at__isnull=True, destroyed_by__isnull=True)
                | Q(destroyed_at__isnull=False, destroyed_by__isnull=False),
                name="workforce_list_destroyed_pair",
            ),
        ]
        indexes = [
            models.Index(
                fields=["team_id", "destroy_by"],
                condition=Q(destroyed_at__isnull=True),
                name="workforce_list_out",
            ),
            models.Index(fields=["account", "-printed_at"], name="workforce_list_own"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def audit_ref(self) -> uuid.UUID:
        return self.id
