"""Responses to forms. An answer remembers the form version, language and mode in which it was given."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from wasl.access.rows import ROW_PRIVACY, CaseRow


class Response(CaseRow):
    """One filled form of one person (or of the household). Answers are sealed; nothing edits them afterwards."""

    privacy: ClassVar[dict[str, str]] = ROW_PRIVACY | {
        "person": "ref", "instrument": "code", "version": "code", "language": "code", "mode": "code", "on": "date",
        "occasion": "code", "recorded_by": "ref", "recorded_at": "date", "declined": "code", "minutes": "count",
        "form_key": "ref",
    }  # fmt: skip
    sealed_fields: ClassVar[tuple[str, ...]] = ("notes:answers", "clinical:answers")

    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, null=True)
    instrument = models.TextField()
    version = models.TextField()
    language = models.TextField()
    mode = models.TextField()
    on = models.DateField()
    occasion = models.TextField()
    recorded_by = models.UUIDField(null=True)
    recorded_at = models.DateTimeField()
    declined = models.BooleanField(default=False)
    minutes = models.IntegerField(null=True)
    form_key = models.UUIDField(null=True)

    class Meta:
        db_table = "instruments_response"
        constraints = [
            models.UniqueConstraint(
                fields=["form_key"], condition=Q(form_key__isnull=False), name="instruments_response_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.instrument} {self.id}"
