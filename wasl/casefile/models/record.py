"""What is recorded beside the thread: consents, contacts and notes, documents, tasks, drafts."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from wasl.access.rows import ROW_PRIVACY, CaseRow


class Consent(CaseRow):
    """One line of the ledger: a choice for a purpose, a recipient and fields, explained by whom. Never edited."""

    privacy: ClassVar[dict[str, str]] = ROW_PRIVACY | {
        "person": "ref", "purpose": "code", "recipient": "code", "fields": "code", "decision": "code", "on": "date",
        "language": "code", "explained_by": "ref", "asked_alone": "code", "guardian": "ref", "given_how": "code",
        "recorded_at": "date",
    }  # fmt: skip

    person = models.ForeignKey("people.Person", on_delete=models.CASCADE)
    purpose = models.TextField()
    recipient = models.TextField(default="")
    fields = ArrayField(models.TextField(), default=list)
    decision = models.TextField()
    on = models.DateField()
    language = models.TextField()
    explained_by = models.UUIDField(null=True)
    asked_alone = models.BooleanField(default=True)
    guardian = models.UUIDField(null=True)
    given_how = models.TextField(default="")
    recorded_at = models.DateTimeField()

    class Meta:
        db_table = "casefile_consent"
        indexes = [models.Index(fields=["person", "purpose", "recorded_at"], name="casefile_consent_person")]

    def __str__(self) -> str:
        return self.purpose


class Contact(CaseRow):
    """A talk, a call, a meeting or a note. Its words are sealed."""

    privacy: ClassVar[dict[str, str]] = ROW_PRIVACY | {
        "person": "ref", "kind": "code", "circle": "code", "on": "date", "written_by": "ref", "permitted": "code",
        "written_at": "date", "form_key": "ref", "version": "count",
    }  # fmt: skip
    sealed_fields: ClassVar[tuple[str, ...]] = ("notes:text",)

    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, null=True)
    kind = models.TextField()
    circle = models.TextField(default="family")
    on = models.DateField()
    written_by = models.UUIDField(null=True)
    written_at = models.DateTimeField()
    permitted = models.BooleanField(null=True)
    form_key = models.UUIDField(null=True)
    version = models.IntegerField(default=1)

    class Meta:
        db_table = "casefile_contact"
        indexes = [models.Index(fields=["file_id", "-written_at"], name="casefile_contact_newest")]
        constraints = [
            models.UniqueConstraint(
                fields=["form_key"], condition=Q(form_key__isnull=False), name="casefile_contact_once"
            )
        ]

    def __str__(self) -> str:
        return str(self.id)


class Document(CaseRow):
    """One kind of civil document of one person (or of the household) and how it stands. Numbers are sealed."""

    privacy: ClassVar[dict[str, str]] = ROW_PRIVACY | {
        "person": "ref", "kind": "clear", "state": "clear", "wanted": "clear", "step": "code", "since": "date",
        "begun_on": "date", "version": "count",
    }  # fmt: skip
    sealed_fields: ClassVar[tuple[str, ...]] = ("identity:number",)

    person = models.ForeignKey("people.Person", on_delete=models.CASCADE)
    kind = models.TextField()
    state = models.TextField()
    wanted = models.BooleanField(default=False)
    step = models.TextField(default="")
    since = models.DateField()
    begun_on = models.DateField(null=True)
    version = models.IntegerField(default=1)

    class Meta:
        db_table = "casefile_document"
        constraints = [models.UniqueConstraint(fields=["person", "kind"], name="casefile_document_once")]

    def __str__(self) -> str:
        return self.kind


class Task(CaseRow):
    """Something somebody must do by a day, such as an urgent need of the arrival."""

    privacy: ClassVar[dict[str, str]] = ROW_PRIVACY | {
        "person": "ref", "kind": "code", "code": "code", "owner": "ref", "due_on": "date", "done_on": "date",
        "added_by": "ref", "added_on": "date", "form_key": "ref",
    }  # fmt: skip
    sealed_fields: ClassVar[tuple[str, ...]] = ("notes:text",)

    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, null=True)
    kind = models.TextField()
    code = models.TextField(default="")
    owner = models.UUIDField(null=True)
    added_by = models.UUIDField(null=True)
    added_on = models.DateField()
    due_on = models.DateField()
    done_on = models.DateField(null=True)
    form_key = models.UUIDField(null=True)

    class Meta:
        db_table = "casefile_task"
        indexes = [
            models.Index(fields=["owner", "due_on"], name="casefile_task_open", condition=Q(done_on=None)),
            models.Index(
                fields=["owner", "done_on"], name="casefile_task_done", condition=Q(done_on__isnull=False)
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["form_key"], condition=Q(form_key__isnull=False), name="casefile_task_once"
            )
        ]

    def __str__(self) -> str:
        return str(self.id)


class Draft(CaseRow):
    """What somebody was typing; sealed, theirs alone, gone when the form is sent or after 14 days."""

    privacy: ClassVar[dict[str, str]] = ROW_PRIVACY | {"account": "ref", "form": "code", "saved_at": "date"}
    sealed_fields: ClassVar[tuple[str, ...]] = ("notes:draft", "clinical:draft")

    account = models.UUIDField()
    form = models.TextField()
    saved_at = models.DateTimeField()

    class Meta:
        db_table = "casefile_draft"
        constraints = [
            models.UniqueConstraint(fields=["account", "file_id", "form"], name="casefile_draft_once")
        ]

    def __str__(self) -> str:
        return self.form
