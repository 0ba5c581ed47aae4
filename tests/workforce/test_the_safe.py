"""On the first day there are two envelopes, so that the first administrator is neither alone nor locked out."""

import pytest

from tests.worlds import House


@pytest.mark.requirement("P8", "P15")
def test_the_envelopes_let_two_people_renew_what_the_first_administrator_lost(house: House):
    from django.contrib.auth.hashers import check_password

    from wasl.access.accounts import renewal_ask, request_decide
    from wasl.access.enums import RequestKind
    from wasl.access.models import Account
    from wasl.access.services import command_actor
    from wasl.interfaces.cli import house as founding

    passwords = {founding.SAFE: "one two three", founding.APPROVER: "four five six"}
    with house.as_role("wasl_owner"):
        founding.administrator("seven eight nine", "ar")
        founding.envelopes(passwords, "ar")
        founding.envelopes(dict.fromkeys(passwords, "another"), "ar")
    for username, password in passwords.items():
        account = Account.objects.get(username=username)
        assert account.must_change_password
        assert check_password(password, account.password), "a second time changes nothing"
    lost = Account.objects.get(username=founding.ADMINISTRATOR).pk
    safe, approver = command_actor(founding.SAFE), command_actor(founding.APPROVER)
    request = renewal_ask(account=lost, kind=RequestKind.PASSWORD, by=safe)
    slip = request_decide(request=request, yes=True, by=approver)
    assert slip is not None
    assert check_password(slip.password, Account.objects.get(pk=lost).password)
