"""The receiving office's acceptance, contacts at home, closing and re-opening."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from wasl.access.rows import ROW_PRIVACY, CaseRow


class Acceptance(CaseRow):
    """A file offered to the office of the place of return, and its answer."""

    privacy: ClassVar[dict[str, str]] = ROW_PRIVACY | {
        "office": "ref", "offered_by": "ref", "offered_on": "date", "officer": "ref", "answered_on": "date",
        "accepted": "code", "tier": "clear",
    }  # fmt: skip

    office = models.IntegerField()
    offered_by = models.UUIDField(null=True)
    offered_on = models.DateField()
    officer = models.UUIDField(null=True)
    answered_on = models.DateField(null=True)
    accepted = models.BooleanField(null=True)
    tier = models.TextField()

    class Meta:
        db_table = "aftercare_acceptance"
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_on__isnull=True, accepted__isnull=True)
                | Q(answered_on__isnull=False, accepted__isnull=False),
                name="aftercare_acceptance_pair",
            ),
            models.UniqueConstraint(
                fields=["file_id"],
                condition=Q(answered_on__isnull=True),
                name="aftercare_acceptance_one_open",
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)


class HomeContact(CaseRow):
    """One contact after departure: due, tried, made or not, and the level it leads to."""

    privacy: ClassVar[dict[str, str]] = ROW_PRIVACY | {
        "person": "ref", "due_on": "date", "on": "date", "kind": "code", "result": "clear", "missed": "code",
        "made_by": "ref", "level_after": "clear", "next_due": "date", "form_key": "ref",
    }  # fmt: skip
    sealed_fields: ClassVar[tuple[str, ...]] = ("notes:text",)

    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, null=True)
    due_on = models.DateField(null=True)
    on = models.DateField()
    kind = models.TextField()
    result = models.TextField()
    missed = models.TextField(default="")
    made_by = models.UUIDField(null=True)
    level_after = models.TextField(default="")
    next_due = models.DateField(null=True)
    form_key = models.UUIDField(null=True, unique=True)

    class Meta:
        db_table = "aftercare_contact"

    def __str__(self) -> str:
        return str(self.id)


class Closing(CaseRow):
    """The end of our work, proposed by one and signed off by another; re-opening is always possible."""

    privacy: ClassVar[dict[str, str]] = ROW_PRIVACY | {
        "reason": "clear", "proposed_by": "ref", "proposed_on": "date", "signed_by": "ref", "signed_on": "date",
        "reopened_by": "ref", "reopened_on": "date", "reopened_because": "code",
    }  # fmt: skip
    sealed_fields: ClassVar[tuple[str, ...]] = ("notes:reason",)

    reason = models.TextField()
    proposed_by = models.UUIDField(null=True)
    proposed_on = models.DateField()
    signed_by = models.UUIDField(null=True)
    signed_on = models.DateField(null=True)
    reopened_by = models.UUIDField(null=True)
    reopened_on = models.DateField(null=True)
    reopened_because = models.TextField(default="")

    class Meta:
        db_table = "aftercare_closing"
        constraints = [
            models.CheckConstraint(
                condition=Q(signed_on__isnull=True, signed_by__isnull=True)
                | Q(signed_on__isnull=False, signed_by__isnull=False),
                name="aftercare_closing_signed_pair",
            ),
            models.CheckConstraint(
                condition=Q(signed_by__isnull=True) | ~Q(signed_by=models.F("proposed_by")),
                name="aftercare_closing_by_another",
            ),
        ]

    def __str__(self) -> str:
        return self.reason
