"""Rosters as they came in, and the reception of a family."""

import uuid
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from wasl.access.rows import ROW_PRIVACY, CaseRow


class Batch(models.Model):
    """One imported list: how many, by whom; the file itself is not kept."""

    privacy: ClassVar[dict[str, str]] = {
        "id": "ref", "team_id": "ref", "label": "code", "expected": "code", "families": "count", "people": "count",
        "made_by": "ref", "made_at": "date", "undone_at": "date", "undone_by": "ref",
    }  # fmt: skip

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    team_id = models.IntegerField()
    label = models.TextField(default="")
    expected = models.BooleanField(default=False)
    families = models.IntegerField(default=0)
    people = models.IntegerField(default=0)
    made_by = models.UUIDField(null=True)
    made_at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)
    undone_by = models.UUIDField(null=True)

    class Meta:
        db_table = "entry_batch"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(undone_at__isnull=True, undone_by__isnull=True)
                | models.Q(undone_at__isnull=False, undone_by__isnull=False),
                name="entry_batch_undone_pair",
            )
        ]

    def __str__(self) -> str:
        return str(self.id)


class RosterEntry(CaseRow):
    """That a file came from a batch; the family number on the paper and the names compared with are sealed."""

    privacy: ClassVar[dict[str, str]] = ROW_PRIVACY | {"batch": "ref"}
    sealed_fields: ClassVar[tuple[str, ...]] = ("identity:roster",)

    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="entries")

    class Meta:
        db_table = "entry_roster"

    def __str__(self) -> str:
        return str(self.id)


class Reception(CaseRow):
    """The family at the desk: notice read aloud, by whom, in which language."""

    privacy: ClassVar[dict[str, str]] = ROW_PRIVACY | {
        "on": "date", "by": "ref", "notice_language": "code", "notice_version": "code", "urgent_asked_on": "date",
        "finished_at": "date",
    }  # fmt: skip

    on = models.DateField()
    by = models.UUIDField(null=True)
    notice_language = models.TextField()
    notice_version = models.TextField(default="")
    urgent_asked_on = models.DateField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "entry_reception"
        constraints = [models.UniqueConstraint(fields=["file_id"], name="entry_reception_once")]

    def __str__(self) -> str:
        return str(self.id)


class Upload(models.Model):
    """A list on its way: read and shown, then imported. What was read waits sealed for the account that sent it, as
    does the report; both go after some hours."""

    privacy: ClassVar[dict[str, str]] = {
        "id": "ref", "account": "ref", "team_id": "ref", "made_at": "date", "expires_at": "date", "state": "code",
        "stage": "code", "done": "count", "total": "count", "beat_at": "date", "fault": "code", "expected": "code",
        "expected_on": "date", "batch": "ref", "content": "sealed", "report": "sealed",
    }  # fmt: skip

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    account = models.UUIDField()
    team_id = models.IntegerField()
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    state = models.TextField()
    stage = models.TextField(default="")
    done = models.IntegerField(default=0)
    total = models.IntegerField(default=0)
    beat_at = models.DateTimeField(null=True)
    fault = models.TextField(default="")
    expected = models.BooleanField(default=False)
    expected_on = models.DateField(null=True)
    batch = models.UUIDField(null=True)
    content = models.BinaryField(null=True)
    report = models.BinaryField(null=True)

    class Meta:
        db_table = "entry_upload"

    def __str__(self) -> str:
        return str(self.id)


class Comparison(models.Model):
    """Who of an imported list is still to be compared with who is known, and what was found so far; both sealed for the
    account that imported it, and gone when it has been told."""

    privacy: ClassVar[dict[str, str]] = {
        "id": "ref", "account": "ref", "team_id": "ref", "batch": "ref", "upload": "ref", "made_at": "date",
        "people": "count", "done": "count", "content": "sealed", "found": "sealed",
    }  # fmt: skip

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    account = models.UUIDField()
    team_id = models.IntegerField()
    batch = models.UUIDField()
    upload = models.UUIDField(null=True)
    made_at = models.DateTimeField()
    people = models.IntegerField()
    done = models.IntegerField(default=0)
    content = models.BinaryField()
    found = models.BinaryField(null=True)

    class Meta:
        db_table = "entry_comparison"

    def __str__(self) -> str:
        return str(self.id)


class Printing(models.Model):
    """Papers for many families, drawn by the worker: sealed before, sealed after, for the account that asked, a day
    long."""

    privacy: ClassVar[dict[str, str]] = {
        "id": "ref", "account": "ref", "team_id": "ref", "made_at": "date", "expires_at": "date", "kind": "code",
        "state": "code", "done": "count", "total": "count", "pages": "count", "files": "ref", "content": "sealed",
        "paper": "sealed", "fetched_at": "date",
    }  # fmt: skip

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    account = models.UUIDField()
    team_id = models.IntegerField()
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    kind = models.TextField()
    state = models.TextField()
    done = models.IntegerField(default=0)
    total = models.IntegerField(default=0)
    pages = models.IntegerField(default=0)
    files = ArrayField(models.UUIDField(), default=list)
    content = models.BinaryField(null=True)
    paper = models.BinaryField(null=True)
    fetched_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "entry_printing"

    def __str__(self) -> str:
        return str(self.id)


class Printed(CaseRow):
    """That a family's papers of one kind were printed, so that the next batch leaves them out."""

    privacy: ClassVar[dict[str, str]] = ROW_PRIVACY | {"kind": "code", "printed_at": "date", "by": "ref"}

    kind = models.TextField()
    printed_at = models.DateTimeField()
    by = models.UUIDField(null=True)

    class Meta:
        db_table = "entry_printed"
        constraints = [models.UniqueConstraint(fields=["file_id", "kind"], name="entry_printed_once")]

    def __str__(self) -> str:
        return str(self.id)
