"""Persons and their household over time. Who they are lies sealed in the vault; here is what work and counts need."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from wasl.access.rows import ROW_PRIVACY, CaseRow


class Person(CaseRow):
    """One person of one file. Names, birth date and contact are sealed under her own key.

    `carer`: of a child, who of the household cares for her since an adult was gone; asked, never guessed. `same_as`: a
    second writing of somebody who stands in another row; its name is still found and leads there.
    """

    privacy: ClassVar[dict[str, str]] = ROW_PRIVACY | {
        "sex": "clear", "age_band": "clear", "role": "clear", "spouse": "clear", "language": "code", "active": "code",
        "carer": "ref", "same_as": "ref", "version": "count",
    }  # fmt: skip
    sealed_fields: ClassVar[tuple[str, ...]] = ("identity:name", "identity:contact")

    sex = models.TextField()
    age_band = models.TextField()
    role = models.TextField()
    spouse = models.TextField(default="")
    language = models.TextField(default="ar")
    active = models.BooleanField(default=True)
    carer = models.UUIDField(null=True)
    same_as = models.UUIDField(null=True)
    version = models.IntegerField(default=1)

    class Meta:
        db_table = "people_person"
        constraints = [
            models.UniqueConstraint(
                fields=["file_id"], condition=Q(role="head", active=True), name="people_person_one_head"
            ),
            models.CheckConstraint(condition=Q(sex__in=["f", "m"]), name="people_person_sex"),
            models.CheckConstraint(
                condition=Q(same_as__isnull=True) | Q(active=False), name="people_person_once"
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)


class Membership(CaseRow):
    """That somebody belonged to a household from a date, and why; until another, and why."""

    privacy: ClassVar[dict[str, str]] = ROW_PRIVACY | {
        "person": "ref", "since": "date", "until": "date", "reason_in": "code", "reason_out": "code",
    }  # fmt: skip

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="memberships")
    since = models.DateField()
    until = models.DateField(null=True)
    reason_in = models.TextField()
    reason_out = models.TextField(default="")

    class Meta:
        db_table = "people_membership"
        constraints = [
            models.CheckConstraint(
                condition=Q(until__isnull=True, reason_out="") | (Q(until__isnull=False) & ~Q(reason_out="")),
                name="people_membership_end_pair",
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=models.F("since")),
                name="people_membership_order",
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)


class NotSame(CaseRow):
    """A person of another file who was compared with this one and is somebody else; asked once, remembered."""

    privacy: ClassVar[dict[str, str]] = ROW_PRIVACY | {
        "person": "ref", "other": "ref", "decided_by": "ref", "decided_on": "date",
    }  # fmt: skip
    sealed_fields: ClassVar[tuple[str, ...]] = ("notes:reason",)

    person = models.ForeignKey(Person, on_delete=models.CASCADE)
    other = models.UUIDField()
    decided_by = models.UUIDField(null=True)
    decided_on = models.DateField()

    class Meta:
        db_table = "people_notsame"
        constraints = [models.UniqueConstraint(fields=["person", "other"], name="people_notsame_once")]

    def __str__(self) -> str:
        return str(self.id)
