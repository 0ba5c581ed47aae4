"""Each step of a file's way, planned and actual side by side (R087); and how many left a team when, without who."""

import uuid
from datetime import date
from typing import ClassVar
from zoneinfo import ZoneInfo

from django.db import models
from django.db.models import Q

from wasl.access.rows import ROW_PRIVACY, CaseRow


class Step(CaseRow):
    """That a file entered a state on a day, when it was meant to leave it, and when it did."""

    privacy: ClassVar[dict[str, str]] = ROW_PRIVACY | {
        "state": "clear", "entered_on": "date", "planned_until": "date", "left_on": "date", "moved_by": "ref",
        "reason": "code",
    }  # fmt: skip

    state = models.TextField()
    entered_on = models.DateField()
    planned_until = models.DateField(null=True)
    left_on = models.DateField(null=True)
    moved_by = models.UUIDField(null=True)
    reason = models.TextField(default="")

    class Meta:
        db_table = "journey_step"
        constraints = [
            models.UniqueConstraint(
                fields=["file_id"], condition=Q(left_on__isnull=True), name="journey_step_one_open"
            ),
            models.CheckConstraint(
                condition=Q(left_on__isnull=True) | Q(left_on__gte=models.F("entered_on")),
                name="journey_step_order",
            ),
        ]

    def __str__(self) -> str:
        return self.state


class Joining(CaseRow):
    """That two files of one family became one, and everything it takes to part them again: references and counters.

    `pairs`: who stands in both, the second writing and the one that stays; `rows`: for each table what came over, with
    whose it was and its version then; `former`: how the other file and its people stood.
    """

    privacy: ClassVar[dict[str, str]] = ROW_PRIVACY | {
        "other": "ref", "number": "ref", "made_by": "ref", "made_at": "date", "undone_by": "ref", "undone_at": "date",
        "pairs": "code", "rows": "code", "former": "code",
    }  # fmt: skip
    sealed_fields: ClassVar[tuple[str, ...]] = ("notes:reason",)

    other = models.UUIDField()
    number = models.TextField()
    made_by = models.UUIDField(null=True)
    made_at = models.DateTimeField()
    undone_by = models.UUIDField(null=True)
    undone_at = models.DateTimeField(null=True)
    pairs = models.JSONField(default=list)
    rows = models.JSONField(default=dict)
    former = models.JSONField(default=dict)

    class Meta:
        db_table = "journey_joining"
        constraints = [
            models.UniqueConstraint(
                fields=["other"], condition=Q(undone_at__isnull=True), name="journey_joining_once"
            ),
            models.CheckConstraint(
                condition=Q(undone_at__isnull=True, undone_by__isnull=True)
                | Q(undone_at__isnull=False, undone_by__isnull=False),
                name="journey_joining_undone_pair",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def made_on(self) -> date:
        """The day in the centre's own calendar."""
        return self.made_at.astimezone(ZoneInfo("Asia/Baghdad")).date()


class Left(models.Model):
    """A family left this team's centre: on a day, so many people, and no file. The file itself goes to the office that
    receives the family, where the centre does not reach it; the centre still counts who left it (R003)."""

    privacy: ClassVar[dict[str, str]] = {
        "id": "ref", "team_id": "ref", "left_on": "date", "state": "clear", "woman_headed": "clear", "women": "count",
        "men": "count", "girls": "count", "boys": "count",
    }  # fmt: skip

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    team_id = models.IntegerField()
    left_on = models.DateField()
    state = models.TextField()
    woman_headed = models.BooleanField(default=False)
    women = models.IntegerField(default=0)
    men = models.IntegerField(default=0)
    girls = models.IntegerField(default=0)
    boys = models.IntegerField(default=0)

    class Meta:
        db_table = "journey_left"
        indexes = [models.Index(fields=["team_id", "left_on"], name="journey_left_team")]

    def __str__(self) -> str:
        return str(self.id)
