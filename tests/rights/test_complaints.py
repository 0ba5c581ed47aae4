"""Umm Ahmed complains about Salma; Salma, whoever stands in for her and whoever she works with learn nothing of it."""

from datetime import timedelta
from uuid import UUID

import psycopg
import pytest

from tests.cast import AMAL, CAST, HADI, NADIA, RANA, SALMA, ZAINAB
from tests.worlds import House
from wasl.kernel.clock import frozen, now, today
from wasl.kernel.errors import NotFound, Refused
from wasl.rights.enums import ComplaintState, Outcome, Told, Topic, Via, Voice

WORDS = "قالت لي إنها لن تسجل ابنتي في المدرسة"
pytestmark = pytest.mark.requirement("R006", "I40")


def take(house: House, member=AMAL, **changes) -> str:
    from wasl.rights.services.complaints import complaint_take

    said = {"topic": Topic.TREATMENT, "via": Via.DESK, "voice": Voice.PARTICIPANT, "words": WORDS,
            "about": house.accounts["salma"]} | changes  # fmt: skip
    return complaint_take(by=house.actor(member), **said)


def reads(house: House, number: str, member):
    from wasl.access.work import unit_of_work
    from wasl.rights.selectors.complaints import complaint

    by = house.actor(member)
    with unit_of_work(by.token):
        try:
            return complaint(number, viewer=by)
        except NotFound:
            return None


def raw(house: House, member, number: str) -> tuple[bool, list]:
    """What the database and the vault give somebody who asks them past every page: the row, and the words."""
    from wasl.vault.services import client

    with psycopg.connect(house.dsn("wasl_super")) as everything:
        (ref,) = everything.execute("SELECT id FROM rights_complaint WHERE number = %s", [number]).fetchone()
    token = house.actor(member).token
    with psycopg.connect(house.dsn("wasl_web")) as web:
        web.execute("SELECT set_config('wasl.session', %s, true)", [token])
        seen = web.execute("SELECT 1 FROM rights_complaint WHERE id = %s", [ref]).fetchall()
    return bool(seen), list(client().open(token, "care", [(ref, "notes:complaint")]).values())


def card(house: House, number: str, member=ZAINAB):
    found = reads(house, number, member)
    assert found is not None
    return found.card


def move(house: House, number: str, service: str, member=ZAINAB, **given) -> None:
    from wasl.rights.services import complaints

    seen = card(house, number, member)
    getattr(complaints, service)(complaint=seen.ref, version=seen.version, by=house.actor(member), **given)


def test_a_complaint_about_salma_reaches_the_manager_and_nobody_else(house: House):
    number = take(house)
    page = reads(house, number, ZAINAB)
    assert page.words == WORDS
    assert page.about == house.accounts["salma"]
    assert page.card.state is ComplaintState.RECEIVED
    assert page.card.due == page.card.acknowledge_by
    for member in CAST:
        if member is not ZAINAB:
            assert reads(house, number, member) is None, member.username
            assert raw(house, member, number) == (False, []), member.username


def test_whoever_took_it_down_does_not_read_it_again(house: House):
    number = take(house, AMAL)
    assert reads(house, number, AMAL) is None
    assert raw(house, AMAL, number) == (False, [])


def test_whoever_stands_in_for_her_learns_nothing_and_is_never_trusted_with_it(house: House):
    from tests.journey.family import Family
    from tests.stories.test_cover_for_an_absent_colleague import cover

    Family(house)
    cover(house, house.actor(NADIA), stand_in=HADI)
    number = take(house)
    with psycopg.connect(house.dsn("wasl_super")) as everything:
        shut = {
            row[0] for row in everything.execute("SELECT account_id FROM access_trust WHERE word = 'about'")
        }
    assert shut == {house.accounts["salma"], house.accounts["hadi"]}
    assert raw(house, HADI, number) == (False, [])


def test_a_complaint_about_the_manager_goes_past_everybody_under_her(house: House):
    number = take(house, about=house.accounts["zainab"])
    assert reads(house, number, RANA) is not None
    assert reads(house, number, ZAINAB) is None
    assert reads(house, number, NADIA) is None


def test_what_is_serious_goes_at_once_outside_the_line(house: House):
    number = take(house, topic=Topic.HARM)
    assert reads(house, number, ZAINAB) is None
    found = card(house, number, RANA)
    assert found.serious
    assert found.acknowledge_by <= found.answer_by
    assert found.acknowledge_by == min(found.acknowledge_by, today() + timedelta(days=4))


def test_where_nobody_may_handle_it_the_page_says_so_and_nothing_is_kept(house: House):
    with pytest.raises(Refused) as refused:
        take(house, topic=Topic.HARM, about=house.accounts["rana"])
    assert refused.value.code == "nobody_to_handle"
    with pytest.raises(Refused) as refused:
        take(house, SALMA)
    assert refused.value.code == "complaint_about_yourself"


def test_a_rule_that_would_give_it_to_whom_it_concerns_is_stopped_by_the_database(
    house: House, monkeypatch: pytest.MonkeyPatch
):
    """The planted fault: a rule that lets everybody handle everything, the manager herself first."""
    from wasl.kernel.decision import allow
    from wasl.rights import rules

    monkeypatch.setattr(rules, "can_handle", lambda *_: allow())
    number = take(house, about=house.accounts["zainab"])
    assert reads(house, number, ZAINAB) is None
    assert raw(house, ZAINAB, number) == (False, [])
    assert reads(house, number, RANA) is not None


def test_a_trust_given_behind_every_rule_is_seen_by_the_test(house: House):
    """What the tests above look with sees it when it is there: the shutting out taken away, and trust given."""
    number = take(house)
    with psycopg.connect(house.dsn("wasl_super")) as everything:
        everything.execute("DELETE FROM access_trust WHERE shut")
        everything.execute("UPDATE access_trust SET account_id = %s WHERE opens", [house.accounts["salma"]])
    seen, told = raw(house, SALMA, number)
    assert seen
    assert told[0]["text"] == WORDS


def test_it_is_answered_told_and_closed_and_every_step_is_kept(house: House):
    number = take(house)
    move(house, number, "complaint_acknowledge", words="told at the desk")
    move(house, number, "complaint_look_into", words="asked the school")
    with pytest.raises(Refused) as refused:
        move(house, number, "complaint_answer", outcome=Outcome.UPHELD, words=" ")
    assert refused.value.code == "answer_missing"
    move(house, number, "complaint_answer", outcome=Outcome.UPHELD, words="She starts on Sunday.")
    with pytest.raises(Refused) as refused:
        move(house, number, "complaint_close", told=Told.NOBODY_CAME)
    assert refused.value.code == "her_answer_waits"
    move(house, number, "complaint_close", told=Told.AT_DESK)
    page = reads(house, number, ZAINAB)
    assert page.card.state is ComplaintState.CLOSED
    assert page.card.due is None
    assert [step.words for step in page.steps] == [
        "", "told at the desk", "asked the school", "She starts on Sunday.", "",
    ]  # fmt: skip


def test_whoever_is_not_content_is_heard_by_somebody_else(house: House):
    from wasl.rights.services.complaints import complaint_appeal

    number = take(house)
    for service, given in (("complaint_acknowledge", {"words": ""}), ("complaint_look_into", {"words": ""}),
                           ("complaint_answer", {"outcome": Outcome.NOT_UPHELD, "words": "No."})):  # fmt: skip
        move(house, number, service, **given)
    complaint_appeal(number=number, words="She did not ask me.", by=house.actor(AMAL))
    assert reads(house, number, ZAINAB) is None
    page = reads(house, number, RANA)
    assert page.words == WORDS
    assert page.card.state is ComplaintState.REOPENED
    assert page.steps[-1].words == "She did not ask me."
    assert raw(house, ZAINAB, number) == (False, [])


def test_at_the_desk_a_slip_tells_where_it_stands_and_nothing_to_whom_it_concerns(house: House):
    from wasl.access.work import unit_of_work
    from wasl.rights.selectors.complaints import at_desk

    number = take(house, via=Via.PAPER, voice=Voice.NOBODY)

    def desk(member):
        by = house.actor(member)
        with unit_of_work(by.token):
            return at_desk(number.lower(), viewer=by)

    assert desk(AMAL).state is ComplaintState.RECEIVED
    assert desk(SALMA) is None
    assert raw(house, AMAL, number) == (False, []), "the look at the desk opens nothing afterwards"


def test_a_slip_typed_twice_is_told(house: House):
    from wasl.kernel.errors import Invalid
    from wasl.rights.rules import new_number

    number = new_number()
    assert take(house, number=number.lower()) == number
    with pytest.raises(Invalid) as twice:
        take(house, number=number)
    assert twice.value.code == "slip_typed_already"


def test_counts_say_nothing_of_a_few(house: House):
    from wasl.access.work import unit_of_work
    from wasl.rights.selectors.complaints import counts

    by = house.actor(NADIA)

    def told():
        with unit_of_work(by.token):
            return counts(viewer=by, since=today().replace(month=1, day=1))

    for _ in range(4):
        take(house)
    assert {n for table in told().values() for n in table.values()} == {None}
    for _ in range(6):
        take(house, topic=Topic.DELAY)
    found = told()
    assert found["state"]["received"] == 10
    assert found["topic"]["treatment"] is None
    with pytest.raises(Refused):
        counts(viewer=house.actor(SALMA), since=today())


def test_no_word_of_a_complaint_stands_in_a_row_and_no_name_beside_who_took_it(house: House):
    number = take(house)
    with psycopg.connect(house.dsn("wasl_super")) as everything:
        rows = str(everything.execute("SELECT * FROM rights_complaint").fetchall())
        assert str(house.accounts["salma"]) not in rows
        assert str(house.accounts["amal"]) not in rows
        events = everything.execute(
            "SELECT resource, request, file_id FROM audit_event WHERE event = 'complaint_taken' AND actor = %s",
            [house.accounts["amal"]],
        ).fetchall()
    assert events, number
    assert all(row == (None, None, None) for row in events)


def test_late_is_late_on_the_day_after_the_last(house: House):
    number = take(house)
    found = card(house, number)
    assert isinstance(found.ref, UUID)
    with frozen(now() + timedelta(days=60)):
        assert found.due < today()
