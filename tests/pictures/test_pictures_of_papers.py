"""Salma keeps a picture of Sundus's card: painted anew, sealed, seen by whom it concerns, printed, taken away."""

import io
import time
from typing import Any

import psycopg
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from tests.cast import AMAL, HADI, KARIM, NADIA, SALMA
from tests.entry.desk import contexts_are_kept
from tests.pictures.album import agree, browser_of, raw, seen_by, send, stored
from tests.pictures.drawn import MARK, PAYLOAD, file_of, paper, photo
from tests.protection.counting import counted
from tests.stories.umm_ahmed import Family, receive
from tests.worlds import House
from wasl.kernel.errors import Invalid, NotFound, Refused
from wasl.runtime.pictures import cleaned, is_plain, size_of

__all__ = ["contexts_are_kept"]


@pytest.fixture
def family(house: House) -> Family:
    return receive(house)


def kept(house: House, family: Family, who: str = "sundus", content: bytes | None = None, **said: str) -> str:
    """The address of a picture that was just kept."""
    browser = browser_of(house)
    before = {card.ref for card in seen_by(house, family, SALMA, who)}
    answer = send(browser, family, who, photo() if content is None else content, **said)
    assert answer.status_code == 302, answer.context["form"].errors
    [fresh] = {card.ref for card in seen_by(house, family, SALMA, who)} - before
    return f"/files/{family.number}/scans/{fresh}/"


def events(house: House, family: Family, name: str) -> list[dict[str, Any]]:
    with psycopg.connect(house.dsn("wasl_super")) as everything:
        rows = everything.execute(
            "SELECT code, person, purpose, fields FROM audit_event WHERE file_id = %s AND event = %s ORDER BY at",
            [family.file, name],
        ).fetchall()
    return [dict(zip(("code", "person", "purpose", "fields"), row, strict=True)) for row in rows]


@pytest.mark.requirement("J1", "P2", "P3")
def test_a_photo_from_a_telephone_is_kept_without_the_place_where_it_was_taken(house: House, family: Family):
    sent = photo(1200, 900)
    address = kept(house, family, content=sent, caption="بطاقة موحدة، الوجه الأول")
    answer = browser_of(house).get(f"{address}page/1/")
    assert answer["Content-Type"] == "image/jpeg"
    assert answer["Cache-Control"] == "no-store"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    picture = Image.open(io.BytesIO(answer.content))
    assert picture.size == (900, 1200), "it stands upright, as the camera was held"
    assert not picture.getexif()
    assert picture.info.keys() <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    assert PAYLOAD in sent
    assert PAYLOAD not in answer.content
    page = browser_of(house).get(f"/files/{family.number}/people/{family.people['sundus']}/scans/")
    assert 'alt="' in page.content.decode()
    assert "بطاقة موحدة، الوجه الأول" in page.content.decode()


@pytest.mark.requirement("P2", "P3")
def test_what_lies_in_the_database_is_noise_of_a_padded_length(house: House, family: Family):
    kept(house, family, caption="كلام لا يعرفه أحد")
    [pages] = stored(house, family).values()
    lying = raw(house, family)
    assert {field for field, _ in lying} == {"files:page1", "files:small", "files:caption"}
    for _, sealed in lying:
        assert len(sealed) - 30 in {2**n for n in range(6, 21)}, "header, nonce and tag around a power of two"
        assert b"\xff\xd8\xff" not in sealed[:80]
        assert not any(page[200:260] in sealed for page in pages)


@pytest.mark.requirement("P8", "P10")
def test_each_look_is_on_the_record_and_strangers_find_nothing(house: House, family: Family):
    address = kept(house, family)
    [written] = events(house, family, "scan_kept")
    assert (written["code"], written["person"]) == ("DOC01", family.people["sundus"])
    before = len([one for one in events(house, family, "opened") if "files:page1" in (one["fields"] or [])])
    assert browser_of(house).get(f"{address}page/1/").status_code == 200
    looks = [one for one in events(house, family, "opened") if "files:page1" in (one["fields"] or [])]
    assert len(looks) == before + 1
    assert looks[-1]["person"] == family.people["sundus"]
    for below in ("", "page/1/", "paper/"):
        assert browser_of(house, KARIM).get(address + below).status_code == 404
        assert browser_of(house, HADI).get(address + below).status_code == 403
        assert browser_of(house, NADIA).get(address + below).status_code == 200
    other = receive(house)
    crossed = address.replace(family.number, other.number)
    assert browser_of(house).get(f"{crossed}page/1/").status_code == 404, (
        "a picture lies below its own file only"
    )
    for page in (0, 2, 7):
        assert browser_of(house).get(f"{address}page/{page}/").status_code == 404


@pytest.mark.requirement("P8")
def test_the_desk_keeps_what_it_cannot_open(house: House, family: Family):
    browser = browser_of(house, AMAL)
    assert send(browser, family, "badia", photo()).status_code == 302
    [card] = seen_by(house, family, AMAL, "badia")
    assert not card.small
    assert browser.get(f"/files/{family.number}/scans/{card.ref}/page/1/").status_code == 403
    [card] = seen_by(house, family, SALMA, "badia")
    assert card.small, "whoever works with the family opens it"


@pytest.mark.requirement("R056", "P8")
def test_what_is_her_own_is_not_seen_by_whoever_stands_in(house: House, family: Family):
    from datetime import timedelta

    from wasl.kernel.clock import today
    from wasl.workforce.enums import CoverReason
    from wasl.workforce.services import cover_give

    own, shared = kept(house, family, circle="own"), kept(house, family, document="DOC02")
    cover_give(
        absent=house.accounts["salma"], stand_in=house.accounts["hadi"], since=today(),
        until=today() + timedelta(days=1), reason=CoverReason.LEAVE, by=house.actor(NADIA),
    )  # fmt: skip
    try:
        hadi = browser_of(house, HADI)
        assert hadi.get(f"{shared}page/1/").status_code == 200
        assert hadi.get(f"{own}page/1/").status_code == 404
        assert [card.document for card in seen_by(house, family, HADI, "sundus")] == ["DOC02"]
    finally:
        house.end_all_covers()


@pytest.mark.requirement("R006", "R113")
def test_a_photo_of_her_is_off_until_she_agrees_and_gone_when_she_takes_it_back(house: House, family: Family):
    browser = browser_of(house)
    where = f"/files/{family.number}/people/{family.people['sundus']}/scans/"
    offered = {code for code, _ in browser.get(where).context["form"].fields["kind"].choices}
    assert "photo" not in offered
    assert send(browser, family, "sundus", photo(), kind="photo").status_code == 422
    agree(house, family, "sundus")
    first = kept(house, family, kind="photo", circle="family")
    [card] = seen_by(house, family, SALMA, "sundus")
    assert card.circle == "own", "her face is for her own page, whatever was ticked"
    second = kept(house, family, content=file_of(paper(300, 300)), kind="photo")
    assert browser.get(f"{first}page/1/").status_code == 404, "a new photo stands in place of the one before"
    assert browser.get(f"{second}page/1/").status_code == 200
    agree(house, family, "sundus", "withdrawn")
    assert browser.get(f"{second}page/1/").status_code == 404
    assert not raw(house, family), "nothing of it lies in the vault any more"
    assert {card.removed_why for card in seen_by(house, family, SALMA, "sundus")} == {"replaced", "wish"}


@pytest.mark.requirement("R006")
def test_without_consent_a_photo_is_not_shown_even_where_one_lies(house: House, family: Family):
    agree(house, family, "sundus")
    address = kept(house, family, kind="photo")
    with psycopg.connect(house.dsn("wasl_super")) as everything:
        everything.execute(
            "UPDATE casefile_consent SET decision = 'refused' WHERE file_id = %s", [family.file]
        )
    assert browser_of(house).get(f"{address}page/1/").status_code == 404
    assert not [card for card in seen_by(house, family, SALMA, "sundus") if not card.removed_at]


@pytest.mark.requirement("P2")
def test_a_picture_is_taken_away_for_good_with_its_reason(house: House, family: Family):
    address, browser = kept(house, family, caption="يخص شخصاً آخر"), browser_of(house)
    assert browser.post(f"{address}remove/").status_code == 422, "without a reason nothing is taken away"
    assert browser.get(f"{address}page/1/").status_code == 200
    assert browser.post(f"{address}remove/", {"why": "wrong_person"}).status_code == 302
    for below in ("", "page/1/", "paper/"):
        assert browser.get(address + below).status_code == 404
    assert not raw(house, family)
    [line] = seen_by(house, family, SALMA, "sundus")
    assert (line.removed_why, line.removed_by) == ("wrong_person", house.accounts["salma"])
    assert [one["code"] for one in events(house, family, "scan_removed")] == ["wrong_person"]
    assert browser.post(f"{address}remove/", {"why": "wish"}).status_code == 404


def test_with_the_key_of_the_person_the_picture_is_gone(house: House, family: Family):
    """What erasure destroys is the key; a picture in an old copy of the records is noise without it."""
    address = kept(house, family)
    with psycopg.connect(house.dsn("wasl_super")) as everything:
        everything.execute(
            "UPDATE vault_subjectkey SET wrapped = '', kek = 0 WHERE subject = %s", [family.people["sundus"]]
        )
    assert raw(house, family)
    assert browser_of(house).get(f"{address}page/1/").status_code == 404


@pytest.mark.requirement("J1")
def test_a_picture_of_twelve_million_points_is_kept_in_good_time_and_small_enough_to_read(
    house: House, family: Family
):
    sent = file_of(paper(4032, 3024), quality=92)
    started = time.monotonic()
    kept(house, family, content=sent)
    assert time.monotonic() - started < 15
    [[page, small]] = stored(house, family).values()
    assert max(size_of(page)) == 2200
    assert max(size_of(small)) == 320
    assert len(page) < 1_300_000
    assert len(small) < 40_000


def test_a_pdf_is_kept_as_the_pictures_of_its_pages(house: House, family: Family):
    content = file_of(paper(600, 800), "PDF", save_all=True, append_images=[paper(600, 800), paper(800, 600)])
    address = kept(house, family, content=content, kind="letter")
    shown = browser_of(house).get(address).context["pages"]
    assert len(shown) == 3
    assert len({one["alt"] for one in shown}) == 3
    [pages] = stored(house, family).values()
    assert all(map(is_plain, pages))


@pytest.mark.requirement("R102", "P10")
def test_it_is_printed_below_the_number_of_the_file_and_the_record_says_so(house: House, family: Family):
    address = kept(house, family)
    answer = browser_of(house).get(f"{address}paper/")
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Cache-Control"] == "no-store"
    assert answer.content.startswith(b"%PDF-")
    [[page, _small]] = stored(house, family).values()
    assert page[200:400] in answer.content, "the very picture, on paper"
    assert [one["code"] for one in events(house, family, "file_printed")] == ["scan"]


def test_nothing_typed_is_lost_when_a_picture_is_refused(house: House, family: Family):
    answer = send(browser_of(house), family, "sundus", b"GIF89a", caption="صورة القيد", document="DOC02")
    assert answer.status_code == 422
    form = answer.context["form"]
    assert form["caption"].value() == "صورة القيد"
    assert form["document"].value() == "DOC02"
    assert form.errors["file"]
    nothing = browser_of(house).post(
        f"/files/{family.number}/people/{family.people['sundus']}/scans/",
        {"kind": "document", "document": "", "circle": "family", "caption": ""},
    )
    assert set(nothing.context["form"].errors) == {"file", "document"}


def test_forty_pictures_of_a_person_are_enough(house: House, family: Family):
    from wasl.casefile import rules
    from wasl.casefile.enums import Circle, ScanKind

    full = rules.can_keep_scan(
        ScanKind.LETTER, Circle.FAMILY, document="", photo_agreed=True, kept=rules.MOST_SCANS
    )
    assert full.code == "scans_full"


@given(
    st.sampled_from(["document", "consent", "letter", "photo"]),
    st.sampled_from(["family", "own"]),
    st.sampled_from(["", "DOC01"]),
    st.booleans(),
    st.integers(0, 60),
)
def test_a_photo_is_kept_with_consent_and_for_her_own_page_or_not_at_all(
    kind: str, circle: str, document: str, agreed: bool, there: int
):
    from wasl.casefile import rules
    from wasl.casefile.enums import Circle, ScanKind

    decision = rules.can_keep_scan(
        ScanKind(kind), Circle(circle), document=document, photo_agreed=agreed, kept=there
    )
    if decision and kind == "photo":
        assert agreed
        assert circle == "own"
    if decision:
        assert there < rules.MOST_SCANS
        assert kind != "document" or document


def test_a_picture_of_somebody_elses_family_is_not_written_under_this_one(house: House, family: Family):
    from wasl.casefile.enums import ScanKind
    from wasl.casefile.services.scans import scan_keep, scan_remove
    from wasl.kernel.refs import new_id

    other, picture = receive(house), cleaned(photo())
    with pytest.raises(Invalid):
        scan_keep(
            file=family.file, person=other.people["sundus"], kind=ScanKind.LETTER, picture=picture,
            by=house.actor(SALMA),
        )  # fmt: skip
    with pytest.raises((Refused, NotFound)):
        scan_keep(
            file=family.file, person=family.people["sundus"], kind=ScanKind.LETTER, picture=picture,
            by=house.actor(KARIM),
        )  # fmt: skip
    with pytest.raises(NotFound):
        scan_remove(scan=new_id(), why=next(iter(_reasons())), by=house.actor(SALMA))


def _reasons() -> Any:
    from wasl.casefile.enums import RemovalReason

    return RemovalReason


def test_what_a_page_of_pictures_costs_does_not_grow_with_them(house: House, family: Family):
    browser = browser_of(house)
    where = f"/files/{family.number}/people/{family.people['sundus']}/scans/"
    costs = []
    for _ in range(3):
        kept(house, family, kind="letter")
        with counted() as cost:
            assert browser.get(where).status_code == 200
        costs.append((len(cost.statements), len(cost.vault)))
    assert len(set(costs)) == 1, cost.told()
    assert costs[0][0] <= 8, cost.told()
    with counted() as cost:
        assert send(browser, family, "sundus", photo()).status_code == 302
    assert len(cost.statements) <= 10, cost.told()


def test_mark_of_the_pictures_is_one_word():
    assert MARK.encode() == PAYLOAD
