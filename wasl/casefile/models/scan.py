"""Pictures of papers and of people: where one belongs, never what it shows. The pictures lie in the vault's table."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from wasl.access.rows import ROW_PRIVACY, CaseRow

SMALL, CAPTION = "files:small", "files:caption"
#: one sealed value a page, so that no value is larger than a page can be
PAGES = tuple(f"files:page{number}" for number in range(1, 7))


class Scan(CaseRow):
    """One paper, letter, signed form or photo of a person. Once taken away its pictures are gone, and this line says
    who took it away and why. A trigger of the migration removes the pictures, whoever writes the line.
    """

    privacy: ClassVar[dict[str, str]] = ROW_PRIVACY | {
        "person": "ref", "kind": "code", "document": "clear", "circle": "code", "pages": "count", "added_by": "ref",
        "added_at": "date", "removed_by": "ref", "removed_at": "date", "removed_why": "code",
    }  # fmt: skip
    sealed_fields: ClassVar[tuple[str, ...]] = (*PAGES, SMALL, CAPTION)

    person = models.ForeignKey("people.Person", on_delete=models.CASCADE)
    kind = models.TextField()
    document = models.TextField(default="")
    circle = models.TextField(default="family")
    pages = models.SmallIntegerField()
    added_by = models.UUIDField(null=True)
    added_at = models.DateTimeField()
    removed_by = models.UUIDField(null=True)
    removed_at = models.DateTimeField(null=True)
    removed_why = models.TextField(default="")

    class Meta:
        db_table = "casefile_scan"
        constraints = [
            models.CheckConstraint(
                condition=Q(removed_at__isnull=True, removed_by__isnull=True, removed_why="")
                | (Q(removed_at__isnull=False, removed_by__isnull=False) & ~Q(removed_why="")),
                name="casefile_scan_removed_pair",
            ),
            models.CheckConstraint(
                condition=Q(pages__gte=1, pages__lte=len(PAGES)), name="casefile_scan_pages"
            ),
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(kind="photo", removed_at__isnull=True),
                name="casefile_scan_one_photo",
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)
