"""How long each step took in the centre's own closed cases, counted by the worker."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q


class Duration(models.Model):
    """Half of the cases took at most `median` days, nine in ten at most `late`; `cases` is how many were counted."""

    privacy: ClassVar[dict[str, str]] = {
        "code": "code", "median": "count", "late": "count", "cases": "count", "counted_on": "date",
    }  # fmt: skip

    code = models.TextField(primary_key=True)
    median = models.IntegerField()
    late = models.IntegerField()
    cases = models.IntegerField()
    counted_on = models.DateField()

    class Meta:
        db_table = "planning_duration"
        constraints = [
            models.CheckConstraint(
                condition=Q(late__gte=F("median"), median__gte=0), name="planning_duration_order"
            )
        ]

    def __str__(self) -> str:
        return self.code
