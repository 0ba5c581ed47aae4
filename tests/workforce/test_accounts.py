"""Basim keeps the accounts, Rana says yes or no: nobody lets anybody in alone, and closing is done at once."""

from uuid import UUID, uuid4

import psycopg
import pytest

from tests.cast import BASIM, HADI, KARIM, RANA, SALMA
from tests.journey.family import Family
from tests.worlds import House
from wasl.access.enums import RequestKind
from wasl.kernel.errors import Invalid, NotFound, Refused


def invite(house: House, by=None, role: str = "caseworker") -> tuple[UUID, str]:
    from wasl.access.accounts import NewPerson, invite_ask

    username = f"new-{uuid4().hex[:8]}"
    person = NewPerson(username, "دنيا", "f", "ar")
    return invite_ask(person=person, role=role, team=house.teams["A"], by=by or house.actor(BASIM)), username


def joined(house: House, role: str = "caseworker") -> tuple[UUID, str, str]:
    """Somebody who was invited and approved: account, user name, the password of the slip."""
    from wasl.access.accounts import request_decide
    from wasl.access.models import Account

    request, username = invite(house, role=role)
    slip = request_decide(request=request, yes=True, by=house.actor(RANA))
    assert slip is not None
    return Account.objects.get(username=username).pk, username, slip.password


def sessions(house: House, account: UUID) -> int:
    with psycopg.connect(house.dsn("wasl_super")) as everything:
        query = "SELECT count(*) FROM access_session WHERE account_id = %s"
        (count,) = everything.execute(query, [account]).fetchone() or (0,)
        return int(count)


@pytest.mark.requirement("P8")
def test_an_account_opens_nothing_until_a_second_person_says_yes(house: House):
    from django.contrib.auth.hashers import check_password

    from wasl.access.accounts import request_decide, requests
    from wasl.access.models import Account

    request, username = invite(house)
    assert not Account.objects.filter(username=username).exists()
    for member in (BASIM, SALMA):
        with pytest.raises(Refused):
            request_decide(request=request, yes=True, by=house.actor(member))
    slip = request_decide(request=request, yes=True, by=house.actor(RANA))
    assert slip is not None
    assert slip.username == username
    account = Account.objects.get(username=username)
    assert account.must_change_password
    assert check_password(slip.password, account.password)
    from wasl.access.work import unit_of_work

    rana = house.actor(RANA)
    with unit_of_work(rana.token):
        assert request not in {one.ref for one in requests(viewer=rana)}


@pytest.mark.requirement("P8")
def test_a_no_makes_nothing_and_a_name_is_given_once(house: House):
    from wasl.access.accounts import NewPerson, invite_ask, request_decide
    from wasl.access.models import Account

    request, username = invite(house)
    assert request_decide(request=request, yes=False, by=house.actor(RANA)) is None
    assert not Account.objects.filter(username=username).exists()
    with pytest.raises(NotFound):
        request_decide(request=request, yes=True, by=house.actor(RANA))
    for typed, code in (("salma", "username_taken"), ("Not a name", "username_form"), ("x", "username_form")):
        with pytest.raises(Invalid) as wrong:
            invite_ask(
                person=NewPerson(typed, "دنيا", "f", "ar"), role="caseworker", team=house.teams["A"],
                by=house.actor(BASIM),
            )  # fmt: skip
        assert wrong.value.code == code


@pytest.mark.requirement("P8")
def test_nobody_raises_herself_by_any_order_of_steps(house: House):
    """By the services and by raw SQL as the web's role in the session of each."""
    from wasl.access.accounts import renewal_ask, role_ask

    basim, rana = house.actor(BASIM), house.actor(RANA)
    for step in (
        lambda: role_ask(account=basim.account, role="caseworker", team=house.teams["A"], by=basim),
        lambda: renewal_ask(account=basim.account, kind=RequestKind.FACTOR, by=basim),
        lambda: invite(house, by=rana),
        lambda: invite(house, by=house.actor(SALMA)),
    ):
        with pytest.raises(Refused):
            step()
    request = role_ask(account=rana.account, role="auditor", team=None, by=basim)
    post = '{"role": "caseworker", "reach": "realm", "classes": ["identity", "notes"]}'
    attempts = (
        (basim, "SELECT access_request_ask('role', %s, '{}', %s::jsonb)", [basim.account, post]),
        (rana, "SELECT access_request_ask('role', %s, '{}', %s::jsonb)", [house.accounts["hadi"], post]),
        (basim, "SELECT access_request_decide(%s, true, '', '')", [request]),
        (rana, "SELECT access_request_decide(%s, true, '', '')", [request]),
        (house.actor(SALMA), "SELECT access_request_decide(%s, true, '', '')", [request]),
        (basim, "INSERT INTO access_request (id) VALUES (%s)", [request]),
        (basim, "UPDATE access_request SET granted = true WHERE id = %s", [request]),
        (house.actor(SALMA), "SELECT access_account_suspend(%s)", [house.accounts["hadi"]]),
    )
    for who, statement, given in attempts:
        with psycopg.connect(house.dsn("wasl_web")) as web:
            web.execute("SELECT set_config('wasl.session', %s, true)", [who.token])
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                web.execute(statement.encode(), given)


@pytest.mark.requirement("P15")
def test_suspending_closes_every_session_at_once_and_coming_back_takes_two(house: House):
    from wasl.access.accounts import account_suspend, renewal_ask, request_decide
    from wasl.access.services import command_actor

    account, username, _ = joined(house)
    open_one = command_actor(username)
    assert sessions(house, account) == 1
    account_suspend(account=account, by=house.actor(BASIM))
    assert sessions(house, account) == 0
    with psycopg.connect(house.dsn("wasl_web")) as web:
        assert web.execute("SELECT access_begin(%s, '15 minutes', '')", [open_one.token]).fetchone() == (
            None,
        )
    with pytest.raises(NotFound):
        command_actor(username)
    request = renewal_ask(account=account, kind=RequestKind.BACK, by=house.actor(BASIM))
    request_decide(request=request, yes=True, by=house.actor(RANA))
    assert command_actor(username).username == username


@pytest.mark.requirement("R054", "P8")
def test_nobody_leaves_with_families_in_hand(house: House):
    from wasl.access.accounts import account_leave
    from wasl.access.models import Account
    from wasl.access.services import command_actor
    from wasl.journey.services.hands import hand_accept, hand_over

    family = Family(house)
    account, username, _ = joined(house)
    hand_over(file=family.ref, to=account, role="caseworker", reason="", by=family.nadia)
    hand_accept(file=family.ref, by=command_actor(username))
    with pytest.raises(Refused) as full:
        account_leave(account=account, by=house.actor(BASIM))
    assert full.value.code == "files_in_hand"
    hand_over(file=family.ref, to=house.accounts["hadi"], role="caseworker", reason="", by=family.nadia)
    hand_accept(file=family.ref, by=house.actor(HADI))
    account_leave(account=account, by=house.actor(BASIM))
    assert not Account.objects.get(pk=account).is_active
    with psycopg.connect(house.dsn("wasl_super")) as everything:
        left = everything.execute(
            "SELECT (SELECT count(*) FROM access_membership WHERE account_id = %(a)s AND valid_until IS NULL) + "
            "(SELECT count(*) FROM access_grant WHERE account_id = %(a)s AND valid_until IS NULL)",
            {"a": account},
        ).fetchone()
    assert left == (0,)


@pytest.mark.requirement("P15")
def test_a_lost_second_step_comes_back_by_a_printed_code_and_two_people(house: House):
    from wasl.access.accounts import renewal_ask, request_decide
    from wasl.access.printed import printed_code_use, printed_codes
    from wasl.access.work import unit_of_work

    account, _, _ = joined(house)
    request = renewal_ask(account=account, kind=RequestKind.FACTOR, by=house.actor(BASIM))
    slip = request_decide(request=request, yes=True, by=house.actor(RANA))
    assert slip is not None
    assert (bool(slip.code), slip.password) == (True, "")
    with unit_of_work(""):
        assert printed_codes(account).unused == 1
        assert not printed_code_use(account, "1-0000-0000-0000")
        assert printed_code_use(account, slip.code)
        assert not printed_code_use(account, slip.code)


@pytest.mark.requirement("P8")
def test_a_role_is_given_and_ended_by_two_people(house: House):
    from wasl.access.accounts import account_card, request_decide, role_ask
    from wasl.access.work import unit_of_work

    account, _, _ = joined(house)
    basim = house.actor(BASIM)

    def roles() -> tuple[str, ...]:
        with unit_of_work(basim.token):
            return account_card(account, viewer=basim).roles

    given = role_ask(account=account, role="case-supervisor", team=house.teams["B"], by=basim)
    assert roles() == ("caseworker",)
    request_decide(request=given, yes=True, by=house.actor(RANA))
    assert roles() == ("case-supervisor", "caseworker")
    with pytest.raises(Invalid):
        role_ask(account=account, role="stand-in", team=house.teams["B"], by=basim)
    ended = role_ask(account=account, role="caseworker", team=None, by=basim, end=True)
    request_decide(request=ended, yes=True, by=house.actor(RANA))
    assert roles() == ("case-supervisor",)


@pytest.mark.requirement("P8")
def test_the_planted_fault_an_approval_without_asking_who_asked_would_pass(house: House):
    """Without the line that names the asker, Basim's own yes would be taken: the row itself still refuses it."""
    from wasl.access.accounts import role_ask

    basim = house.actor(BASIM)
    request = role_ask(
        account=house.accounts[KARIM.username], role="case-supervisor", team=house.teams["B"], by=basim
    )
    with psycopg.connect(house.dsn("wasl_super")) as everything:
        with pytest.raises(psycopg.errors.CheckViolation):
            everything.execute(
                "UPDATE access_request SET decided_by = asked_by, decided_at = now(), granted = true WHERE id = %s",
                [request],
            )
        everything.rollback()
