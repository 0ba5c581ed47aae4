"""What every case row carries: its file, and the team that holds the file (see `protect`)."""

import uuid
from typing import ClassVar

from django.db import models

ROW_PRIVACY: dict[str, str] = {"id": "ref", "file_id": "ref", "team_id": "ref"}


class CaseRow(models.Model):
    """A row under row-level security. The pair follows the file by a foreign key that the migration adds."""

    privacy: ClassVar[dict[str, str]] = ROW_PRIVACY

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    file_id = models.UUIDField()
    team_id = models.IntegerField()

    class Meta:
        abstract = True

    @property
    def audit_kind(self) -> str:
        return self._meta.db_table

    @property
    def audit_ref(self) -> uuid.UUID:
        return self.id

    @property
    def audit_file(self) -> uuid.UUID:
        return self.file_id
