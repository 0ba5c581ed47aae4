"""Reviews, and services for everyone that need no goal."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from wasl.access.rows import ROW_PRIVACY, CaseRow


class Review(CaseRow):
    """A look at the plan together: what changed, the level now, and when the next one is due."""

    privacy: ClassVar[dict[str, str]] = ROW_PRIVACY | {
        "person": "ref", "on": "date", "due_on": "date", "next_due": "date", "level_before": "clear",
        "level_after": "clear", "changed": "code", "reviewed_by": "ref", "form_key": "ref",
    }  # fmt: skip
    sealed_fields: ClassVar[tuple[str, ...]] = ("notes:text",)

    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, null=True)
    on = models.DateField()
    due_on = models.DateField(null=True)
    next_due = models.DateField(null=True)
    level_before = models.TextField(default="")
    level_after = models.TextField(default="")
    changed = models.BooleanField(default=False)
    reviewed_by = models.UUIDField(null=True)
    form_key = models.UUIDField(null=True, unique=True)

    class Meta:
        db_table = "rehabilitation_review"

    def __str__(self) -> str:
        return str(self.id)


class GroupService(CaseRow):
    """Something given to everyone, such as soap or vaccination: recorded for several people at once, no goal asked."""

    privacy: ClassVar[dict[str, str]] = ROW_PRIVACY | {
        "code": "clear", "on": "date", "people": "ref", "given_by": "ref", "round": "ref",
    }  # fmt: skip

    code = models.TextField()
    on = models.DateField()
    people = ArrayField(models.UUIDField(), default=list)
    given_by = models.UUIDField(null=True)
    round = models.UUIDField()

    class Meta:
        db_table = "rehabilitation_groupservice"
        constraints = [models.UniqueConstraint(fields=["round", "file_id"], name="rehabilitation_group_once")]

    def __str__(self) -> str:
        return self.code
