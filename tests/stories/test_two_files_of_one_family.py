"""A family that was written down twice: joined by a human, found by both numbers and both names, and parted again."""

import threading

import pytest

from tests.cast import HADI, HUDA, KARIM, NADIA, SALMA
from tests.entry.convoy import mark
from tests.entry.desk import Desk, contexts_are_kept  # noqa: F401 - a fixture
from tests.stories.household import Home, household
from tests.worlds import House
from wasl.kernel.clock import today
from wasl.kernel.errors import Invalid, Refused, WaslError

HERE, THERE, ALL = "قالت في الملف الأول", "قالت في الملف الثاني", "السكن في الملف الثاني"


@pytest.fixture
def two(house: House) -> tuple[Home, Home]:
    """The file of the whole family, and a second one of the mother, a girl and a boy whom only it knows."""
    name = mark()
    first = household(house, name=name, without=("ahmed",))
    second = household(house, name=name, without=("abbas", "badia", "noor"))
    return first, second


def pairs(first: Home, second: Home, *who: str):
    return {second.people[one]: first.people[one] for one in who or ("sundus", "huda")}


def joined(first: Home, second: Home, *who: str, by=NADIA):
    from wasl.journey.services.joining import join

    return join(
        file=first.file,
        other=second.file,
        pairs=pairs(first, second, *who),
        reason="أم واحدة",
        by=first.actor(by),
    )


def back(first: Home, joining, by=NADIA):
    from wasl.journey.services.joining import take_back

    return take_back(joining=joining, by=first.actor(by))


def write(home: Home, words: str, who: str | None = "sundus"):
    """A need, a goal for it with a service, a note, a choice and a paper."""
    from wasl.casefile.enums import ConsentDecision, ContactKind, DocumentState, ServiceState
    from wasl.casefile.services.record import Choice, consent_record, contact_record, document_record
    from wasl.casefile.services.thread import goal_write, need_record, service_record

    by, person = home.actor(), home.people[who] if who else None
    need = need_record(
        file=home.file, person=person, domain="work" if who else "housing", score=3, on=today(), due_on=None, by=by,
        wish=words,
    )  # fmt: skip
    goal = goal_write(file=home.file, person=person, needs=[need], words=words, due_on=None, by=by)
    service = service_record(goal=goal, code="SV-LG-02", state=ServiceState.STARTED, on=today(), by=by)
    contact_record(file=home.file, person=person, kind=ContactKind.NOTE, text=words, on=today(), by=by)
    if person:
        consent_record(
            file=home.file, person=person, choices=[Choice("photo", ConsentDecision.REFUSED)], language="ar",
            asked_alone=True, given_how="spoken", by=by,
        )  # fmt: skip
        document_record(
            file=home.file, person=person, kind="DOC01", state=DocumentState.LOST, number="7", by=by
        )
    return need, goal, service


def everything(home: Home) -> dict:
    """All rows of a file that are about the thread and the people, as they stand; versions of people apart."""
    from wasl.casefile.models import NeedGoal
    from wasl.journey.services.parting import follows
    from wasl.people.models import Person

    found = {}
    for model in (*follows(), NeedGoal, Person):
        rows = home.rows(model, NADIA)
        if model.__name__ == "Task":
            rows = [row for row in rows if row.code != "joined"]
        left = {"version"} if model is Person else set()
        found[model.__name__] = {
            row.pk: {
                f.attname: getattr(row, f.attname) for f in row._meta.concrete_fields if f.attname not in left
            }
            for row in rows
        }
    return found


@pytest.mark.requirement("R007", "J1")
def test_everything_of_both_stands_in_one_and_both_numbers_lead_there(two: tuple[Home, Home]):
    from wasl.casefile.models import Consent, Contact, Goal, Need
    from wasl.people.models import Person

    first, second = two
    ours, theirs = write(first, HERE), write(second, THERE)
    household_need = write(second, ALL, None)
    joined(first, second)
    assert {row.id for row in first.rows(Need)} == {ours[0], theirs[0], household_need[0]}
    assert {row.person_id for row in first.rows(Goal, pk=theirs[1])} == {first.people["sundus"]}
    assert len(first.rows(Contact)) == 3
    assert {row.person_id for row in first.rows(Consent)} == {first.people["sundus"]}
    assert second.rows(Need) == second.rows(Goal) == second.rows(Consent) == second.rows(Person) == []
    row, gone = first.row(), second.rows(type(first.row()))[0]
    assert (row.size, row.adults, row.children) == (6, 3, 3)
    assert (gone.state, gone.joined_into, gone.size, gone.next_due) == ("closed", first.file, 0, None)
    desk = Desk(first.house, SALMA)
    for number in (first.number, second.number):
        page = desk.text(f"/files/{number}/")
        assert HERE in page
        assert THERE in page
        assert ALL in page
        assert first.number in page
    assert desk.get(f"/files/{second.number}/plan/").status_code == 200
    assert Desk(first.house, KARIM).get(f"/files/{second.number}/").status_code == 404
    assert Desk(first.house, HADI).get(f"/files/{second.number}/").status_code in (403, 404)
    assert second.number not in desk.text("/files/")


@pytest.mark.requirement("R007")
def test_she_is_found_by_either_spelling_once_and_under_the_number_that_holds(house: House):
    name, other = mark(), mark()
    first, second = (
        household(house, name=name),
        household(house, name=other, without=("abbas", "badia", "noor")),
    )
    joined(first, second)
    browser = Desk(house, SALMA).browser
    for spelling in (name, other):
        _until(
            lambda spelling=spelling: (
                [
                    one["number"]
                    for one in browser.post(
                        "/search/", {"q": f"سندس كاظم {spelling}", "purpose": "work_on_file"}
                    ).context["found"]
                    if one["name"].startswith("سندس كاظم")
                ]
                == [first.number]
            )
        )


def _until(true, seconds: float = 10.0) -> None:
    import time

    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end
        time.sleep(0.1)


@pytest.mark.requirement("R007")
def test_taken_back_each_stands_as_it_stood(two: tuple[Home, Home]):
    first, second = two
    write(first, HERE)
    write(second, THERE)
    write(second, ALL, None)
    before = everything(first), everything(second)
    state = second.row().state, second.row().worker, second.row().size
    back(first, joined(first, second))
    assert (everything(first), everything(second)) == before
    row = second.row()
    assert (row.state, row.worker, row.size, row.joined_into) == (*state, None)
    desk = Desk(first.house, SALMA)
    assert THERE in desk.text(f"/files/{second.number}/")
    assert THERE not in desk.text(f"/files/{first.number}/")
    again = joined(first, second)
    assert back(first, again) == second.file


@pytest.mark.requirement("R007")
def test_what_was_done_for_one_of_them_alone_goes_back_with_her(two: tuple[Home, Home]):
    from wasl.casefile.models import Need

    first, second = two
    joining = joined(first, second)
    both = Home(first.house, first.file, first.number, first.people | {"ahmed": second.people["ahmed"]})
    fresh = write(both, "للولد وحده", "ahmed")
    stays = write(both, "للرجل وحده", "abbas")
    back(first, joining)
    assert [row.id for row in second.rows(Need)] == [fresh[0]]
    assert [row.id for row in first.rows(Need)] == [stays[0]]


@pytest.mark.requirement("R007")
@pytest.mark.parametrize("what", ["changed", "tied", "agreed", "chosen", "moved_on", "assessed"])
def test_after_work_that_rests_on_both_it_is_refused_and_said_why(two: tuple[Home, Home], what: str):
    first, second = two
    write(first, HERE)
    theirs = write(second, THERE)
    joining = joined(first, second)
    before = everything(first)
    _work(first, theirs, what)
    changed = everything(first)
    assert changed != before or what == "moved_on"
    with pytest.raises(Refused, match=f"joined_{what}"):
        back(first, joining)
    assert everything(first) == changed
    page = Desk(first.house, NADIA).post(f"/files/{first.number}/joining/", do="back", joining=joining)
    assert page.status_code == 409


def _work(first: Home, theirs, what: str) -> None:
    from wasl.access.work import unit_of_work
    from wasl.casefile.enums import AgreedHow, ConsentDecision, GoalState
    from wasl.casefile.models import PlanVersion
    from wasl.casefile.services.record import Choice, consent_record
    from wasl.casefile.services.thread import goal_close, goal_write
    from wasl.instruments.models import Response
    from wasl.journey.services.leaving import leave_by_own_choice
    from wasl.kernel.clock import now

    by, sundus = first.actor(), first.people["sundus"]
    base = {"file_id": first.file, "team_id": first.house.teams["A"], "person_id": sundus}
    match what:
        case "changed":
            goal_close(goal=theirs[1], state=GoalState.ACHIEVED, words="", on=today(), by=by)
        case "tied":
            goal_write(file=first.file, person=sundus, needs=[theirs[0]], words="هدف", due_on=None, by=by)
        case "agreed":
            with unit_of_work(by.token):
                PlanVersion.objects.create(
                    **base,
                    number=1,
                    digest="d",
                    programme_digest="p",
                    agreed_on=today(),
                    agreed_how=AgreedHow.SPOKEN,
                )
        case "chosen":
            consent_record(
                file=first.file, person=sundus, choices=[Choice("photo", ConsentDecision.GIVEN)], language="ar",
                asked_alone=True, given_how="spoken", by=by,
            )  # fmt: skip
        case "assessed":
            with unit_of_work(by.token):
                Response.objects.create(
                    **base, instrument="NSG-14", version="1", language="ar", mode="read_aloud", on=today(),
                    occasion="review", recorded_by=by.ref, recorded_at=now(),
                )  # fmt: skip
        case "moved_on":
            leave_by_own_choice(file=first.file, wants_aftercare=True, by=by)


@pytest.mark.requirement("R007")
def test_what_is_sealed_about_her_is_still_read_by_its_line_alone(two: tuple[Home, Home]):
    from wasl.casefile.enums import SealedKind, SealedLine
    from wasl.casefile.services.sealed import sealed_write

    first, second = two
    sealed_write(
        file=second.file, person=second.people["sundus"], line=SealedLine.GBV, kind=SealedKind.NOTE, text=THERE,
        by=second.actor(HUDA),
    )  # fmt: skip
    joining = joined(first, second)
    huda = Desk(first.house, HUDA)
    _until(lambda: THERE in huda.text(f"/files/{first.number}/sealed/"))
    assert THERE in huda.text(f"/files/{second.number}/sealed/")
    assert Desk(first.house, NADIA).get(f"/files/{first.number}/sealed/").status_code == 404
    back(first, joining)
    _until(lambda: THERE not in huda.text(f"/files/{first.number}/sealed/"))
    assert THERE in huda.text(f"/files/{second.number}/sealed/")


@pytest.mark.requirement("R007")
def test_only_who_leads_the_team_joins_and_only_people_who_can_be_the_same(two: tuple[Home, Home]):
    from wasl.journey.services.joining import join

    first, second = two
    with pytest.raises(Refused, match="role_may_not"):
        joined(first, second, by=SALMA)
    for wrong, said in (
        ({}, "joined_unpaired"),
        ({second.people["sundus"]: first.people["abbas"]}, "joined_sexes"),
        (
            {second.people["sundus"]: first.people["huda"], second.people["huda"]: first.people["huda"]},
            "joined_twice",
        ),
        ({first.people["sundus"]: first.people["huda"]}, "not_of_this_family"),
    ):
        with pytest.raises(Invalid, match=said):
            join(file=first.file, other=second.file, pairs=wrong, reason="س", by=first.actor(NADIA))
    with pytest.raises(Invalid, match="reason_missing"):
        join(
            file=first.file, other=second.file, pairs=pairs(first, second), reason=" ", by=first.actor(NADIA)
        )
    assert Desk(first.house, SALMA).get(f"/files/{first.number}/joining/").status_code == 403
    assert Desk(first.house, KARIM).get(f"/files/{first.number}/joining/").status_code == 404
    assert first.row().size == 5


@pytest.mark.requirement("R007")
def test_a_human_says_person_by_person_who_is_who(two: tuple[Home, Home]):
    first, second = two
    nadia = Desk(first.house, NADIA)
    address = f"/files/{first.number}/joining/?number={second.number}"
    form = nadia.get(address).context["form"]
    mother = form.fields[f"same-{second.people['sundus']}"].choices
    assert mother[1][0] == str(first.people["sundus"])
    assert mother[0][0] == form.initial.get(f"same-{second.people['sundus']}", "")
    typed = {f"same-{second.people[who]}": str(first.people[who]) for who in ("sundus", "huda")}
    nothing = nadia.browser.post(address, {"reason": "أم واحدة"})
    assert nothing.status_code == 422
    answer = nadia.browser.post(address, typed | {"reason": "أم واحدة"})
    assert (answer.status_code, answer["Location"]) == (302, f"/files/{first.number}/")
    page = nadia.get(f"/files/{first.number}/joining/")
    [made] = page.context["made"]
    assert (made["number"], made["reason"], made["undone"]) == (second.number, "أم واحدة", "")
    taken = nadia.post(f"/files/{first.number}/joining/", do="back", joining=made["ref"])
    assert taken.status_code == 302
    assert second.row().size == 3


def test_two_join_two_files_at_once_and_the_second_is_told(house: House):
    """Both ways round at the same moment: one file holds all, one leads to it, and whoever came second is told."""
    from django.db import connection

    from wasl.journey.services.joining import join

    for _ in range(4):
        name = mark()
        first, second = household(house, name=name), household(house, name=name)
        gate, told = threading.Barrier(2), []

        def go(one: Home, other: Home, by, gate=gate, told=told) -> None:
            gate.wait()
            try:
                told.append(join(file=one.file, other=other.file, pairs=pairs(one, other), reason="س", by=by))
            except WaslError as error:
                told.append(error)
            finally:
                connection.close()

        threads = [
            threading.Thread(target=go, args=(one, other, house.actor(NADIA)))
            for one, other in ((first, second), (second, first))
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(isinstance(one, Exception) for one in told) == [False, True]
        [refused] = [one for one in told if isinstance(one, Exception)]
        assert refused.code == "joined_already"
        assert sorted(home.rows(type(first.row()))[0].size for home in (first, second)) == [0, 10]
