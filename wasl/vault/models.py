"""What of the vault lies in the database: ciphertext and wrapped keys, useless without the vault process.

`vault_change` has no model on purpose: triggers write it and the vault reads it, nobody else has a right to
it. Wrapped keys have a table of their own, so that they can be backed up as a separate stream that ages
out.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class SubjectKey(models.Model):
    """The wrapped data key of one key subject. An empty `wrapped` is an erased subject."""

    privacy: ClassVar[dict[str, str]] = {
        "subject": "ref", "file_id": "ref", "team_id": "ref", "kek": "code", "wrapped": "secret",
    }  # fmt: skip

    subject = models.UUIDField(primary_key=True, editable=False)
    file_id = models.UUIDField()
    team_id = models.IntegerField(null=True)
    kek = models.SmallIntegerField()
    wrapped = models.BinaryField()

    class Meta:
        db_table = "vault_subjectkey"

    def __str__(self) -> str:
        return str(self.subject)


class Sealed(models.Model):
    """One sealed value: which owner's which field, under whose key. Without a team: of no file (`access.Trust`)."""

    privacy: ClassVar[dict[str, str]] = {
        "owner": "ref", "field": "code", "subject": "ref", "file_id": "ref", "team_id": "ref",
        "sealed": "sealed",
    }  # fmt: skip

    pk = models.CompositePrimaryKey("owner", "field")
    owner = models.UUIDField(editable=False)
    field = models.TextField()
    subject = models.UUIDField(db_index=True)
    file_id = models.UUIDField()
    team_id = models.IntegerField(null=True)
    sealed = models.BinaryField()

    class Meta:
        db_table = "vault_sealed"

    def __str__(self) -> str:
        return f"{self.owner} {self.field}"


class Envelope(models.Model):
    """An item of the sealed circle. Nothing here tells of whom, of which circle or when."""

    privacy: ClassVar[dict[str, str]] = {"id": "ref", "sealed": "sealed"}

    id = models.UUIDField(primary_key=True, editable=False)
    sealed = models.BinaryField()

    class Meta:
        db_table = "vault_envelope"

    def __str__(self) -> str:
        return str(self.id)
