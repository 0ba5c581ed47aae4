"""Whoever worked with a family at the centre reads its file no longer once it has left; the file says who still may."""

import pytest

from tests.cast import DILSHAD, HADI, HUDA, PASSWORD, RAWA, SALMA
from tests.journey.family import Family
from tests.worlds import House
from wasl.casefile.enums import FileState, TaskKind
from wasl.kernel.clock import today
from wasl.kernel.errors import NotFound, Refused


def served(house: House) -> Family:
    """A family in services, with the psychologist and a colleague let in."""
    from wasl.access.services import grant_give
    from wasl.access.work import unit_of_work

    family = Family(house)
    family.assess()
    family.plan()
    with unit_of_work(family.salma.token):
        for member in (RAWA, HADI):
            grant_give(
                file=family.ref, account=house.accounts[member.username], role=member.role, purpose="care",
                by=family.salma,
            )  # fmt: skip
    return family


def reads(house: House, family: Family, member) -> bool:
    from wasl.access.work import unit_of_work
    from wasl.casefile.models import File

    with unit_of_work(house.actor(member).token):
        return File.objects.filter(pk=family.ref).exists()


def listed(family: Family, by) -> dict[str, str]:
    from wasl.access.selectors import grants_on
    from wasl.access.work import unit_of_work

    with unit_of_work(by.token):
        return {grant.name: grant.role for grant in grants_on(family.ref, viewer=by)}


def ended(house: House, family: Family) -> list[tuple[str, str]]:
    from wasl.audit.models import Event

    with house.as_role("wasl_backup"):
        found = Event.objects.filter(file_id=family.ref, event="grant_ended").order_by("at")
        return [(event.code, event.purpose) for event in found]


@pytest.mark.requirement("P8", "R054")
def test_at_departure_the_access_of_all_but_the_officer_ends_by_itself(house: House):
    family = served(house)
    assert reads(house, family, RAWA)
    assert reads(house, family, HADI)
    family.prepare_exit()
    family.depart()
    assert not reads(house, family, RAWA)
    assert not reads(house, family, HADI)
    assert listed(family, family.dilshad) == {"دلشاد": "aftercare-officer"}
    assert {("psychologist", "departure"), ("caseworker", "departure")} <= set(ended(house, family))


@pytest.mark.requirement("P8", "R060")
def test_who_leaves_before_an_office_has_accepted_keeps_the_worker_and_nobody_else(house: House):
    from wasl.journey.services import leaving

    family = served(house)
    leaving.leave_by_own_choice(
        file=family.ref, wants_aftercare=True, office=house.teams["SD"], by=family.salma
    )
    assert set(listed(family, family.salma).values()) <= {
        "caseworker", "aftercare-officer", "governorate-manager",
    }  # fmt: skip
    assert not reads(house, family, RAWA)
    assert reads(house, family, DILSHAD)


@pytest.mark.requirement("P8", "R060")
def test_an_office_that_was_asked_reads_nothing_when_the_family_wants_no_aftercare(house: House):
    from wasl.journey.services import home, leaving

    family = served(house)
    leaving.office_ask(file=family.ref, office=house.teams["SD"], by=family.salma)
    leaving.leave_by_own_choice(file=family.ref, wants_aftercare=False, by=family.salma)
    assert listed(family, family.salma) == {"سلمى": "caseworker"}
    with pytest.raises(NotFound):
        home.office_accept(file=family.ref, by=family.dilshad)


@pytest.mark.requirement("P8")
def test_when_a_file_is_closed_only_its_worker_reads_on(house: House):
    from wasl.access.services import grant_give
    from wasl.access.work import unit_of_work
    from wasl.journey.services import home

    family = served(house)
    family.prepare_exit()
    family.depart()
    with unit_of_work(family.dilshad.token):
        grant_give(
            file=family.ref, account=house.accounts["rawa"], role="psychologist", purpose="care", by=family.dilshad
        )  # fmt: skip
    home.closing_propose(
        file=family.ref, reason="own_wish", answered=["wish-heard"], words="لا يرغبون", by=family.dilshad
    )
    assert reads(house, family, RAWA)
    home.closing_sign(file=family.ref, by=family.shirin)
    assert family.row(family.dilshad).state == FileState.CLOSED
    assert listed(family, family.dilshad) == {"دلشاد": "aftercare-officer"}
    assert ended(house, family)[-1] == ("psychologist", "closing")


@pytest.mark.requirement("R054")
def test_what_somebody_has_not_done_yet_passes_to_the_worker(house: House):
    from wasl.access.work import unit_of_work
    from wasl.casefile.models import Task
    from wasl.casefile.services.record import task_add

    family = served(house)
    task = task_add(
        file=family.ref, person=None, kind=TaskKind.OTHER, code="x", owner=house.accounts["rawa"], due_on=today(),
        by=family.salma,
    )  # fmt: skip
    family.prepare_exit()
    family.depart()
    with unit_of_work(family.dilshad.token):
        assert Task.objects.get(pk=task).owner == family.dilshad.ref


@pytest.mark.requirement("P8")
def test_the_worker_or_the_supervisor_ends_somebodys_access_and_nobody_else(house: House):
    from wasl.journey.services.hands import access_end

    family = served(house)
    rawa, hadi = house.accounts["rawa"], house.accounts["hadi"]
    with pytest.raises(Refused) as refused:
        access_end(file=family.ref, account=rawa, role="psychologist", by=house.actor(HADI))
    assert refused.value.code == "role_may_not"
    with pytest.raises(NotFound):
        access_end(file=family.ref, account=house.accounts["huda"], role=HUDA.role, by=family.salma)
    access_end(file=family.ref, account=rawa, role="psychologist", by=family.salma)
    assert not reads(house, family, RAWA)
    with pytest.raises(Refused) as own:
        access_end(file=family.ref, account=family.salma.ref, role="caseworker", by=family.nadia)
    assert own.value.code == "worker_hands_over"
    access_end(file=family.ref, account=hadi, role="caseworker", by=family.nadia)
    assert listed(family, family.nadia) == {"سلمى": "caseworker"}


def test_access_that_stays_open_would_be_seen(house: House, monkeypatch: pytest.MonkeyPatch):
    """The planted fault: a departure that ends nobody's access."""
    from wasl.journey.services import hands

    monkeypatch.setattr(hands.access, "grants_end", lambda *_, **__: None)
    family = served(house)
    family.prepare_exit()
    family.depart()
    assert reads(house, family, RAWA)


def signed_in(member):
    from django.test import Client

    client = Client()
    client.post("/accounts/login/", {"login": member.username, "password": PASSWORD})
    return client


@pytest.mark.requirement("P8")
def test_the_family_page_says_who_may_open_the_file_and_lets_the_worker_end_it(house: House):
    family = served(house)
    salma = signed_in(SALMA)
    page = f"/files/{family.number}/access/"
    for path in (f"/files/{family.number}/", page):
        shown = salma.get(path).content.decode()
        assert "ڕەوا" in shown
        assert "هادي" in shown
    ended = salma.post(page, {"key": f"{house.accounts['rawa']}:psychologist"})
    assert ended.status_code == 302
    assert "ڕەوا" not in salma.get(page).content.decode()
    assert not reads(house, family, RAWA)
    assert salma.post(page, {"key": "nobody"}).status_code == 422


@pytest.mark.requirement("P8")
def test_a_colleague_who_was_let_in_ends_nobodys_access_and_others_do_not_see_the_list(house: House):
    family = served(house)
    page = f"/files/{family.number}/access/"
    hadi, rawa = signed_in(HADI), signed_in(RAWA)
    assert 'name="key"' not in hadi.get(page).content.decode()
    assert hadi.post(page, {"key": f"{house.accounts['rawa']}:psychologist"}).status_code == 403
    assert reads(house, family, RAWA)
    assert rawa.get(page).status_code == 403
    assert "هادي" not in rawa.get(f"/files/{family.number}/").content.decode()
