"""Basim invites somebody on the page, Rana approves and prints the slip, the newcomer signs in with it."""

from uuid import uuid4

import pytest

from tests.cast import BASIM, PASSWORD, RANA, SALMA
from tests.protection.visitors import signed_in
from tests.worlds import House


@pytest.mark.requirement("P8", "P15")
def test_an_invitation_from_the_page_to_the_slip(house: House):
    import re

    from django.contrib.auth.hashers import check_password

    from wasl.access.accounts import requests
    from wasl.access.models import Account
    from wasl.access.work import unit_of_work

    username = f"dunya-{uuid4().hex[:6]}"
    basim, rana = signed_in(house, BASIM), signed_in(house, RANA)
    assert basim.get("/staff/new/").status_code == 200
    assert basim.post("/staff/new/", {"username": "salma"}).status_code == 422
    sent = {
        "name": "دنيا حسن", "username": username, "gender": "f", "language": "ar", "role": "caseworker",
        "team": str(house.teams["A"]),
    }  # fmt: skip
    assert basim.post("/staff/new/", sent).status_code == 302
    assert "دنيا حسن" in basim.get("/staff/").content.decode()
    assert basim.get("/staff/requests/").status_code == 403
    assert username in rana.get("/staff/requests/").content.decode()
    actor = house.actor(RANA)
    with unit_of_work(actor.token):
        asked = next(one.ref for one in requests(viewer=actor) if one.username == username)
    yes = {"request": str(asked), "decision": "yes"}
    first = rana.post("/staff/requests/", yes)
    assert first["Location"].startswith("/accounts/reauthenticate/"), "a yes asks for the password once more"
    assert not Account.objects.filter(username=username).exists()
    answer = rana.post(first["Location"], {"password": PASSWORD})
    assert answer.status_code == 200
    slip = re.search(r'<code dir="ltr">([^<]+)</code>', answer.content.decode())
    assert slip
    account = Account.objects.get(username=username)
    assert check_password(slip.group(1), account.password)
    assert basim.get(f"/staff/one/?who={account.pk}").status_code == 200
    assert basim.post(f"/staff/one/?who={account.pk}", {"do": "suspend"}).status_code == 302
    assert not Account.objects.get(pk=account.pk).is_active
    assert signed_in(house, SALMA).get("/staff/").status_code == 403
    assert basim.get(f"/staff/one/?who={uuid4()}").status_code == 404
