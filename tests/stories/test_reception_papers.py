"""Papers at the desk: 22 kinds, how each stands, and a sealed number for those who write papers down."""

import pytest

from tests.cast import AMAL, CAST, HADI, NADIA, Member
from tests.entry.convoy import mark
from tests.entry.desk import Desk, contexts_are_kept  # noqa: F401 - a fixture
from tests.worlds import House

NUMBER = "199012345678"
WRITES = "document.record"


@pytest.fixture
def desk(house: House) -> Desk:
    return Desk(house)


def page_of(desk: Desk) -> tuple[str, str]:
    number = desk.receive(mark())
    return number, f"/files/{number}/documents/?person={desk.people(number)['خديجة']}"


@pytest.mark.requirement("J1")
def test_22_kinds_are_known_and_whoever_heads_the_family_is_asked_for_hers_and_the_households(desk: Desk):
    from wasl.access.policy import programme
    from wasl.casefile.enums import DocumentState

    kinds = programme().documents.kinds
    assert len(kinds) == 22
    _, page = page_of(desk)
    form = desk.get(page).context["form"]
    asked = {kind.code for kind in form.kinds}
    assert asked == {code for code, kind in kinds.items() if kind.holder in ("person", "adult", "household")}
    states = {code for code, _ in form.fields["state_DOC01"].choices}
    assert states == {"", *(str(state) for state in DocumentState)}


@pytest.mark.requirement("J1", "P1")
def test_a_number_is_sealed_read_back_changed_and_taken_away(house: House, desk: Desk):
    from django.db import connection

    from wasl.access.work import unit_of_work

    number, page = page_of(desk)
    arabic = "١٩٩٠١٢٣٤٥٦٧٨"
    assert desk.post(page, state_DOC01="have", number_DOC01=arabic).status_code == 302
    assert desk.get(page).context["form"]["number_DOC01"].value() == NUMBER
    file = desk.row(number).file_id
    with unit_of_work(house.actor(AMAL).token), connection.cursor() as cursor:
        cursor.execute(
            "SELECT row_to_json(d)::text FROM casefile_document d WHERE file_id = %s",
            [desk.row(number).file_id],
        )
        rows = cursor.fetchall()
        cursor.execute(
            "SELECT count(*) FROM vault_sealed WHERE field = 'identity:number' AND file_id = %s", [file]
        )
        [(sealed,)] = cursor.fetchall()
    assert rows
    assert sealed == 1
    assert not any(NUMBER in text or arabic in text for (text,) in rows)
    assert desk.post(page, state_DOC01="lost", number_DOC01=NUMBER).status_code == 302
    assert desk.get(page).context["form"]["number_DOC01"].value() == NUMBER
    assert desk.post(page, state_DOC01="lost", number_DOC01="").status_code == 302
    assert desk.get(page).context["form"]["number_DOC01"].value() == ""


def test_a_number_without_a_word_about_its_paper_is_asked_for_and_stays_in_the_form(desk: Desk):
    _, page = page_of(desk)
    answer = desk.post(page, number_DOC03=NUMBER)
    assert answer.status_code == 422
    assert "state_DOC03" in answer.context["form"].errors
    assert f'value="{NUMBER}"' in answer.content.decode()
    row = next(row for row in answer.context["form"].rows if row["kind"].code == "DOC03")
    assert row["open"]


@pytest.mark.requirement("R088", "P8")
def test_a_number_is_shown_to_nobody_who_does_not_write_papers_down(house: House, desk: Desk):
    from wasl.access.policy import programme

    _, page = page_of(desk)
    assert desk.post(page, state_DOC01="have", number_DOC01=NUMBER).status_code == 302
    board = page.partition("?")[0]
    assert NUMBER not in desk.text(board)
    assert NUMBER in Desk(house, NADIA).text(page)
    assert NUMBER not in Desk(house, HADI).get(page).content.decode()
    for member in CAST:
        seen = Desk(house, member).get(page)
        assert (NUMBER in seen.content.decode()) <= writes(member, programme())


def writes(member: Member, programme) -> bool:
    return WRITES in {str(action) for action in programme.roles[member.role].actions}


def test_numbers_are_refused_below_the_page_too(house: House, desk: Desk):
    """Whatever a page would show, the selector refuses who does not write papers down."""
    from wasl.access.work import unit_of_work
    from wasl.kernel.errors import NotFound, Refused
    from wasl.phases.entry_assessment.selectors.papers import numbers

    number, page = page_of(desk)
    assert desk.post(page, state_DOC01="have", number_DOC01=NUMBER).status_code == 302
    file, person = desk.row(number).file_id, desk.people(number)["خديجة"]
    by = house.actor(HADI)
    with unit_of_work(by.token), pytest.raises((NotFound, Refused)):
        numbers(file, person, viewer=by)
