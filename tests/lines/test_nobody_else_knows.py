"""Maryam works for a girl; every page of everybody else is, byte for byte, the page that it was before.

Whatever is compared here must be able to differ: a task of the line that was written beside the others is planted, and
seen at once.
"""

import html
import re
from uuid import uuid4

import psycopg
import pytest

from tests.cast import (
    BASIM,
    HADI,
    HUDA,
    KARIM,
    LAYLA,
    NADIA,
    RANA,
    RAWA,
    SALMA,
    SHIRIN,
    YUSUF,
    ZAINAB,
    Member,
)
from tests.lines.conftest import Kin
from tests.lines.staff import HANA, IMAN, MARYAM, NOOR
from tests.lines.test_a_girl_of_fifteen import LISTENED, begin
from tests.protection.visitors import signed_in
from tests.worlds import House
from wasl.kernel.clock import today

OUTSIDE = (SALMA, HADI, NADIA, KARIM, ZAINAB, RAWA, HUDA, LAYLA, NOOR, BASIM, RANA, YUSUF, SHIRIN)
NOTHING = "/codes/AAA-AAAA/"


def pages(kin: Kin) -> list[str]:
    """Where a count or a list could tell: one's day, lists, the team and its load, the week, all of the family."""
    family = f"/files/{kin.number}"
    return [
        "/", "/files/", "/today/", "/team/", "/week/", f"{family}/", f"{family}/week/", f"{family}/plan/",
        f"{family}/documents/", f"{family}/people/{kin.girl}/", f"{family}/sealed/", f"{family}/way/",
    ]  # fmt: skip


def calm(text: str) -> str:
    """A page without the keys that its forms carry, new each time."""
    text = re.sub(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "*", text)
    return re.sub(r'value="[^"]{20,}"|[A-Za-z0-9]{64}', "*", text)


def seen(browser, paths: list[str]) -> dict[str, tuple[int, str]]:
    found = {}
    for path in paths:
        response = browser.get(path)
        found[path] = (response.status_code, calm(response.content.decode()))
    return found


def differing(before: dict[str, tuple[int, str]], after: dict[str, tuple[int, str]]) -> list[str]:
    return [path for path in before if before[path] != after[path]]


@pytest.fixture
def maryams(lines: House):
    return signed_in(lines, MARYAM)


def work(maryam, kin: Kin) -> str:
    page = begin(maryam, kin, kin.girl, "child")
    assert maryam.post(f"{page}words/", {"about": "wish", "text": LISTENED}).status_code == 302
    assert maryam.post(f"{page}step/", {"kind": "talk", "pace": "at_once"}).status_code == 302
    return page


@pytest.mark.requirement("R030", "P2", "P8")
@pytest.mark.parametrize("member", OUTSIDE, ids=lambda m: m.username)
def test_every_page_is_the_same_as_before(lines: House, kin: Kin, maryams, member: Member):
    outside = signed_in(lines, member)
    paths = pages(kin)
    seen(outside, paths)
    before = seen(outside, paths)
    page = work(maryams, kin)
    assert differing(before, seen(outside, paths)) == []
    nothing = outside.get(NOTHING)
    assert nothing.status_code == 404
    for path in (page, f"{page}words/", f"{page}do/", f"{page}hand/"):
        for method in ("get", "post"):
            found = getattr(outside, method)(path)
            assert found.status_code == 405 or (found.status_code, found.content) == (404, nothing.content)
    listed = outside.get("/codes/").content.decode()
    assert page.split("/")[2] not in listed


@pytest.mark.parametrize("member", [NADIA, SALMA], ids=lambda m: m.username)
def test_a_task_of_the_line_that_is_counted_with_the_others_is_caught(lines: House, kin: Kin, member: Member):
    """The planted fault: the line keeps its task where all tasks are."""
    outside = signed_in(lines, member)
    paths = pages(kin)
    seen(outside, paths)
    before = seen(outside, paths)
    with psycopg.connect(lines.dsn("wasl_super")) as everything:
        everything.execute(
            "INSERT INTO casefile_task (id, file_id, team_id, person_id, kind, code, owner, added_on, due_on) "
            "VALUES (%s, %s, %s, %s, 'urgent', 'UN10', %s, %s, %s)",
            [uuid4(), kin.file, lines.teams["A"], kin.girl, lines.accounts[SALMA.username], today(), today()],
        )
    assert differing(before, seen(outside, paths))


@pytest.mark.requirement("R030", "P8")
@pytest.mark.parametrize("member", [SALMA, ZAINAB, HUDA, MARYAM], ids=lambda m: m.username)
def test_programs_are_told_the_same_as_before_and_have_no_door_to_the_lines(
    lines: House, kin: Kin, maryams, member: Member
):
    """Not even the program of whoever works in the line: what is sealed is for people in person."""
    from tests.api.program import Program, token_of
    from wasl.vault import services as vault

    token = token_of(lines, member, label=f"t{uuid4().hex[:6]}")
    program = Program(token)
    routes = [path for path in program.get("/openapi.json").json()["paths"] if "{" not in path]
    paths = [path.removeprefix("/api/v1") for path in routes] + [f"/files/{kin.number}"]
    before = {path: (found.status_code, found.content) for path in paths if (found := program.get(path))}
    page = work(maryams, kin)
    after = {path: (found.status_code, found.content) for path in paths if (found := program.get(path))}
    assert before == after
    assert any(status == 200 for status, _ in after.values())
    assert vault.client().cases(token, "care") == []
    assert vault.client().case(token, "care", page.split("/")[2]) is None


@pytest.mark.requirement("R030", "P10")
def test_the_record_names_neither_family_nor_code(lines: House, kin: Kin, maryams):
    """Who looked at the family, the auditor's list and the family's page of it: no trace of Maryam's work."""
    page = work(maryams, kin)
    code = page.split("/")[2]
    looks = html.unescape(signed_in(lines, SALMA).get(f"/files/{kin.number}/looks/").content.decode())
    assert MARYAM.name not in looks
    for path in ("/auditor/", f"/auditor/{kin.number}/"):
        shown = signed_in(lines, YUSUF).get(path).content.decode()
        assert code not in shown
        assert LISTENED not in shown
    with psycopg.connect(lines.dsn("wasl_super")) as everything:
        rows = everything.execute(
            "SELECT e::text, e.file_id, e.person, e.request FROM audit_event e WHERE actor = %s AND event IN "
            "('sealed_written', 'sealed_opened')",
            [lines.accounts[MARYAM.username]],
        ).fetchall()
    assert rows
    for text, *refs in rows:
        assert refs == [None, None, None]
        assert not any(str(ref) in text for ref in (kin.file, kin.number, kin.girl, kin.mother, code))


@pytest.mark.requirement("R030")
def test_a_psychologists_case_is_for_her_and_her_clinical_supervisor(lines: House, kin: Kin):
    from wasl.access.services import grant_give
    from wasl.access.work import unit_of_work
    from wasl.casefile.enums import SealedLine
    from wasl.lines import selectors, services
    from wasl.lines.enums import About

    nadia, rawa = lines.actor(NADIA), lines.actor(RAWA)
    with unit_of_work(nadia.token):
        grant_give(
            file=kin.file,
            account=lines.accounts[RAWA.username],
            role="psychologist",
            purpose="care",
            by=nadia,
        )
    code = services.case_open(file=kin.file, person=kin.mother, line=SealedLine.CLINICAL, by=rawa)
    services.words_add(code=code, about=About.WISH, text="تريد أن تنام", by=rawa)
    for member in (RAWA, HANA, SALMA, NADIA, ZAINAB, HUDA, IMAN, BASIM, YUSUF):
        by = lines.actor(member)
        with unit_of_work(by.token):
            found = {one.code for one in selectors.cases(viewer=by)}
        assert (code in found) == (member in (RAWA, HANA)), member.username


@pytest.mark.requirement("R030")
def test_what_is_handed_over_and_who_steps_in_stays_in_the_line(lines: House, kin: Kin):
    from wasl.access.work import unit_of_work
    from wasl.casefile.enums import SealedLine
    from wasl.kernel.errors import NotFound, Refused
    from wasl.lines import selectors, services
    from wasl.lines.enums import About, Pace, State, StepKind

    huda, layla, noor = lines.actor(HUDA), lines.actor(LAYLA), lines.actor(NOOR)
    code = services.case_open(file=kin.file, person=kin.mother, line=SealedLine.GBV, by=huda)
    with pytest.raises(Refused) as why:
        services.words_add(code=code, about=About.NEED, text="x", by=layla)
    assert why.value.code == "step_in_first"
    services.step_in(code=code, by=layla)
    services.step_add(code=code, kind=StepKind.HEALTH, pace=Pace.SOON, by=layla)
    with unit_of_work(layla.token):
        loads = selectors.load(selectors.cases(viewer=layla))
    assert any(one.worker == huda.ref and one.cases >= 1 and one.most == 15 for one in loads)
    # only to somebody of the line here; not to the children's line and not to a caseworker
    for wrong in (MARYAM, SALMA, HUDA):
        with pytest.raises(Refused):
            services.hand_over(code=code, to=lines.accounts[wrong.username], by=huda)
    services.hand_over(code=code, to=lines.accounts[NOOR.username], by=huda)
    with pytest.raises(NotFound):
        services.state_set(code=code, state=State.PAUSED, by=huda)
    services.state_set(code=code, state=State.PAUSED, by=noor)
    with pytest.raises(Refused) as paused:
        services.step_add(code=code, kind=StepKind.TALK, pace=Pace.SOON, by=noor)
    assert paused.value.code == "case_paused"
    with unit_of_work(noor.token):
        (mine,) = [one for one in selectors.cases(viewer=noor) if one.code == code]
    assert mine.case.due() == []


def test_no_form_asks_what_happened_or_who_did_it(lines: House):
    """The forms of a line hold needs, wishes, safety and steps; there is no list of events and nobody to blame."""
    from wasl.interfaces.web.forms import codes

    fields = {
        name for form in vars(codes).values()
        if isinstance(form, type) and hasattr(form, "base_fields") and form.__module__ == codes.__name__
        for name in form.base_fields
    }  # fmt: skip
    assert fields == {
        "person", "line", "about", "text", "kind", "pace", "to", "tells", "informed", "alone", "who", "answer",
        "interest", *codes.PLAN, "paper",
    }  # fmt: skip
