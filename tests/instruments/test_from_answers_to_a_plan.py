"""A filled form proposes needs by declared rules; a worker decides; the need leads to goals and back to its answers."""

import pytest

from tests.cast import KARIM, NADIA, SALMA
from tests.instruments.sheets import instance, listed, of_tool, psychologist, send
from tests.stories.umm_ahmed import Family, receive
from tests.worlds import House


def proposals(house: House, family: Family, by, *, only_open=True):
    from wasl.access.work import unit_of_work
    from wasl.casefile.selectors import files
    from wasl.instruments.selectors import forms

    with unit_of_work(by.token):
        card = files.view(family.number, viewer=by)
        return forms.raised(family.file, viewer=by, roles=card.roles, only_open=only_open)


def needs(house: House, family: Family, by):
    from wasl.access.work import unit_of_work
    from wasl.casefile.selectors import files, thread

    with unit_of_work(by.token):
        card = files.view(family.number, viewer=by)
        return thread.thread(family.file, viewer=by, roles=card.roles).needs


def sheet(house: House, code: str, by, **answers: str) -> str:
    """An instance of one of the programme's own sheets; its grid is a group."""
    from wasl.access.work import unit_of_work
    from wasl.instruments.selectors import versions

    with unit_of_work(by.token):
        version = versions.current(code, viewer=by)
    xml = instance(code, version.version, {})
    groups: dict[str, str] = {}
    for question, around in version.form.every():
        if question.name in answers:
            place = "/".join(one.name for one in around)
            groups[place] = (
                groups.get(place, "") + f"<{question.name}>{answers[question.name]}</{question.name}>"
            )
    inside = "".join(f"<{place}>{said}</{place}>" if place else said for place, said in groups.items())
    return xml.replace("<meta>", f"{inside}<meta>", 1)


@pytest.mark.requirement("R048", "R076", "J1")
def test_a_wish_becomes_a_proposed_need_and_only_a_worker_makes_it_one(house: House):
    from wasl.instruments.services.raising import raised_take

    family, salma = receive(house), house.actor(SALMA)
    xml = sheet(
        house, "livelihood-profile", salma, skills="sewing", wish="own_work", tools="none", debts="none"
    )
    response = send(family, "sundus", "livelihood-profile", xml, salma)
    [one] = proposals(house, family, salma)
    assert (one.domain, one.level, one.state, one.response) == ("work", 3, "proposed", response)
    assert set(one.rules) == {"no-tools", "wish-to-work"}
    assert "العمل" in one.because["ar"] or "عمل" in one.because["ar"]
    assert needs(house, family, salma) == (), "a rule decides nothing"
    need = raised_take(raised=one.ref, level=2, by=salma)
    [made] = needs(house, family, salma)
    assert (made.ref, made.domain, made.score, made.answer) == (need, "work", 2, response)
    [told] = proposals(house, family, salma, only_open=False)
    assert (told.state, told.given, told.level, told.need) == ("changed", 2, 3, need)


def test_left_out_it_keeps_its_reason_and_is_answered_once(house: House):
    from wasl.instruments.services.raising import raised_leave, raised_take
    from wasl.kernel.errors import Invalid, Refused

    family, salma = receive(house), house.actor(SALMA)
    xml = sheet(house, "education-profile", salma, last_class="none", in_class_now="no")
    send(family, "zahra", "education-profile", xml, salma)
    [one] = proposals(house, family, salma)
    assert (one.domain, one.level) == ("education", 3)
    with pytest.raises(Invalid):
        raised_leave(raised=one.ref, words="  ", by=salma)
    raised_leave(raised=one.ref, words="تبدأ يوم الأحد", by=salma)
    assert proposals(house, family, salma) == []
    [told] = proposals(house, family, house.actor(NADIA), only_open=False)
    assert (told.state, told.reason) == ("rejected", "تبدأ يوم الأحد")
    with pytest.raises(Refused) as twice:
        raised_take(raised=one.ref, by=salma)
    assert twice.value.code == "proposal_answered"


def test_asked_again_the_newer_answer_stands_and_nobody_is_asked_twice(house: House):
    family, salma = receive(house), house.actor(SALMA)
    send(family, None, "rcsi", of_tool(house, "rcsi", listed(1, 1, 1, 1, 1), salma), salma)
    [before] = proposals(house, family, salma)
    send(family, None, "rcsi", of_tool(house, "rcsi", listed(7, 7, 7, 7, 7), salma), salma)
    [after] = proposals(house, family, salma)
    assert (before.level, after.level) == (2, 3)
    states = {one.ref: one.state for one in proposals(house, family, salma, only_open=False)}
    assert states[before.ref] == "replaced"


@pytest.mark.requirement("P3")
def test_what_the_psychologist_heard_proposes_a_need_without_telling_it(house: House):
    family, salma = receive(house), house.actor(SALMA)
    rawa = psychologist(house, family)
    send(family, "sundus", "phq-9", of_tool(house, "phq-9", listed(*[2] * 8, 0), rawa), rawa)
    [one] = proposals(house, family, salma)
    assert (one.domain, one.level, one.circle) == ("coping", 3, "own")
    assert not any(digit in "".join(one.because.values()) for digit in "0123456789٠١٢٣٤٥٦٧٨٩")


def test_a_stranger_answers_no_proposal(house: House):
    from wasl.instruments.services.raising import raised_leave, raised_take
    from wasl.kernel.errors import NotFound

    family, salma, karim = receive(house), house.actor(SALMA), house.actor(KARIM)
    send(family, None, "rcsi", of_tool(house, "rcsi", listed(7, 7, 7, 7, 7), salma), salma)
    [one] = proposals(house, family, salma)
    for answer in (
        lambda: raised_take(raised=one.ref, by=karim),
        lambda: raised_leave(raised=one.ref, words="x", by=karim),
    ):
        with pytest.raises(NotFound):
            answer()


@pytest.mark.requirement("R010")
def test_the_two_halves_of_readiness_come_together(house: House):
    """Neither half of FCR-10 can be scored alone; the second to arrive brings the result."""
    from tests.instruments.test_the_door_for_forms import read

    family, salma = receive(house), house.actor(SALMA)
    place = dict.fromkeys(questions(house, "fcr-10-place", salma), "1")
    first = send(
        family, None, "fcr-10-place", sheet(house, "fcr-10-place", salma, **place), salma, place="IQG16Q01"
    )
    assert read(house, family, first, salma).results["pct"] is None
    homely = dict.fromkeys(questions(house, "fcr-10-family", salma), "2") | {"documents_usable": "0"}
    second = send(family, None, "fcr-10-family", sheet(house, "fcr-10-family", salma, **homely), salma)
    assert read(house, family, second, salma).results["pct"] == 70


def questions(house: House, code: str, by) -> list[str]:
    from wasl.access.work import unit_of_work
    from wasl.instruments.selectors import versions

    with unit_of_work(by.token):
        form = versions.current(code, viewer=by).form
    return [question.name for question, _ in form.every() if question.item]


def test_a_rule_that_decided_by_itself_would_be_seen(house: House, monkeypatch):
    """The planted fault of the first story."""
    from wasl.instruments.services import raising, submissions

    really = raising.raise_needs

    def hasty(row, response, version, document, age, by):
        really(row, response, version, document, age, by)
        for one in raising.Raised.objects.filter(response=response):
            raising.raised_take(raised=one.id, by=by)

    monkeypatch.setattr(submissions, "raise_needs", hasty)
    family, salma = receive(house), house.actor(SALMA)
    send(family, None, "rcsi", of_tool(house, "rcsi", listed(7, 7, 7, 7, 7), salma), salma)
    assert needs(house, family, salma) != ()
