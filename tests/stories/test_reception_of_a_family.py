"""Umm Saif comes to the desk with two children and no file. Amal receives her, page by page, without JavaScript."""

from datetime import timedelta

import pytest

from tests.cast import AMAL, HADI, KARIM, NADIA, SALMA
from tests.entry.convoy import announce, expect, family, mark
from tests.entry.desk import CHILD, GIRL, SOMEBODY_ELSE, Desk, contexts_are_kept, desk_sees, members  # noqa: F401 - a fixture
from tests.worlds import House


@pytest.fixture
def desk(house: House) -> Desk:
    return Desk(house)


def test_the_notice_stands_open_in_the_language_in_which_it_is_read(desk: Desk):
    """On a page in Sorani the choice says Sorani, and so does what is read aloud."""
    desk.browser.post("/language/", {"language": "ckb"})
    try:
        page = desk.get("/reception/new/")
        assert page.context["notices"][0]["language"].code == "ckb"
        assert page.context["form"]["language"].value() == "ckb"
        assert len(page.context["notices"]) == 3
    finally:
        desk.browser.post("/language/", {"language": "ar"})
    assert desk.get("/reception/new/").context["notices"][0]["language"].code == "ar"


@pytest.mark.requirement("J1", "R006", "R059")
def test_a_family_is_received_step_by_step(house: House, desk: Desk):
    number = desk.receive(mark())
    home = f"/files/{number}/"
    assert number in desk.text(f"{home}reception/")

    added = desk.browser.post(f"{home}people/add/", members(CHILD, GIRL))
    assert added.status_code == 302
    inside = desk.people(number)
    assert set(inside) == {"خديجة", "سيف", "رؤى"}
    row = desk.row(number)
    assert (row.size, row.adults, row.children, row.woman_headed) == (3, 1, 2, True)

    mother = inside["خديجة"]
    page = desk.get(f"{home}people/{mother}/choices/")
    choices = {name: "no" for name in page.context["form"].fields if name.startswith("choice_")}
    choices["choice_legal"] = "yes"
    asked = desk.post(
        f"{home}people/{mother}/choices/", language="ar", alone="yes", how="thumbprint", **choices
    )
    assert asked.status_code == 302

    contact = desk.post(
        f"{home}people/{mother}/contact/", phones="0770 123 4567", when="بعد العصر", who_may_answer="", name_to_use="",
        visit="نعم", vehicle="بلا علامة",
    )  # fmt: skip
    assert contact.status_code == 302
    assert "بعد العصر" in desk.text(f"{home}people/{mother}/")

    urgent = desk.get(f"{home}reception/urgent/").context["form"]
    owner = urgent["owner_ill_now"].initial
    sent = desk.post(
        f"{home}reception/urgent/", key=urgent.initial["key"], yes_ill_now="on", person_ill_now=str(inside["سيف"]),
        owner_ill_now=owner, words_ill_now="حمى",
    )  # fmt: skip
    assert sent.status_code == 302

    papers = desk.post(
        f"{home}documents/?person={mother}", state_DOC01="lost", wanted_DOC01="on", step_DOC01="applied"
    )
    assert papers.status_code == 302
    assert papers["Location"].endswith(str(inside["سيف"])) or papers["Location"].endswith(str(inside["رؤى"]))

    place = desk.post(
        f"{home}reception/place/", governorate="IQG15", district="IQG15Q07", local="سنوني", section="A"
    )
    assert place.status_code == 302
    row = desk.row(number)
    assert (row.governorate, row.district, row.section) == ("IQG15", "IQG15Q07", "A")

    done = desk.post(f"{home}reception/finish/")
    assert done["Location"] == f"{home}card/"
    card = desk.text(f"{home}card/")
    assert number in card


@pytest.mark.requirement("J1")
def test_the_card_names_neither_centre_nor_programme(house: House, desk: Desk):
    from wasl.access.policy import programme

    card = desk.text(f"/files/{desk.receive(mark())}/card/")
    for centre in programme().centres.values():
        assert centre.name.ar not in card
    assert programme().name.ar not in card
    assert programme().header.outside_name.ar in card


@pytest.mark.requirement("R007")
def test_no_file_is_opened_before_it_was_looked_whether_there_is_one(house: House, desk: Desk):
    typed = desk.opening(mark())
    answer = desk.browser.post("/reception/new/", typed | {"open": "1"})
    assert answer.status_code == 422
    desk.look(typed)
    changed = typed | {"grandfather": mark(), "open": "1"}
    assert desk.browser.post("/reception/new/", changed).status_code == 422


@pytest.mark.requirement("R007", "J1")
def test_a_family_that_is_known_is_shown_side_by_side_and_the_no_is_remembered(house: House, desk: Desk):
    from wasl.access.work import unit_of_work
    from wasl.people.models import NotSame

    name = mark()
    first = desk.receive(name)
    desk_sees(desk, name)
    typed = desk.opening(name)
    seen = desk.look(typed)
    assert seen.context["known"] == "same"
    assert [one["number"] for one in seen.context["found"]] == [first]
    assert desk.browser.post("/reception/new/", typed | {"open": "1"}).status_code == 422
    assert desk.browser.post("/reception/new/", typed | {"open": "1", "another": "on"}).status_code == 422
    opened = desk.browser.post(
        "/reception/new/", typed | {"open": "1", "another": "on", "reason": "أمها غير أمها"}
    )
    assert opened.status_code == 302
    compared = desk.people(first)["خديجة"]
    with unit_of_work(house.actor(AMAL).token):
        assert NotSame.objects.filter(other=compared).count() == 1


@pytest.mark.requirement("R088")
def test_beyond_ones_own_work_the_desk_hears_only_that_somebody_is_known(house: House):
    name = mark()
    amal, salma = Desk(house), Desk(house, SALMA)
    number = amal.receive(name)
    desk_sees(amal, name)
    answer = salma.post("/search/", q=f"خديجة {name}", purpose="reception")
    page = answer.content.decode()
    assert answer.status_code == 200
    assert answer.context["beyond"] == 1
    assert answer.context["found"] == []
    assert number not in page
    within = salma.post("/search/", q=f"خديجة {name}", purpose="work_on_file")
    assert within.context["beyond"] == 0
    assert within.context["found"] == []


@pytest.mark.requirement("R074")
def test_a_family_that_is_home_already_begins_there_and_owes_nothing_of_before(house: House, desk: Desk):
    from wasl.kernel.clock import today

    arrived, left = today() - timedelta(days=200), today() - timedelta(days=60)
    days = {f"{name}_{at}": str(part) for name, day in (("arrived_on", arrived), ("left_on", left))
            for at, part in enumerate((day.day, day.month, day.year))}  # fmt: skip
    number = desk.receive(mark(), starts="aftercare", **days)
    row = desk.row(number)
    assert (row.state, row.arrived_on, row.left_on, row.ledger_from) == ("aftercare", arrived, left, today())
    assert row.next_due is None or row.next_due >= today()


def test_home_without_the_day_of_leaving_is_asked_for_it(desk: Desk):
    typed = desk.opening(mark(), starts="aftercare", arrived_on_0="1", arrived_on_1="2", arrived_on_2="2026")
    desk.look(typed)
    answer = desk.browser.post("/reception/new/", typed | SOMEBODY_ELSE | {"open": "1"})
    assert answer.status_code == 422
    assert "left_on" in answer.context["form"].errors


def test_the_form_sent_twice_opens_one_file(house: House, desk: Desk):
    typed = desk.opening(mark())
    desk.look(typed)
    first, second = (
        desk.browser.post("/reception/new/", typed | SOMEBODY_ELSE | {"open": "1"}) for _ in range(2)
    )
    assert first["Location"] == second["Location"]
    assert desk.row(first["Location"].split("/")[2]).size == 1


def test_the_household_sent_twice_is_written_down_once(desk: Desk):
    number = desk.receive(mark())
    typed = members(CHILD)
    for _ in range(2):
        assert desk.browser.post(f"/files/{number}/people/add/", typed).status_code == 302
    assert desk.row(number).size == 2


def test_a_second_head_is_refused_in_words(desk: Desk):
    number = desk.receive(mark())
    answer = desk.browser.post(f"/files/{number}/people/add/", members(GIRL | {"role": "head"}))
    assert answer.status_code == 422
    assert desk.row(number).size == 1


@pytest.mark.requirement("J1")
def test_an_expected_family_is_received_at_the_desk(house: House, desk: Desk):
    from wasl.access.work import unit_of_work
    from wasl.casefile.models import File
    from wasl.journey.models import Step

    done = expect(house, announce(*family("7", mark())))
    by = house.actor(AMAL)
    with unit_of_work(by.token):
        row = File.objects.get(imported=done.batch)
    assert row.number in desk.text("/reception/")
    assert desk.post(f"/files/{row.number}/reception/arrived/").status_code == 302
    assert desk.row(row.number).state == "assessing"
    with unit_of_work(by.token):
        assert Step.objects.get(file_id=row.file_id, left_on__isnull=True).state == "assessing"
    assert desk.post(f"/files/{row.number}/reception/arrived/").status_code == 409


@pytest.mark.requirement("R006")
def test_reception_is_not_done_before_urgent_needs_were_asked(desk: Desk):
    number = desk.receive(mark())
    refused = desk.post(f"/files/{number}/reception/finish/")
    assert refused.status_code == 409
    urgent = desk.get(f"/files/{number}/reception/urgent/").context["form"]
    assert desk.post(f"/files/{number}/reception/urgent/", key=urgent.initial["key"]).status_code == 302
    assert desk.post(f"/files/{number}/reception/finish/").status_code == 302


@pytest.mark.requirement("J1")
def test_an_urgent_need_has_an_owner_who_can_open_the_file_today(house: House, desk: Desk):
    from wasl.access.work import unit_of_work
    from wasl.casefile.models import Task
    from wasl.kernel.clock import today

    number = desk.receive(mark())
    salma = str(house.accounts[SALMA.username])
    assert Desk(house, SALMA).get(f"/files/{number}/").status_code == 403
    key = desk.get(f"/files/{number}/reception/urgent/").context["form"].initial["key"]
    sent = desk.post(
        f"/files/{number}/reception/urgent/", key=key, yes_medicine_out="on", owner_medicine_out=salma
    )
    assert sent.status_code == 302
    assert Desk(house, SALMA).get(f"/files/{number}/").status_code == 200
    with unit_of_work(house.actor(SALMA).token):
        [task] = Task.objects.filter(file_id=desk.row(number).file_id)
    assert (task.code, task.due_on, str(task.owner)) == ("medicine_out", today(), salma)


def test_an_owner_who_does_not_serve_in_that_role_is_refused(house: House, desk: Desk):
    """The planted fault: a form changed by hand names somebody of another line of work."""
    from wasl.kernel.errors import Invalid
    from wasl.phases.entry_assessment.services.reception import Urgent, urgent_record

    number = desk.receive(mark())
    stranger = house.accounts[KARIM.username]
    with pytest.raises(Invalid) as wrong:
        urgent_record(
            file=desk.row(number).file_id, found=[Urgent("ill_now", None, stranger)], by=house.actor(AMAL)
        )
    assert wrong.value.code == "owner_missing"


@pytest.mark.requirement("R009", "P13")
def test_yes_and_no_are_kept_alike_and_a_yes_can_be_taken_back(house: House, desk: Desk):
    from wasl.access.work import unit_of_work
    from wasl.casefile.selectors import record

    number = desk.receive(mark())
    mother = desk.people(number)["خديجة"]
    form = desk.get(f"/files/{number}/people/{mother}/choices/").context["form"]
    choices = {name: "no" for name in form.fields if name.startswith("choice_")} | {"choice_legal": "yes"}
    half = {name: value for name, value in choices.items() if name != "choice_photo"}
    typed = {"language": "ar", "alone": "yes", "how": "spoken"}
    assert desk.post(f"/files/{number}/people/{mother}/choices/", **typed, **half).status_code == 422
    assert desk.post(f"/files/{number}/people/{mother}/choices/", **typed, **choices).status_code == 302

    def held() -> dict[str, str]:
        by = house.actor(AMAL)
        with unit_of_work(by.token):
            return {c.purpose: c.decision for c in record.consents(desk.row(number).file_id, viewer=by)}

    assert held()["legal"] == "given"
    assert held()["photo"] == "refused"
    back = f"/files/{number}/people/{mother}/choices/back/"
    assert desk.post(back, purpose="legal", recipient="legal_partner").status_code == 302
    assert held()["legal"] == "withdrawn"
    assert desk.post(back, purpose="legal", recipient="legal_partner").status_code == 404


@pytest.mark.requirement("P13")
def test_what_a_child_does_not_want_a_guardian_cannot_agree_to(house: House, desk: Desk):
    from wasl.access.work import unit_of_work
    from wasl.casefile.selectors import record

    number = desk.receive(mark())
    desk.browser.post(f"/files/{number}/people/add/", members(GIRL))
    inside = desk.people(number)
    page = f"/files/{number}/people/{inside['رؤى']}/choices/"
    form = desk.get(page).context["form"]
    choices = {name: "yes" for name in form.fields if name.startswith("choice_")}
    assert "choice_legal" not in choices
    sent = desk.post(
        page, language="ar", alone="no", how="spoken", guardian=str(inside["خديجة"]), assent="no", **choices
    )
    assert sent.status_code == 302
    by = house.actor(AMAL)
    with unit_of_work(by.token):
        lines = record.consents(desk.row(number).file_id, viewer=by)
    assert {line.decision for line in lines} == {"refused"}


@pytest.mark.requirement("R062")
def test_of_a_spouse_only_four_words_can_be_kept(desk: Desk):
    number = desk.receive(mark())
    mother = desk.people(number)["خديجة"]
    form = desk.get(f"/files/{number}/people/{mother}/edit/").context["form"]
    assert [code for code, _ in form.fields["spouse"].choices] == [
        "",
        "present",
        "absent",
        "deceased",
        "unknown",
    ]
    typed = {
        name: "" if value in (None, False) else value
        for name, value in form.initial.items()
        if name != "birth"
    }
    typed |= {"birth_2": "1988", "spouse": "imprisoned"}
    assert desk.post(f"/files/{number}/people/{mother}/edit/", **typed).status_code == 422
    assert (
        desk.post(f"/files/{number}/people/{mother}/edit/", **(typed | {"spouse": "unknown"})).status_code
        == 302
    )


def test_two_desks_that_correct_one_person_do_not_overwrite_each_other(house: House, desk: Desk):
    number = desk.receive(mark())
    mother = desk.people(number)["خديجة"]
    form = desk.get(f"/files/{number}/people/{mother}/edit/").context["form"]
    typed = {
        name: "" if value in (None, False) else value
        for name, value in form.initial.items()
        if name != "birth"
    }
    typed |= {"birth_2": "1988"}
    nadia = Desk(house, NADIA)
    assert (
        nadia.post(f"/files/{number}/people/{mother}/edit/", **(typed | {"kunya": "أم سيف"})).status_code
        == 302
    )
    assert (
        desk.post(f"/files/{number}/people/{mother}/edit/", **(typed | {"kunya": "أم رؤى"})).status_code
        == 409
    )


def test_who_leaves_is_no_longer_counted_and_a_head_only_after_another_is_named(desk: Desk):
    from wasl.kernel.clock import today

    number = desk.receive(mark())
    aunts = [
        CHILD | {"given": given, "sex": "f", "role": "sibling", "birth_2": "1980"}
        for given in ("ناهدة", "نجاة")
    ]
    desk.browser.post(f"/files/{number}/people/add/", members(CHILD, *aunts))
    inside = desk.people(number)
    typed = {"reason": "split", "on": today().isoformat()}
    page = f"/files/{number}/changes/leaving/"
    head = desk.post(page, who=inside["خديجة"], **typed)
    assert head.status_code == 422
    assert "heir" in head.context["form"].errors
    assert desk.post(page, who=inside["سيف"], **typed).status_code == 302
    assert desk.row(number).size == 3
    assert desk.post(page, who=inside["خديجة"], heir=inside["نجاة"], **typed).status_code == 302
    assert desk.row(number).size == 2


@pytest.mark.requirement("R088")
def test_pages_of_a_person_are_nothing_to_a_stranger_or_under_another_number(house: House, desk: Desk):
    first, second = desk.receive(mark()), desk.receive(mark())
    mother = desk.people(first)["خديجة"]
    karim, hadi = Desk(house, KARIM), Desk(house, HADI)
    for page in ("", "edit/", "contact/", "choices/"):
        assert karim.get(f"/files/{first}/people/{mother}/{page}").status_code == 404
        assert hadi.get(f"/files/{first}/people/{mother}/{page}").status_code == 403
        assert desk.get(f"/files/{second}/people/{mother}/{page}").status_code == 404


def test_a_child_alone_is_a_file_of_her_own(desk: Desk):
    number = desk.receive(mark(), birth_2="2014")
    row = desk.row(number)
    assert (row.size, row.children, row.adults) == (1, 1, 0)


@pytest.mark.requirement("J1", "R059")
def test_what_is_for_one_pair_of_ears_stands_apart_and_the_lack_itself_is_ticked(desk: Desk):
    """A yes to "do the small ones have milk?" means that all is well: so what is ticked is what is lacking."""
    from wasl.access.policy import programme

    form = desk.get(f"/files/{desk.receive(mark())}/reception/urgent/").context["form"]
    rows = list(form.rows)
    assert [row.alone for row in rows] == sorted(row.alone for row in rows)
    assert {row.need.code for row in rows if row.alone} == {
        need.code for need in programme().entry.urgent_needs.values() if need.circle != "family"
    }
    for row in rows:
        assert row.yes.label == row.need.name.ar
        assert row.ask == row.need.ask.ar


def test_from_choices_an_adult_is_led_to_her_safe_contact_and_then_to_the_next_adult(desk: Desk):
    number = desk.receive(mark())
    home = f"/files/{number}"
    desk.browser.post(
        f"{home}/people/add/", members(GIRL | {"given": "بهيجة", "role": "parent", "birth_2": "1960"})
    )
    inside = desk.people(number)

    def steps() -> dict[str, str]:
        return {step["url"]: step["label"] for step in desk.get(f"{home}/reception/").context["steps"]}

    for given in ("خديجة", "بهيجة"):
        ask = f"{home}/people/{inside[given]}/choices/"
        assert ask in steps()
        form = desk.get(ask).context["form"]
        choices = {name: "no" for name in form.fields if name.startswith("choice_")}
        onward = desk.post(ask, language="ar", alone="yes", how="spoken", **choices)["Location"]
        assert onward == f"{home}/people/{inside[given]}/contact/"
        assert desk.post(onward, phones="07701234567", when="مساءً")["Location"].startswith(
            f"{home}/reception/"
        )
    assert f"{home}/choices/" in steps()
