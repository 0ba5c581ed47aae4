"""A filled form comes in by one door: kept as it was read, once, scored by its rules, and clinical answers apart."""

import uuid

import pytest

from tests.cast import KARIM, NADIA, SALMA, ZAINAB
from tests.instruments.sheets import instance, listed, of_tool, psychologist, send
from tests.stories.umm_ahmed import Family, receive
from tests.worlds import House


def read(house: House, family: Family, response, by):
    """One filled form as `by` may read it."""
    from wasl.access.work import unit_of_work
    from wasl.casefile.selectors import files
    from wasl.instruments.selectors import forms, grid

    with unit_of_work(by.token):
        card = files.view(family.number, viewer=by)
        found = grid.response(family.file, response, viewer=by)
        [filled] = forms.filled([found], {found.instrument: found.instrument}, viewer=by, roles=card.roles)
    return filled


def tasks(house: House, family: Family, by):
    from wasl.access.work import unit_of_work
    from wasl.casefile.selectors import record

    with unit_of_work(by.token):
        return record.tasks(family.file, viewer=by, words=True)


@pytest.mark.requirement("R048", "R072")
def test_what_was_answered_is_read_back_in_the_words_of_then_with_what_it_comes_to(house: House):
    family, salma = receive(house), house.actor(SALMA)
    xml = of_tool(house, "wg-ss", listed(1, 3, 1, 1, 1, 1), salma)
    filled = read(house, family, send(family, "badia", "wg-ss", xml, salma, language="ckb"), salma)
    assert filled.card.language == "ckb"
    assert filled.card.version == house_version(house, "wg-ss", salma)
    assert [line.value for line in filled.lines] == ["1", "3", "1", "1", "1", "1"]
    assert filled.results["disability"] is True
    assert filled.lines[0].label["en"].startswith("Do you have difficulty seeing")


def house_version(house: House, code: str, by) -> str:
    from wasl.access.work import unit_of_work
    from wasl.instruments.selectors import versions

    with unit_of_work(by.token):
        return versions.current(code, viewer=by).version


def test_sent_twice_it_is_there_once_and_for_nobody_else(house: House):
    from wasl.access.work import unit_of_work
    from wasl.instruments.models import Response
    from wasl.kernel.errors import Invalid

    family, salma, key = receive(house), house.actor(SALMA), uuid.uuid4()
    xml = of_tool(house, "rcsi", listed(1, 0, 2, 0, 3), salma, key)
    assert send(family, None, "rcsi", xml, salma) == send(family, None, "rcsi", xml, salma)
    with unit_of_work(salma.token):
        assert Response.objects.filter(file_id=family.file, instrument="rcsi").count() == 1
    with pytest.raises(Invalid) as other:
        send(family, "badia", "rcsi", xml, salma)
    assert other.value.code == "instance_of_another"


def test_a_key_that_was_used_in_a_file_out_of_reach_is_refused_in_words(house: House):
    """Karim cannot see whose it is, and is told no more than that it was sent before."""
    from wasl.kernel.errors import Invalid

    family, other = receive(house), receive(house, worker=KARIM)
    salma, karim, key = house.actor(SALMA), house.actor(KARIM), uuid.uuid4()
    send(family, None, "rcsi", of_tool(house, "rcsi", listed(0, 0, 0, 0, 0), salma, key), salma)
    with pytest.raises(Invalid) as refused:
        send(other, None, "rcsi", of_tool(house, "rcsi", listed(0, 0, 0, 0, 0), karim, key), karim)
    assert refused.value.code == "instance_of_another"


@pytest.mark.parametrize(
    ("change", "field", "code"),
    [
        ({"item_1": "9"}, "item_1", "answer_not_in_list"),
        ({"item_1": "1 2"}, "item_1", "answer_not_in_list"),
        ({"whose_fault": "1"}, "instance", "question_unknown"),
    ],
)
def test_what_the_form_does_not_know_is_refused_by_the_name_of_the_question(
    house: House, change, field, code
):
    from wasl.kernel.errors import Invalids

    family, salma = receive(house), house.actor(SALMA)
    answers = {f"item_{n}": "1" for n in range(1, 6)} | change
    with pytest.raises(Invalids) as refused:
        send(family, None, "rcsi", instance("rcsi", house_version(house, "rcsi", salma), answers), salma)
    assert [(one.field, one.code) for one in refused.value] == [(field, code)]


@pytest.mark.parametrize(
    "xml",
    [
        "", "<data", '<!DOCTYPE a [<!ENTITY b "c">]><data id="rcsi" version="x">&b;</data>',
        '<data id="phq-9" version="x"/>', '<data id="rcsi" version="never-was"/>', "<data>" + "a" * 500_000 + "</data>",
    ],
)  # fmt: skip
def test_what_is_no_filled_form_is_refused_in_words(house: House, xml):
    from wasl.kernel.errors import Invalid

    family, salma = receive(house), house.actor(SALMA)
    with pytest.raises(Invalid) as refused:
        send(family, None, "rcsi", xml, salma)
    assert refused.value.field == "instance"


@pytest.mark.requirement("P3")
def test_clinical_answers_are_the_psychologists_alone(house: House):
    """Salma sees that it was done; Nadia, Zainab and the tables see no more."""
    from wasl.access.work import unit_of_work
    from wasl.instruments.selectors.versions import is_clinical
    from wasl.kernel.errors import Refused
    from wasl.vault.services import client

    family, salma = receive(house), house.actor(SALMA)
    rawa = psychologist(house, family)
    assert is_clinical("phq-9")
    xml = of_tool(house, "phq-9", listed(2, 2, 1, 1, 0, 1, 1, 0, 0), rawa)
    response = send(family, "sundus", "phq-9", xml, rawa)
    hers = read(house, family, response, rawa)
    assert hers.results["total"] == 8
    assert not hers.hidden
    for member in (SALMA, NADIA, ZAINAB):
        by = house.actor(member)
        shown = read(house, family, response, by)
        assert (shown.hidden, shown.lines, shown.results) == (True, (), None)
        opened = client().open(by.token, "care", [(response, "clinical:answers")])
        assert not any(opened.values())
    with pytest.raises(Refused):
        send(family, "sundus", "phq-9", of_tool(house, "phq-9", listed(*[0] * 9), rawa), salma)
    with unit_of_work(salma.token):
        assert client().open(rawa.token, "care", [(response, "clinical:answers")])


@pytest.mark.requirement("R048")
def test_an_answer_that_cannot_wait_is_a_task_of_the_same_day_even_from_a_form_nobody_sends(house: House):
    from wasl.instruments.services.submissions import form_draft

    family = receive(house)
    rawa, key = psychologist(house, family), uuid.uuid4()
    unfinished = of_tool(house, "phq-9", {"9": 1}, rawa, key)
    for _ in range(3):
        form_draft(
            file=family.file, person=family.people["sundus"], form="phq-9", instance=unfinished, by=rawa
        )
    [task] = tasks(house, family, rawa)
    assert (task.kind, task.owner, task.code) == ("safety", house.accounts["rawa"], "")
    assert "9" not in task.text
    send(family, "sundus", "phq-9", of_tool(house, "phq-9", listed(*[0] * 8, 1), rawa, key), rawa)
    assert len(tasks(house, family, rawa)) == 1, "the same form asks once"


def test_a_draft_goes_on_for_its_writer_alone_and_goes_when_the_form_is_sent(house: House):
    from wasl.access.work import unit_of_work
    from wasl.casefile.models import Draft
    from wasl.instruments.selectors import forms, versions
    from wasl.instruments.services.submissions import form_draft, slug

    family, salma, nadia = receive(house), house.actor(SALMA), house.actor(NADIA)
    xml = of_tool(house, "rcsi", listed(1), salma)
    form_draft(file=family.file, person=None, form="rcsi", instance=xml, by=salma)

    def kept(by):
        with unit_of_work(by.token):
            version = versions.current("rcsi", viewer=by)
            return forms.draft(family.file, version, slug("rcsi", None), viewer=by)

    assert kept(salma)["instance"] == xml
    assert not kept(nadia)
    send(family, None, "rcsi", of_tool(house, "rcsi", listed(1, 0, 0, 0, 0), salma), salma)
    assert not kept(salma)
    with unit_of_work(salma.token):
        assert not Draft.objects.filter(file_id=family.file).exists()


def test_whoever_declines_has_been_asked(house: House):
    family, salma = receive(house), house.actor(SALMA)
    filled = read(house, family, send(family, "badia", "wg-ss", "", salma, declined=True), salma)
    assert filled.card.declined
    assert filled.lines == ()


def test_a_door_that_forgets_the_circle_would_show_clinical_answers(house: House, monkeypatch):
    """The planted fault: were clinical answers sealed like notes, their caseworker could read them."""
    from wasl.instruments.services import submissions
    from wasl.vault.services import client

    family, salma = receive(house), house.actor(SALMA)
    rawa = psychologist(house, family)
    monkeypatch.setattr(submissions, "CLINICAL", "notes:answers")
    response = send(family, "sundus", "phq-9", of_tool(house, "phq-9", listed(*[1] * 8, 0), rawa), rawa)
    assert any(client().open(salma.token, "care", [(response, "notes:answers")]).values())


def test_whoever_has_left_is_not_asked_here_any_more(house: House):
    from wasl.access.work import unit_of_work
    from wasl.kernel.errors import Invalid
    from wasl.people.models import Person

    family, salma = receive(house), house.actor(SALMA)
    with unit_of_work(salma.token):
        Person.objects.filter(pk=family.people["badia"]).update(active=False)
    with pytest.raises(Invalid) as refused:
        send(family, "badia", "wg-ss", of_tool(house, "wg-ss", listed(1, 1, 1, 1, 1, 1), salma), salma)
    assert refused.value.code == "not_of_this_family"
