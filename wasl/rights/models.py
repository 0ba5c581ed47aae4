"""Complaints, requests for names and what a person asks about her own data: codes and dates; what was said is sealed.

No row of a complaint belongs to a file or names a participant, whoever complained, or of whom.
"""

import uuid
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from wasl.access.rows import ROW_PRIVACY, CaseRow


class Complaint(models.Model):
    """One complaint, or a word of thanks, by its number."""

    privacy: ClassVar[dict[str, str]] = {
        "id": "ref", "number": "ref", "topic": "code", "via": "code", "voice": "code", "serious": "code",
        "state": "code", "handler": "ref", "former": "ref", "received_on": "date", "acknowledge_by": "date",
        "answer_by": "date", "acknowledged_on": "date", "answered_on": "date", "outcome": "code", "told": "code",
        "closed_on": "date", "version": "count",
    }  # fmt: skip
    sealed_fields: ClassVar[tuple[str, ...]] = ("notes:complaint",)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    number = models.TextField(unique=True)
    topic = models.TextField()
    via = models.TextField()
    voice = models.TextField()
    serious = models.BooleanField(default=False)
    state = models.TextField()
    handler = models.UUIDField()
    former = models.UUIDField(null=True)
    received_on = models.DateField()
    acknowledge_by = models.DateField()
    answer_by = models.DateField()
    acknowledged_on = models.DateField(null=True)
    answered_on = models.DateField(null=True)
    outcome = models.TextField(default="")
    told = models.TextField(default="")
    closed_on = models.DateField(null=True)
    version = models.IntegerField(default=1)

    audit_kind = "rights_complaint"
    audit_file = None

    class Meta:
        db_table = "rights_complaint"
        indexes = [models.Index(fields=["handler", "state"], name="rights_complaint_handler")]
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True, told="") | (Q(closed_on__isnull=False) & ~Q(told="")),
                name="rights_complaint_told_pair",
            ),
            models.CheckConstraint(
                condition=Q(former__isnull=True) | ~Q(former=models.F("handler")),
                name="rights_complaint_another",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def audit_ref(self) -> uuid.UUID:
        return self.id


class ComplaintStep(models.Model):
    """What was done about a complaint, in order; its words are sealed."""

    privacy: ClassVar[dict[str, str]] = {
        "id": "ref", "complaint": "ref", "at": "date", "by": "ref", "state": "code", "outcome": "code",
    }  # fmt: skip
    sealed_fields: ClassVar[tuple[str, ...]] = ("notes:step",)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    complaint = models.ForeignKey(Complaint, on_delete=models.CASCADE, related_name="steps")
    at = models.DateTimeField()
    by = models.UUIDField(null=True)
    state = models.TextField()
    outcome = models.TextField(default="")

    class Meta:
        db_table = "rights_complaintstep"

    def __str__(self) -> str:
        return str(self.id)


class Asked(models.Model):
    """That a member of staff was asked for names: when, how and for what; who asked is sealed."""

    privacy: ClassVar[dict[str, str]] = {
        "id": "ref", "number": "ref", "account": "ref", "on": "date", "how": "code", "wanted": "code",
        "recorded_at": "date",
    }  # fmt: skip
    sealed_fields: ClassVar[tuple[str, ...]] = ("notes:asked",)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    number = models.TextField(unique=True)
    account = models.UUIDField()
    on = models.DateField()
    how = models.TextField()
    wanted = ArrayField(models.TextField())
    recorded_at = models.DateTimeField()

    audit_kind = "rights_asked"
    audit_file = None

    class Meta:
        db_table = "rights_asked"
        indexes = [models.Index(fields=["on", "id"], name="rights_asked_on")]

    def __str__(self) -> str:
        return self.number

    @property
    def audit_ref(self) -> uuid.UUID:
        return self.id


class DataRequest(CaseRow):
    """That a person asked who looked at her file: by which facts she was known, when it is due and was given."""

    privacy: ClassVar[dict[str, str]] = ROW_PRIVACY | {
        "person": "ref", "via": "code", "facts": "code", "state": "code", "asked_on": "date", "due_on": "date",
        "given_on": "date", "taken_by": "ref", "given_by": "ref",
    }  # fmt: skip

    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    via = models.TextField()
    facts = ArrayField(models.TextField())
    state = models.TextField()
    asked_on = models.DateField()
    due_on = models.DateField()
    given_on = models.DateField(null=True)
    taken_by = models.UUIDField()
    given_by = models.UUIDField(null=True)

    class Meta:
        db_table = "rights_datarequest"
        constraints = [
            models.CheckConstraint(
                condition=(Q(state="given") & Q(given_on__isnull=False, given_by__isnull=False))
                | (~Q(state="given") & Q(given_on__isnull=True, given_by__isnull=True)),
                name="rights_datarequest_given_pair",
            )
        ]

    def __str__(self) -> str:
        return str(self.id)


class Correction(CaseRow):
    """That a person says something about her is wrong; what she wants, what stood and stands, her statement: sealed."""

    privacy: ClassVar[dict[str, str]] = ROW_PRIVACY | {
        "person": "ref", "what": "code", "about": "ref", "field": "code", "circle": "code", "state": "code",
        "asked_on": "date", "due_on": "date", "taken_by": "ref", "decided_on": "date", "decided_by": "ref",
        "version": "count",
    }  # fmt: skip
    sealed_fields: ClassVar[tuple[str, ...]] = ("identity:correction", "notes:correction")

    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    what = models.TextField()
    about = models.UUIDField()
    field = models.TextField(default="")
    circle = models.TextField(default="family")
    state = models.TextField()
    asked_on = models.DateField()
    due_on = models.DateField()
    taken_by = models.UUIDField()
    decided_on = models.DateField(null=True)
    decided_by = models.UUIDField(null=True)
    version = models.IntegerField(default=1)

    class Meta:
        db_table = "rights_correction"
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    state__in=["asked", "withdrawn"], decided_on__isnull=True, decided_by__isnull=True
                )
                | Q(state__in=["accepted", "refused"], decided_on__isnull=False, decided_by__isnull=False),
                name="rights_correction_decided_pair",
            )
        ]

    def __str__(self) -> str:
        return str(self.id)
