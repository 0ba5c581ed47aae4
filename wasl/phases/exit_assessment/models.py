"""Findings against the declared criteria, the decision by others, and the departure."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from wasl.access.rows import ROW_PRIVACY, CaseRow


class Finding(CaseRow):
    """One criterion answered by a named person with evidence; computed criteria are never stored."""

    privacy: ClassVar[dict[str, str]] = ROW_PRIVACY | {
        "criterion": "code", "met": "code", "answered_by": "ref", "on": "date", "version": "count",
    }  # fmt: skip
    sealed_fields: ClassVar[tuple[str, ...]] = ("notes:evidence",)

    criterion = models.TextField()
    met = models.BooleanField()
    answered_by = models.UUIDField(null=True)
    on = models.DateField()
    version = models.IntegerField(default=1)

    class Meta:
        db_table = "exit_finding"
        constraints = [models.UniqueConstraint(fields=["file_id", "criterion"], name="exit_finding_once")]

    def __str__(self) -> str:
        return self.criterion


class Decision(CaseRow):
    """Put forward by one, decided by another with reasons; an override says which lines were open and why."""

    privacy: ClassVar[dict[str, str]] = ROW_PRIVACY | {
        "approved": "code", "decided_by": "ref", "prepared_by": "ref", "prepared_on": "date", "on": "date",
        "unmet": "code", "override": "code", "override_because": "code",
    }  # fmt: skip
    sealed_fields: ClassVar[tuple[str, ...]] = ("notes:reason",)

    approved = models.BooleanField(null=True)
    decided_by = models.UUIDField(null=True)
    prepared_by = models.UUIDField(null=True)
    prepared_on = models.DateField(null=True)
    on = models.DateField(null=True)
    unmet = ArrayField(models.TextField(), default=list)
    override = models.BooleanField(default=False)
    override_because = models.TextField(default="")

    class Meta:
        db_table = "exit_decision"
        constraints = [
            models.CheckConstraint(
                condition=Q(on__isnull=True, approved__isnull=True, decided_by__isnull=True)
                | Q(on__isnull=False, approved__isnull=False),
                name="exit_decision_on_pair",
            ),
            models.UniqueConstraint(
                fields=["file_id"], condition=Q(on__isnull=True), name="exit_decision_one_open"
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True)
                | Q(prepared_by__isnull=True)
                | ~Q(decided_by=models.F("prepared_by")),
                name="exit_decision_by_another",
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)


class Departure(CaseRow):
    """Written notice, the planned day and the day it happened."""

    privacy: ClassVar[dict[str, str]] = ROW_PRIVACY | {
        "kind": "clear", "notice_on": "date", "planned_on": "date", "left_on": "date", "governorate": "clear",
        "district": "clear", "shortened_because": "code",
    }  # fmt: skip
    sealed_fields: ClassVar[tuple[str, ...]] = ("notes:departure",)

    kind = models.TextField()
    notice_on = models.DateField(null=True)
    planned_on = models.DateField(null=True)
    left_on = models.DateField(null=True)
    governorate = models.TextField(default="")
    district = models.TextField(default="")
    shortened_because = models.TextField(default="")

    class Meta:
        db_table = "exit_departure"
        constraints = [
            models.CheckConstraint(
                condition=Q(planned_on__isnull=True)
                | Q(notice_on__isnull=True)
                | Q(planned_on__gte=models.F("notice_on")),
                name="exit_departure_order",
            ),
            models.UniqueConstraint(
                fields=["file_id"], condition=Q(left_on__isnull=True), name="exit_departure_one_open"
            ),
        ]

    def __str__(self) -> str:
        return self.kind
