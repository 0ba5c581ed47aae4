"""Tables of the record. Rows are added through one database function and never changed (trigger and grants)."""

import uuid
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models


class Event(models.Model):
    """One thing done, seen or refused: opaque references, codes and field names, never a value."""

    privacy: ClassVar[dict[str, str]] = {
        "id": "ref", "at": "date", "actor": "ref", "actor_kind": "code", "event": "code", "file_id": "ref",
        "resource_kind": "code", "resource": "ref", "person": "ref", "purpose": "code", "outside": "code",
        "fields": "code", "code": "code", "request": "ref",
    }  # fmt: skip

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    at = models.DateTimeField()
    actor = models.UUIDField(null=True)
    actor_kind = models.TextField(default="web")
    event = models.TextField()
    file_id = models.UUIDField(null=True)
    resource_kind = models.TextField(default="")
    resource = models.UUIDField(null=True)
    person = models.UUIDField(null=True)
    purpose = models.TextField(default="")
    outside = models.BooleanField(default=False)
    fields = ArrayField(models.TextField(), default=list)
    code = models.TextField(default="")
    request = models.UUIDField(null=True)

    class Meta:
        db_table = "audit_event"
        indexes = [
            models.Index(fields=["file_id", "at"], name="audit_event_file"),
            models.Index(
                fields=["actor", "at"], name="audit_event_outside", condition=models.Q(outside=True)
            ),
            models.Index(fields=["at"], name="audit_event_at"),
        ]

    def __str__(self) -> str:
        return f"{self.event} {self.id}"


class Leaf(models.Model):
    """Where an event stands in the Merkle tree, and what it hashed to when it was sealed."""

    privacy: ClassVar[dict[str, str]] = {"position": "count", "event_id": "ref", "leaf_hash": "code"}

    position = models.BigIntegerField(primary_key=True)
    event_id = models.UUIDField(unique=True)
    leaf_hash = models.BinaryField()

    class Meta:
        db_table = "audit_leaf"

    def __str__(self) -> str:
        return str(self.position)


class Checkpoint(models.Model):
    """A signed tree head, linked to the one before it."""

    privacy: ClassVar[dict[str, str]] = {
        "tree_size": "count", "root": "code", "prev": "code", "at": "date", "signature": "code",
    }  # fmt: skip

    tree_size = models.BigIntegerField(primary_key=True)
    root = models.BinaryField()
    prev = models.BinaryField()
    at = models.DateTimeField()
    signature = models.BinaryField()

    class Meta:
        db_table = "audit_checkpoint"

    def __str__(self) -> str:
        return str(self.tree_size)
