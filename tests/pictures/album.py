"""A family whose papers are photographed, and what of the pictures is there afterwards."""

from typing import Any
from uuid import UUID

from tests.cast import SALMA, Member
from tests.protection.visitors import signed_in
from tests.stories.umm_ahmed import Family
from tests.worlds import House


def send(browser: Any, family: Family, who: str, content: bytes, name: str = "paper.jpg", **said: str) -> Any:
    """A picture as the page's form sends it."""
    from django.core.files.uploadedfile import SimpleUploadedFile

    told = {"kind": "document", "document": "DOC01", "circle": "family", "caption": ""} | said
    where = f"/files/{family.number}/people/{family.people[who]}/scans/"
    return browser.post(where, told | {"file": SimpleUploadedFile(name, content)})


def seen_by(house: House, family: Family, member: Member, who: str) -> list[Any]:
    """The cards of somebody's pictures as a member of the staff sees them."""
    from wasl.access.work import unit_of_work
    from wasl.casefile.selectors import files, scans

    by = house.actor(member)
    with unit_of_work(by.token):
        person = family.people[who]
        agreed = scans.photo_agreed(person, viewer=by)
        return scans.of_person(files.view(family.number, viewer=by), person, agreed=agreed, viewer=by)


def stored(house: House, family: Family) -> dict[UUID, list[bytes]]:
    """Every picture of the family as it lies in the vault: its pages, the small one last."""
    import base64

    from wasl.access.work import unit_of_work
    from wasl.casefile.models import Scan
    from wasl.casefile.models.scan import PAGES, SMALL
    from wasl.people.selectors import opened

    by = house.actor(SALMA)
    with unit_of_work(by.token):
        scans = list(Scan.objects.filter(file_id=family.file, removed_at__isnull=True))
        found: dict[UUID, list[bytes]] = {}
        for scan in scans:
            names = [*PAGES[: scan.pages], SMALL]
            values = opened([(scan.id, name) for name in names], viewer=by)
            found[scan.id] = [base64.b64decode(values.text(scan.id, name)) for name in names]
    return found


def raw(house: House, family: Family) -> list[tuple[str, bytes]]:
    """Field and ciphertext of everything sealed of the family's pictures, behind the scenes."""
    import psycopg

    with psycopg.connect(house.dsn("wasl_super")) as everything:
        rows = everything.execute(
            "SELECT field, sealed FROM vault_sealed WHERE file_id = %s AND field LIKE 'files:%%'",
            [family.file],
        )
        return [(field, bytes(sealed)) for field, sealed in rows]


def browser_of(house: House, member: Member = SALMA) -> Any:
    return signed_in(house, member)


def agree(house: House, family: Family, who: str, decision: str = "given") -> None:
    """What she says when she is asked whether a photo of her may be kept."""
    from wasl.casefile.enums import ConsentDecision
    from wasl.casefile.services.record import Choice, consent_record

    consent_record(
        file=family.file, person=family.people[who], choices=[Choice("photo", ConsentDecision(decision))],
        language="ar", asked_alone=True, given_how="spoken", by=house.actor(SALMA),
    )  # fmt: skip
