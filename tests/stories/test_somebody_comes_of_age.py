"""At 18 somebody answers for herself: prepared beforehand, asked anew, with a file of her own if she wishes."""

from datetime import date, timedelta

import pytest

from tests.cast import HADI, SALMA
from tests.entry.desk import Desk, contexts_are_kept  # noqa: F401 - a fixture
from tests.stories.household import Home, household
from tests.worlds import House
from wasl.kernel.clock import today
from wasl.kernel.errors import Conflict, Refused


def girl(house: House, birth: date, accuracy: str = "day") -> Home:
    """The household, of which Huda was born on a day that is known so well."""
    from dataclasses import replace

    from wasl.access.work import unit_of_work
    from wasl.people import selectors
    from wasl.people.enums import Accuracy, FamilyRole, Sex
    from wasl.people.models import Person
    from wasl.people.services import person_change

    home = household(house)
    by = home.actor()
    with unit_of_work(by.token):
        card = selectors.person(home.people["huda"], viewer=by)
    assert card.name is not None
    person_change(
        person=card.ref, name=replace(card.name, birth=birth, accuracy=Accuracy(accuracy)), sex=Sex.FEMALE,
        role=FamilyRole.CHILD, spouse="", version=card.version, by=by,
    )  # fmt: skip
    with unit_of_work(by.token):
        Person.objects.filter(pk=card.ref).update(age_band="12-17")
    return home


def eighteen(days_from_now: int) -> date:
    day = today() + timedelta(days=days_from_now)
    return date(day.year - 18, day.month, min(day.day, 28))


def guardians_yes(home: Home) -> None:
    from wasl.casefile.enums import ConsentDecision
    from wasl.casefile.services.record import Choice, consent_record

    for purpose, guardian in (("photo", home.people["sundus"]), ("assent", None)):
        consent_record(
            file=home.file, person=home.people["huda"], choices=[Choice(purpose, ConsentDecision.GIVEN)],
            language="ar", asked_alone=False, given_how="spoken", guardian=guardian, by=home.actor(),
        )  # fmt: skip


@pytest.mark.requirement("R059", "P13")
def test_a_review_before_the_day_leaves_a_task_that_tells_no_birth_date(house: House):
    from wasl.casefile.models import Task
    from wasl.journey.services.parting import ages_follow

    home = girl(house, eighteen(40))
    assert ages_follow(file=home.file, by=home.actor()) == 1
    assert ages_follow(file=home.file, by=home.actor()) == 0
    [task] = home.rows(Task, code="of_age")
    assert (task.person_id, task.owner) == (home.people["huda"], house.accounts["salma"])
    month = max(today() + timedelta(days=40), today()).replace(day=1)
    assert month <= task.due_on <= month + timedelta(days=6)
    far = girl(house, eighteen(400))
    assert ages_follow(file=far.file, by=far.actor()) == 0


@pytest.mark.requirement("R059", "P13")
def test_of_age_no_guardian_answers_and_her_own_word_stays(house: House):
    from wasl.casefile.models import Consent
    from wasl.journey.services.parting import ages_follow

    home = girl(house, eighteen(-1))
    guardians_yes(home)
    ages_follow(file=home.file, by=home.actor())
    desk = Desk(house, SALMA)
    page = f"/files/{home.number}/people/{home.people['huda']}/of-age/"
    assert desk.get(page).context["form"] is not None
    assert page in desk.text(f"/files/{home.number}/people/{home.people['huda']}/")
    answer = desk.post(page, own_file="no")
    assert (answer.status_code, answer["Location"]) == (
        302, f"/files/{home.number}/people/{home.people['huda']}/choices/",
    )  # fmt: skip
    lines = [
        (one.purpose, one.decision) for one in sorted(home.rows(Consent), key=lambda one: one.recorded_at)
    ]
    assert page not in desk.text(f"/files/{home.number}/people/{home.people['huda']}/")
    assert lines == [("photo", "given"), ("assent", "given"), ("photo", "ended")]
    assert (home.person("huda").age_band, home.row().adults, home.row().children) == ("18-24", 4, 2)
    assert home.tasks() == {}
    assert desk.get(answer["Location"]).context["adult"] is True


@pytest.mark.requirement("R059")
def test_where_she_wants_it_her_file_is_her_own(house: House):
    home = girl(house, eighteen(-1))
    guardians_yes(home)
    desk = Desk(house, SALMA)
    answer = desk.post(f"/files/{home.number}/people/{home.people['huda']}/of-age/", own_file="yes")
    assert answer.status_code == 302
    number = answer["Location"].split("/")[2]
    assert number != home.number
    assert home.row().size == 5
    assert "هدى" in desk.text(f"/files/{number}/")
    assert Desk(house, HADI).get(f"/files/{number}/").status_code == 403


def test_before_the_day_the_page_says_when_and_asks_nothing(house: House):
    from wasl.journey.services.parting import come_of_age

    home = girl(house, eighteen(90))
    desk = Desk(house, SALMA)
    page = desk.get(f"/files/{home.number}/people/{home.people['huda']}/of-age/")
    assert page.context["form"] is None
    with pytest.raises(Refused, match="not_of_age_yet"):
        come_of_age(file=home.file, person=home.people["huda"], by=home.actor())
    assert home.person("huda").age_band == "12-17"


def test_whoever_comes_second_is_told(house: House):
    from wasl.journey.services.parting import come_of_age

    home = girl(house, eighteen(-1))
    seen = home.person("huda").version
    come_of_age(file=home.file, person=home.people["huda"], by=home.actor(), seen=seen)
    with pytest.raises(Conflict):
        come_of_age(file=home.file, person=home.people["huda"], by=home.actor(), seen=seen)
