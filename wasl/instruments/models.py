"""Versions of forms, and what was answered to them. An answer remembers the version, language and mode of its form."""

from typing import ClassVar
from uuid import UUID

from django.db import models
from django.db.models import Q

from wasl.access.rows import ROW_PRIVACY, CaseRow


class Response(CaseRow):
    """One filled form of one person (or of the household). Answers are sealed; nothing edits them afterwards.

    `place`: the district that a form about a place of return is about.
    """

    privacy: ClassVar[dict[str, str]] = ROW_PRIVACY | {
        "person": "ref", "instrument": "code", "version": "code", "language": "code", "mode": "code", "on": "date",
        "occasion": "code", "recorded_by": "ref", "recorded_at": "date", "declined": "code", "minutes": "count",
        "form_key": "ref", "place": "code",
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
    place = models.TextField(default="")

    class Meta:
        db_table = "instruments_response"
        constraints = [
            models.UniqueConstraint(
                fields=["form_key"], condition=Q(form_key__isnull=False), name="instruments_response_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.instrument} {self.id}"


class FormVersion(models.Model):
    """One version of a form: the sheet as it was written and the XForm made of it. Never changed, never taken away.

    `version`: the digest of what it asks. `state`: proposed by one person, published by another, or turned down; what
    the programme's folder brings is published by nobody in particular.
    """

    privacy: ClassVar[dict[str, str]] = {
        "id": "ref", "code": "code", "version": "code", "digest": "code", "sheet": "code", "xform": "code",
        "tool": "code", "state": "code", "reason": "code", "proposed_by": "ref", "proposed_at": "date",
        "decided_by": "ref", "decided_at": "date",
    }  # fmt: skip

    id = models.UUIDField(primary_key=True)
    code = models.TextField()
    version = models.TextField()
    digest = models.TextField()
    sheet = models.BinaryField()
    xform = models.TextField()
    tool = models.TextField(default="")
    state = models.TextField()
    reason = models.TextField(default="")
    proposed_by = models.UUIDField(null=True)
    proposed_at = models.DateTimeField()
    decided_by = models.UUIDField(null=True)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "instruments_formversion"
        constraints = [
            models.UniqueConstraint(
                fields=["code", "version"],
                condition=~Q(state="refused"),
                name="instruments_formversion_once",
            ),
            models.CheckConstraint(
                condition=Q(state="proposed", decided_at__isnull=True)
                | (~Q(state="proposed") & Q(decided_at__isnull=False)),
                name="instruments_formversion_decided_pair",
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=models.F("proposed_by")),
                name="instruments_formversion_two_people",
            ),
        ]
        indexes = [models.Index(fields=["code", "-decided_at"], name="instruments_formversion_now")]

    def __str__(self) -> str:
        return f"{self.code} {self.version}"


class Raised(CaseRow):
    """A need that a declared rule proposes for an answer, and what a worker made of it. The rule decides nothing."""

    privacy: ClassVar[dict[str, str]] = ROW_PRIVACY | {
        "person": "ref", "response": "ref", "domain": "clear", "level": "clear", "circle": "code",
        "state": "code", "raised_on": "date", "decided_by": "ref", "decided_on": "date", "given": "clear",
        "need": "ref",
    }  # fmt: skip
    sealed_fields: ClassVar[tuple[str, ...]] = ("notes:because", "notes:reason")

    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, null=True)
    response = models.ForeignKey(Response, on_delete=models.CASCADE, related_name="raised")
    domain = models.TextField()
    level = models.IntegerField()
    circle = models.TextField(default="family")
    state = models.TextField(default="proposed")
    raised_on = models.DateField()
    decided_by = models.UUIDField(null=True)
    decided_on = models.DateField(null=True)
    given = models.IntegerField(null=True)
    need = models.UUIDField(null=True)

    class Meta:
        db_table = "instruments_raised"
        constraints = [
            models.CheckConstraint(condition=Q(level__range=(0, 4)), name="instruments_raised_level"),
            models.CheckConstraint(
                condition=Q(state="proposed", decided_on__isnull=True)
                | (~Q(state="proposed") & Q(decided_on__isnull=False)),
                name="instruments_raised_decided_pair",
            ),
            models.UniqueConstraint(fields=["response", "domain"], name="instruments_raised_once"),
        ]
        indexes = [
            models.Index(fields=["file_id"], name="instruments_raised_open", condition=Q(state="proposed"))
        ]

    def __str__(self) -> str:
        return self.domain


class Paper(models.Model):
    """A printed sheet of a form. Its code says nothing; only this row knows for whom, and in which version, it was.

    A blank sheet belongs to a team and gets its file when it is typed back. `who`: a person, or "household", "place".
    `state`: out, used (`response` is what was typed from it, once), cancelled. After `until` it is typed back no more.
    """

    privacy: ClassVar[dict[str, str]] = ROW_PRIVACY | {
        "code": "ref", "instrument": "code", "version": "code", "language": "code", "who": "ref", "person": "ref",
        "state": "code", "printed_by": "ref", "printed_on": "date", "until": "date", "settled_by": "ref",
        "settled_at": "date", "response": "ref",
    }  # fmt: skip

    id = models.UUIDField(primary_key=True)
    file_id = models.UUIDField(null=True)
    team_id = models.IntegerField()
    code = models.TextField()
    instrument = models.TextField()
    version = models.TextField()
    language = models.TextField()
    who = models.TextField(default="")
    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, null=True)
    state = models.TextField(default="out")
    printed_by = models.UUIDField()
    printed_on = models.DateField()
    until = models.DateField()
    settled_by = models.UUIDField(null=True)
    settled_at = models.DateTimeField(null=True)
    response = models.ForeignKey(Response, on_delete=models.CASCADE, null=True)

    class Meta:
        db_table = "instruments_paper"
        constraints = [
            models.UniqueConstraint(fields=["code"], name="instruments_paper_code"),
            models.CheckConstraint(
                condition=Q(state="used", response__isnull=False, file_id__isnull=False)
                | (~Q(state="used") & Q(response__isnull=True)),
                name="instruments_paper_used_once",
            ),
            models.CheckConstraint(
                condition=Q(state="out", settled_at__isnull=True)
                | (~Q(state="out") & Q(settled_at__isnull=False)),
                name="instruments_paper_settled_pair",
            ),
            models.CheckConstraint(
                condition=Q(file_id__isnull=False) | Q(person__isnull=True),
                name="instruments_paper_of_a_file",
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def audit_kind(self) -> str:
        return self._meta.db_table

    @property
    def audit_ref(self) -> UUID:
        return self.id

    @property
    def audit_file(self) -> UUID | None:
        return self.file_id
