"""Keeping pictures of papers and people, and taking them away for good.

What is sealed is what was painted anew (`runtime.pictures`), never what was sent, and this room looks again before it
seals. The pictures are written in the transaction of their line; a database trigger removes them with it.
"""

import base64
from collections.abc import Iterable
from uuid import UUID

from wasl.access import policy
from wasl.access.actor import Actor
from wasl.access.enums import Action
from wasl.access.services import command, require
from wasl.audit import services as audit
from wasl.audit.enums import EventType
from wasl.casefile import rules
from wasl.casefile.enums import Circle, RemovalReason, ScanKind
from wasl.casefile.models import Scan
from wasl.casefile.models.scan import CAPTION, PAGES, SMALL
from wasl.casefile.selectors.files import lock
from wasl.casefile.selectors.scans import photo_agreed
from wasl.casefile.services.files import of_family, touch
from wasl.kernel.clock import now
from wasl.kernel.errors import Invalid, NotFound
from wasl.kernel.refs import new_id
from wasl.runtime.pictures import FIELD, Picture, is_plain
from wasl.vault import services as vault
from wasl.vault.client import Plain

LONGEST_CAPTION = 120
MOST_AT_ONCE = 4_000_000


@command
def scan_keep(
    *,
    file: UUID,
    person: UUID,
    kind: ScanKind,
    picture: Picture,
    by: Actor,
    document: str = "",
    circle: Circle = Circle.FAMILY,
    caption: str = "",
) -> UUID:
    """Keep a picture that was painted anew. A new photo of a person stands in place of the one before."""
    row = lock(file, by=by)
    require(by, Action.DOCUMENT_RECORD, on=row)
    of_family(file, person)
    if not all(map(is_plain, (*picture.pages, picture.small))):
        raise Invalid(FIELD, "picture_broken")
    if len(caption) > LONGEST_CAPTION:
        raise Invalid("caption", "caption_too_long")
    if document and document not in policy.programme().documents.kinds:
        raise Invalid("document", "scan_document_missing")
    there = Scan.objects.filter(person_id=person, removed_at__isnull=True)
    agreed = kind is ScanKind.PHOTO and photo_agreed(person, viewer=by)
    rules.can_keep_scan(kind, circle, document=document, photo_agreed=agreed, kept=there.count()).or_refuse()
    if kind is ScanKind.PHOTO:
        _remove(there.filter(kind=str(ScanKind.PHOTO)), RemovalReason.REPLACED, by)
    scan = Scan.objects.create(
        id=new_id(), file_id=file, team_id=row.team_id, person_id=person, kind=str(kind), document=document,
        circle=str(circle), pages=len(picture.pages), added_by=by.ref, added_at=now(),
    )  # fmt: skip
    _seal(scan, picture, caption.strip())
    touch(row, [])
    audit.record(EventType.SCAN_KEPT, by=by, on=scan, person=person, code=document or str(kind))
    return scan.id


@command
def scan_remove(*, scan: UUID, why: RemovalReason, by: Actor) -> None:
    """Take a picture away for good; the line stays and says who did it and why."""
    found = Scan.objects.filter(pk=scan).first()
    if found is None:
        raise NotFound
    row = lock(found.file_id, by=by)
    require(by, Action.DOCUMENT_RECORD, on=row)
    if not _remove(Scan.objects.filter(pk=scan, removed_at__isnull=True), why, by):
        raise Invalid("scan", "scan_gone")
    touch(row, [])
    audit.record(EventType.SCAN_REMOVED, by=by, on=found, person=found.person_id, code=str(why))


@command
def scan_printed(*, scan: UUID, by: Actor) -> None:
    """A picture goes out on paper; the record says which."""
    found = Scan.objects.filter(pk=scan, removed_at__isnull=True).first()
    if found is None:
        raise NotFound
    row = lock(found.file_id, by=by)
    require(by, Action.SCAN_VIEW, on=row)
    audit.record(
        EventType.FILE_PRINTED, by=by, on=found, person=found.person_id, code="scan", purpose="print"
    )


def photo_forget(person: UUID, *, by: Actor) -> None:
    """She has taken back her consent: her photo goes in the same moment. Part of the ledger's own service."""
    for scan in _remove(
        Scan.objects.filter(person_id=person, kind=str(ScanKind.PHOTO), removed_at__isnull=True),
        RemovalReason.WISH,
        by,
    ):
        audit.record(EventType.SCAN_REMOVED, by=by, on=scan, person=person, code=str(RemovalReason.WISH))


def _remove(scans: Iterable[Scan], why: RemovalReason, by: Actor) -> list[Scan]:
    """One by one, as there are hardly ever two; the trigger takes their pictures."""
    gone = list(scans)
    for scan in gone:
        scan.removed_at, scan.removed_by, scan.removed_why = now(), by.account, str(why)
        scan.save(update_fields=["removed_at", "removed_by", "removed_why"])
    return gone


def _seal(scan: Scan, picture: Picture, caption: str) -> None:
    """Everything in one go where it is small; a long PDF in several, so that no message to the vault is too long."""
    named = [*zip(PAGES, picture.pages, strict=False), (SMALL, picture.small)]
    parts = [(field, base64.b64encode(content).decode()) for field, content in named]
    plains = [
        Plain(scan.id, field, scan.person_id, scan.file_id, scan.team_id, text)
        for field, text in (*parts, *([(CAPTION, caption)] if caption else []))
    ]
    while plains:
        taken = 1
        while taken < len(plains) and sum(len(one.value) for one in plains[: taken + 1]) <= MOST_AT_ONCE:
            taken += 1
        vault.write(plains[:taken])
        plains = plains[taken:]
