"""Two browsers have one form open. One saves; the other is told, sees both texts, loses nothing, and saves a third."""

import inspect
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from tests.cast import AMAL, NADIA, SALMA, Member
from tests.journey.family import Family
from tests.protection.visitors import signed_in
from tests.stories.form_on_page import Shown, form_with
from tests.worlds import House
from wasl.kernel.clock import today

Fill = Callable[[Shown], dict[str, Any]]
MINE, THEIRS = "كلام سلمى بعد الزيارة", "كلام زميلتها في الوقت نفسه"


@dataclass(frozen=True)
class Edit:
    """One form about something that is there: where it is, which fields it has, what each of two people writes."""

    name: str
    path: str
    fields: tuple[str, ...]
    theirs: dict[str, Any]
    mine: dict[str, Any]
    who: Member = SALMA
    family: str = "planned"
    shows: tuple[str, ...] = (MINE,)
    more: dict[str, Any] = field(default_factory=dict)


def texts(name: str) -> dict[str, dict[str, Any]]:
    return {"theirs": {name: THEIRS}, "mine": {name: MINE}}


EDITS = (
    Edit("goal_change", "goals/{goal}/change/", ("words", "circle"), **texts("words")),
    Edit(
        "goal_close", "goals/{goal}/close/", ("state", "words"), {"state": "partly", "words": THEIRS},
        {"state": "achieved", "words": MINE}, more={"once_only": True},
    ),
    Edit(
        "need_answer", "needs/{need}/", ("reason", "words"), {"reason": "not_wanted", "words": THEIRS},
        {"reason": "already_served", "words": MINE},
    ),
    Edit("safe_contact", "people/{mother}/contact/", ("phones", "when"), **texts("when")),
    Edit("person_edit", "people/{mother}/edit/", ("given", "kunya"), **texts("kunya")),
    Edit("reception_place", "reception/place/", ("governorate", "local"), **texts("local"), who=AMAL, family="desk"),
    Edit(
        "documents", "documents/?person={mother}", ("state_DOC01", "number_DOC01"),
        {"state_DOC01": "have", "number_DOC01": "11111"}, {"state_DOC01": "have", "number_DOC01": "22222"},
        shows=("22222", "11111"),
    ),
    Edit(
        "level", "level/", ("person", "level", "reason"), {"level": "enhanced", "reason": THEIRS},
        {"level": "intensive", "reason": MINE},
    ),
    Edit("waiting", "waiting/", ("reason", "since_0"), {"reason": "documents"}, {"reason": "health"}, shows=()),
    Edit("review", "review/", ("text", "on_0"), {"text": THEIRS, "goal-{goal}": "achieved", "result-{goal}": "وصلت"},
         {"text": MINE, "result-{goal}": "كلمة عن الهدف"}, shows=(MINE, "كلمة عن الهدف")),
    Edit("completion_answer", "completion/place-agreed/", ("met", "evidence"), {"met": "yes", "evidence": THEIRS},
         {"met": "no", "evidence": MINE}, family="leaving", shows=(MINE, THEIRS)),
    Edit("departure", "departure/", ("planned_on_0", "words"), {"words": THEIRS}, {"words": MINE}, family="leaving",
         shows=(MINE, THEIRS), more={"do": "plan"}),
    Edit("assessment_fill", "assessment/{mother}/", ("mode", "language"), {"declined": "on", "mode": "read_aloud"},
         {"declined": "on", "mode": "read_aloud", "words_documents": MINE}),
    Edit("handover", "handover/", ("to", "reason"), {"reason": THEIRS}, {"reason": MINE}, who=NADIA,
         more={"do": "propose", "first": "to"}),
)  # fmt: skip


def a_family(house: House, stage: str) -> Family:
    from wasl.access.services import grant_give
    from wasl.access.work import unit_of_work
    from wasl.journey.services import leaving

    family = Family(house, arrived_ago=20)
    if stage == "desk":
        with unit_of_work(house.actor(NADIA).token):
            grant_give(
                file=family.ref,
                account=family.amal.ref,
                role="intake-clerk",
                purpose="reception",
                by=family.nadia,
            )
        return family
    family.assess()
    family.plan()
    if stage == "leaving":
        leaving.exit_begin(file=family.ref, by=family.salma)
        leaving.departure_plan(
            file=family.ref, notice_on=today(), planned_on=today() + timedelta(days=20), governorate="IQG16",
            district="", by=family.salma, words="سيارة", shortened_because="",
        )  # fmt: skip
        family.answer("place-agreed")
    return family


def filled(edit: Edit, family: Family, page: str, changes: dict[str, Any]) -> dict[str, Any]:
    """The form as it stands on the page, with what one of the two writes."""
    named = {name.format(**vars(family)): value for name, value in changes.items()}
    form = form_with(page, *(name.format(**vars(family)) for name in edit.fields))
    more = {name: value for name, value in edit.more.items() if name == "do"}
    if first := edit.more.get("first"):
        # always a colleague: whoever offers a file to herself is asked for her answer next, and offers it no longer
        hadi = str(family.house.accounts["hadi"])
        more[first] = next(one for one in form.options[first] if one.startswith(hadi))
    return form.sent(**named, **more)


@pytest.mark.parametrize("edit", EDITS, ids=lambda edit: edit.name)
def test_whoever_saves_second_sees_both_texts_and_saves_a_third(house: House, edit: Edit):
    family = a_family(house, edit.family)
    address = f"/files/{family.number}/{edit.path.format(**vars(family))}"
    browser = signed_in(house, edit.who)
    pages = [browser.get(address).content.decode() for _ in range(2)]

    first = browser.post(address, filled(edit, family, pages[0], edit.theirs))
    assert first.status_code == 302, first.content.decode()[:3000]

    late = browser.post(address, filled(edit, family, pages[1], edit.mine))
    both = late.content.decode()
    assert late.status_code == 409, both[:3000]
    assert all(text in both for text in edit.shows), both
    form = form_with(both, "once", action=address)
    assert form.action == address
    assert set(edit.mine.values()) <= {one for values in form.values.values() for one in values}, form.values

    third = browser.post(address, form.sent())
    # what has ended meanwhile, such as a goal that was closed, cannot be changed again: that is said, with its reason
    assert third.status_code == 409 if edit.more.get("once_only") else third.status_code == 302, (
        third.content[:3000]
    )


@pytest.mark.parametrize("edit", EDITS, ids=lambda edit: edit.name)
def test_the_same_form_sent_twice_is_done_once(house: House, edit: Edit):
    family = a_family(house, edit.family)
    address = f"/files/{family.number}/{edit.path.format(**vars(family))}"
    browser = signed_in(house, edit.who)
    form = filled(edit, family, browser.get(address).content.decode(), edit.mine)

    first = browser.post(address, form)
    assert first.status_code == 302, first.content.decode()[:3000]
    done = what_was_done(house)
    again = browser.post(address, form)
    assert (again.status_code, again["Location"]) == (302, first["Location"])
    assert what_was_done(house) == done > 0


def what_was_done(house: House) -> int:
    """How many lines of the record are about something written."""
    with house.as_role("wasl_owner"):
        from django.db import connection

        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM audit_event WHERE event NOT IN ('file_viewed', 'opened')")
            return int(cursor.fetchone()[0])


@pytest.mark.requirement("R054")
def test_the_same_form_sent_by_two_connections_at_once_is_done_once(house: House):
    """Ten times, since it is a question of who is faster."""
    family = a_family(house, "planned")
    address = f"/files/{family.number}/goals/"
    browsers, before = [signed_in(house, SALMA) for _ in range(2)], goals_of(house, family)
    for number in range(10):
        page = browsers[0].get(f"{address}?need={family.need}").content.decode()
        words = f"هدف جديد {number}"
        form = form_with(page, "words", "circle", "needs").sent(words=words)
        with ThreadPoolExecutor(2) as both:
            answers = list(both.map(lambda browser, form=form: _post(browser, address, form), browsers))
        assert [answer.status_code for answer in answers] == [302, 302]
        assert len({answer["Location"] for answer in answers}) == 1
        assert goals_of(house, family) == before + number + 1


def goals_of(house: House, family: Family) -> int:
    from wasl.access.work import unit_of_work
    from wasl.casefile.models import Goal

    with unit_of_work(house.actor(SALMA).token):
        return Goal.objects.filter(file_id=family.ref).count()


def _post(browser: Any, address: str, form: dict[str, Any]) -> Any:
    from django.db import connection

    try:
        return browser.post(address, form)
    finally:
        connection.close()


def test_two_who_save_in_the_same_moment_do_not_write_over_each_other(house: House):
    """One wins, the other is told; never both, never neither."""
    family = a_family(house, "planned")
    address = f"/files/{family.number}/people/{family.mother}/contact/"
    browsers = [signed_in(house, SALMA) for _ in range(2)]
    for number in range(10):
        page = browsers[0].get(address).content.decode()
        forms = [
            form_with(page, "phones", "when").sent(when=f"{who} {number}", once=str(uuid4()))
            for who in (MINE, THEIRS)
        ]
        with ThreadPoolExecutor(2) as both:
            pairs = zip(browsers, forms, strict=True)
            answers = list(both.map(lambda pair: _post(pair[0], address, pair[1]), pairs))
        assert sorted(answer.status_code for answer in answers) == [302, 409]


def test_the_planted_fault_of_forgetting_what_stood_is_caught(house: House, monkeypatch: pytest.MonkeyPatch):
    from wasl.interfaces.web.ui import edits

    monkeypatch.setattr(edits, "changed", lambda form, data: False)
    family = a_family(house, "planned")
    address = f"/files/{family.number}/people/{family.mother}/contact/"
    browser = signed_in(house, SALMA)
    page = browser.get(address).content.decode()
    form = form_with(page, "phones", "when")
    answers = [browser.post(address, form.sent(when=words, once=str(uuid4()))) for words in (THEIRS, MINE)]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert THEIRS not in browser.get(address).content.decode()


def test_a_note_beside_it_is_no_reason_to_warn(house: House):
    """The counter of the file goes up with everything that is written; a form about something else is not disturbed."""
    family = a_family(house, "planned")
    address = f"/files/{family.number}/people/{family.mother}/contact/"
    browser = signed_in(house, SALMA)
    form = form_with(browser.get(address).content.decode(), "phones", "when")
    note = form_with(browser.get(f"/files/{family.number}/note/").content.decode(), "text", "circle")
    assert browser.post(f"/files/{family.number}/note/", note.sent(text="زيارة قصيرة")).status_code == 302
    assert browser.post(address, form.sent(when="مساءً")).status_code == 302


#: what only adds a line, or takes one step that its own state guards: two of them stand side by side or one is refused
ADDS = {
    "note_write": "a note", "sealed": "a sealed line", "goal_write": "a goal",
    "goal_reopen": "one step", "need_unanswer": "one step", "task_tick": "one step, its own way back",
    "group": "what many received", "home_contact": "a contact", "urgent_event": "a task", "people_add": "people",
    "life_birth": "adds somebody", "life_marriage": "one step", "life_divorce": "one step", "life_death": "one step",
    "life_leaving": "one step", "life_parting": "carries the versions of those who go", "of_age": "one step",
    "consent_ask": "a line of the ledger", "consent_withdraw": "a line of the ledger",
    "reception_new": "a file", "reception_expected": "a file", "reception_notice": "the notice was read",
    "reception_urgent": "tasks", "reception_finish": "one step", "return_to_centre": "one step",
    "draft_save": "a draft is its writer's own", "file_access": "one step", "person_looks": "a request",
    "scans": "a picture; a new photo of a person stands in place of the one before, as is said there",
    "scan_remove": "one step: what is gone cannot go again", "appointment_book": "an appointment, once for each form",
    "appointment_settle": "one step: only what is planned", "appointment_restore": "one step: only what was settled",
    "conference_new": "a conference, once for each form", "level_requests": "one step: only what was asked",
    "plan_approval": "one step: what was handed in; about other pages it is refused",
    "form_draft": "a draft is its writer's own", "form_fill": "a filled form, once by its instance",
    "raised": "one step: a proposal is answered once", "form_paper": "a sheet with a code of its own",
    "paper_whose": "one step: a sheet is bound once", "paper_fill": "a filled form, once by its sheet",
    "person_safety": "see tests/lines", "safety": "see tests/lines",
    "review_postpone": "one step: once after each review",
}  # fmt: skip
#: forms with a mark that are tried elsewhere or by the same lines of code as one above
MARKED = {
    "joining",
    "service_record",
    "plan",
    "plan_agree",
    "way",
    "completion",
    "own_choice",
    "office",
    "closing",
    "person_corrections",
    "appointment_move",
}


def test_every_form_says_what_it_changes_or_stands_here_as_one_that_only_adds(house: House):
    from django.urls import URLPattern

    from wasl.access.enums import Action
    from wasl.interfaces.web.access_table import TABLE
    from wasl.interfaces.web.urls import urlpatterns

    known = {edit.name for edit in EDITS} | MARKED | ADDS.keys()
    forms = {
        pattern.name
        for pattern in urlpatterns
        if isinstance(pattern, URLPattern)
        and "<str:number>" in str(pattern.pattern)
        and isinstance(TABLE.get(pattern.name or ""), Action)
        and _takes_forms(pattern.callback)
    }
    assert forms - known == set()


def _takes_forms(view: Any) -> bool:
    source = inspect.getsource(inspect.unwrap(view))
    return "POST" in source
